# SPDX-License-Identifier: GPL-3.0-or-later
"""Room on the disk: audio that neither the song nor its history uses is counted, and removed when the user says so."""

from typing import TYPE_CHECKING

from musicstudio.core.errors import InputError
from musicstudio.storage.unused_media import UnusedMedia, find_unused, remove_unused

if TYPE_CHECKING:
    from ..session.session import Session


def unused_audio(session: "Session") -> UnusedMedia:
    """What can go. Raises `InputError` while jobs run, whose results nothing uses yet."""
    if session.jobs.is_busy:
        raise InputError("Something is still being made; clean up when it is done.")
    return find_unused(session.folder)


def clean_up(session: "Session", unused: UnusedMedia) -> None:
    """Remove it, and tell. Raises `InputError` while jobs run, `StorageError` where something cannot be removed."""
    if session.jobs.is_busy:
        raise InputError("Something is still being made; clean up when it is done.")
    remove_unused(session.folder, unused)
    session.notify(f"{describe_unused(unused)} removed.")


def describe_unused(unused: UnusedMedia) -> str:
    """How much: ``12 audio files (340 MB)``."""
    count = "1 audio file" if len(unused.hashes) == 1 else f"{len(unused.hashes)} audio files"
    size = f"{unused.size_bytes / 1e9:.1f} GB" if unused.size_bytes >= 1e9 else f"{unused.size_bytes / 1e6:.1f} MB"
    return f"{count} ({size})"
