# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing what leaves the studio, with this machine's identity or the user's own."""

from collections.abc import Sequence
from pathlib import Path

from musicstudio.core.errors import StudioError
from musicstudio.core.progress import Job, within
from musicstudio.interchange.credentials.identity import Identity, identity_folder, identity_in, own_identity
from musicstudio.interchange.credentials.signing import sign_file
from musicstudio.interchange.provenance import CreditsSheet


def signing_identity(folder: Path | None, name: str) -> Identity:
    """The identity in a folder, or else this machine's, made at the first signature under a name."""
    return identity_in(folder) if folder else own_identity(name)


def sign_files(paths: Sequence[Path], sheet: CreditsSheet, identity: Identity) -> Job[list[Path]]:
    """Sign each file; all files there are then, signatures beside them included. Raises `StorageError`."""
    files: list[Path] = []
    for index, path in enumerate(paths):
        signed = yield from within(sign_file(path, sheet, identity), index / len(paths), (index + 1) / len(paths))
        files += signed
    return files


def trusted_anchor() -> str:
    """The root of this machine's identity, or nothing where there is none."""
    try:
        return identity_in(identity_folder()).root
    except StudioError:
        return ""
