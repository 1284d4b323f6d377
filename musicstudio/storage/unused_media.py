# SPDX-License-Identifier: GPL-3.0-or-later
"""Audio in a song's folder that neither the song nor any step of its history uses: found, counted and removed.

It comes from jobs that were cancelled, from takes whose steps the history no longer has, and from crashes.
"""

import os
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from musicstudio.core.errors import StorageError
from musicstudio.core.files import storage_error
from musicstudio.core.plain_files import require_own_folder
from musicstudio.project.audio_users import reachable_hashes

from .folder import ProjectFolder
from .layout import PEAKS_FOLDER

_PEAKS_SUFFIX = ".peaks"
_ASIDE = ("*.damaged-*", "*.replaced-*")


class UnusedMedia(Struct, frozen=True):
    """What can go. pictures: waveform overviews of audio that is not there, or will not be."""

    hashes: tuple[str, ...] = ()
    pictures: tuple[Path, ...] = ()
    size_bytes: int = 0

    def __bool__(self) -> bool:
        return bool(self.hashes or self.pictures)


def find_unused(folder: ProjectFolder) -> UnusedMedia:
    """What nothing uses. Call it while no job runs: the result of one is used only when it has ended."""
    used = reachable_hashes(folder.document.history_states.states)
    kept = folder.media.stored_sizes()
    unused = tuple(sorted(kept.keys() - used))
    pictures = _pictures_but_of(folder.path / PEAKS_FOLDER, kept.keys() & used)
    size_bytes = sum(kept[key] for key in unused) + sum(size for _, size in pictures)
    return UnusedMedia(unused, tuple(path for path, _ in pictures), size_bytes)


def remove_unused(folder: ProjectFolder, unused: UnusedMedia) -> None:
    """Remove what was found. Raises `StorageError` where something cannot be removed; what went before is gone."""
    if folder.is_read_only:
        raise StorageError(folder.read_only_reason)
    used = reachable_hashes(folder.document.history_states.states)
    for content_hash in unused.hashes:
        if content_hash not in used:
            folder.media.remove(content_hash)
    for picture in unused.pictures:
        try:
            picture.unlink(missing_ok=True)
        except OSError as error:
            raise storage_error(error, picture) from error


def remove_own_leftovers(folder: ProjectFolder) -> None:
    """Remove audio that was written since the song was opened and that nothing uses now. Never raises.

    Nothing goes where files were kept aside, or where the journal may hold an edit that was refused: they may still be
    wanted, and with them what they name.
    """
    if not folder.is_settled or any(any(folder.path.glob(pattern)) for pattern in _ASIDE):
        return
    unused = folder.media.added_hashes() - reachable_hashes(folder.document.history_states.states)
    with suppress(StorageError):
        for content_hash in unused:
            folder.media.remove(content_hash)


def _pictures_but_of(folder: Path, used: set[str]) -> list[tuple[Path, int]]:
    try:
        require_own_folder(folder)
        return [
            (Path(entry.path), entry.stat(follow_symlinks=False).st_size)
            for entry in os.scandir(folder)
            if entry.name.endswith(_PEAKS_SUFFIX) and entry.name.removesuffix(_PEAKS_SUFFIX) not in used
        ]
    except OSError:
        return []
