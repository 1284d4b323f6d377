# SPDX-License-Identifier: GPL-3.0-or-later
"""What is on this machine: whether it is whole, whether it is still what came, and taking it away."""

import shutil
from pathlib import Path

import msgspec
from msgspec import Struct

from musicstudio.core.errors import InputError, StorageError
from musicstudio.core.files import write_file
from musicstudio.core.progress import Job, Progress

from .catalogue import Entry
from .hub import sha256_of
from .safe_files import is_plain_path, missing_of

MANIFEST = "installed.json"
_MAX_MANIFEST_BYTES = 4_000_000


class Manifest(Struct, frozen=True):
    """How files came here. origin: a repository or the name of a folder; revision: of the repository, or empty.
    sha256: by file."""

    name: str
    licence: str
    origin: str
    revision: str
    sha256: dict[str, str]


def is_present(entry: Entry) -> bool:
    """Whether all files without which an entry is nothing are here. Looks for names only."""
    if entry.is_bundled:
        return True
    files = files_of(entry)
    return bool(files) and not missing_of(entry, files)


def files_of(entry: Entry) -> list[str]:
    """The files of an entry here, as paths below its folder; none while they come or go."""
    if entry.kind == "soundfont":
        return [name for name in entry.needs if (entry.folder / name).is_file()]
    try:
        return [
            path.relative_to(entry.folder).as_posix()
            for path in sorted(entry.folder.rglob("*"))
            if path.is_file() and path.name != MANIFEST and path.suffix != ".part"
        ]
    except OSError:
        return []


def came_so_far(entry: Entry) -> int:
    """Bytes of a transfer that was broken off, 0 where there is none."""
    try:
        return sum(path.stat().st_size for path in entry.staging.rglob("*") if path.is_file())
    except OSError:
        return 0


def write_manifest(entry: Entry, folder: Path, origin: str, revision: str, sha256: dict[str, str]) -> None:
    """Note in a folder how its files came. Raises `StorageError`."""
    manifest = Manifest(entry.name, entry.licence, origin, revision, sha256)
    write_file(folder / MANIFEST, msgspec.json.encode(manifest))


def read_manifest(entry: Entry) -> Manifest | None:
    """How an entry's files came; None where nobody noted it (put there by hand)."""
    path = entry.folder / MANIFEST
    try:
        if path.stat().st_size > _MAX_MANIFEST_BYTES:
            return None
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError, RecursionError):
        return None


def verify(entry: Entry) -> Job[tuple[str, ...]]:
    """Read every file again; a sentence for each that is missing or not what came. Raises `InputError` where nothing is
    here."""
    files = files_of(entry)
    if entry.is_bundled:
        return ()
    if not files:
        raise InputError(f"{entry.title} is not on this machine.")
    manifest = read_manifest(entry)
    known = {**(manifest.sha256 if manifest else {}), **entry.sha256}
    known = {path: value for path, value in known.items() if is_plain_path(path)}
    problems = [f"{pattern} is missing." for pattern in missing_of(entry, files)]
    for index, (path, wanted) in enumerate(known.items()):
        yield Progress(index / len(known), f"Reading {path}")
        problems += _problem_of(entry.folder / path, wanted)
    unknown = [path for path in files if path not in known]
    if unknown:
        problems.append(f"Nobody noted what {len(unknown)} of the files should be: {', '.join(unknown[:3])}.")
    return tuple(problems)


def remove(entry: Entry) -> None:
    """Take an entry's files away, and what came of a broken transfer. Raises `InputError`, `StorageError`."""
    if entry.is_bundled:
        raise InputError(f"{entry.title} comes with the studio and cannot be removed.")
    try:
        _drop(entry.staging)
        if entry.kind == "soundfont":
            for name in files_of(entry):
                (entry.folder / name).unlink()
        else:
            _drop(entry.folder)
    except OSError as error:
        raise StorageError(f"{entry.title} could not be removed ({error.strerror or error}).") from error


def _drop(folder: Path) -> None:
    """Under another name first, so that half of it never counts as whole."""
    if folder.exists():
        going = folder.with_name(f".going-{folder.name}")
        shutil.rmtree(going, ignore_errors=True)
        folder.rename(going)
        shutil.rmtree(going)


def _problem_of(path: Path, wanted: str) -> list[str]:
    try:
        return [] if sha256_of(path) == wanted else [f"{path.name} is not what came; install it again."]
    except FileNotFoundError:
        return [f"{path.name} is missing."]
    except OSError as error:
        return [f"{path.name} cannot be read ({error.strerror or error})."]
