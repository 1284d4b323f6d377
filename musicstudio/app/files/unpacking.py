# SPDX-License-Identifier: GPL-3.0-or-later
"""Folders and zips of sound made plain files, in the order of their names. Nothing that a zip says about places is
believed: its files land under names of our own, and what is too large or too many is refused."""

import re
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from musicstudio.core.errors import InputError, MediaError
from musicstudio.core.files import safe_name, storage_error
from musicstudio.core.progress import Job, Progress
from musicstudio.core.zips import DAMAGED_ZIP

MAX_FILES = 200
MAX_BYTES = 8 << 30
_MAX_RATIO = 400
_SPARE_BYTES = 200 << 20
_BLOCK_BYTES = 1 << 20
_DEEPEST = 3
_HIDDEN = ("__MACOSX", ".")
IsWanted = Callable[[Path], bool]


def is_container(path: Path) -> bool:
    """Whether a path is a folder or a zip with files in it."""
    return path.is_dir() or (path.is_file() and path.suffix.lower() == ".zip")


def unpack_files(path: Path, is_wanted: IsWanted, folder: Path) -> Job[list[Path]]:
    """The wanted files of a folder or a zip, a zip's copied into ``folder``.

    Raises `InputError` where there are none or too many, `MediaError` for a damaged zip, `StorageError`.
    """
    if path.is_dir():
        yield Progress(0.0, f"Looking into {path.name}")
        files = sorted(_files_in(path, 0), key=natural)
        return _check_files(path, [file for file in files if is_wanted(file)])
    try:
        with zipfile.ZipFile(path) as archive:
            return (yield from _from_zip(path, archive, is_wanted, folder))
    except DAMAGED_ZIP as error:
        raise MediaError(f"“{path.name}” is damaged, locked or no zip.") from error
    except OSError as error:
        raise storage_error(error, path) from error


def natural(path: Path) -> list[tuple[int, str]]:
    """A key that sorts ``2`` before ``10``."""
    parts = re.split(r"(\d+)", path.name.lower())
    return [(int(part), "") if part.isdecimal() and part.isascii() else (-1, part) for part in parts]


def _files_in(folder: Path, depth: int) -> Iterator[Path]:
    """Files in a folder and in those below; links lead elsewhere and are left alone."""
    try:
        found = sorted(folder.iterdir())
    except OSError as error:
        raise MediaError(f"The folder “{folder.name}” cannot be read.") from error
    for path in found:
        if path.is_symlink() or path.name.startswith(_HIDDEN):
            continue
        if path.is_file():
            yield path
        elif path.is_dir() and depth < _DEEPEST:
            yield from _files_in(path, depth + 1)


def _from_zip(path: Path, archive: zipfile.ZipFile, is_wanted: IsWanted, folder: Path) -> Job[list[Path]]:
    members = [member for member in archive.infolist() if is_wanted(Path(_name(member)))]
    members.sort(key=lambda member: natural(Path(_name(member))))
    places = yield from unpacked_members(path, archive, members, folder)
    return _check_files(path, [place for _, place in places])


def unpacked_members(
    path: Path, archive: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo], folder: Path
) -> Job[list[tuple[zipfile.ZipInfo, Path]]]:
    """Copy plain files of a zip into a folder, each under a name of our own; where each lies.

    Raises `InputError` for what is too large or too many.
    """
    wanted = [member for member in members if _is_plain(member)]
    _check(path, wanted, folder)
    places: list[tuple[zipfile.ZipInfo, Path]] = []
    written = 0
    for number, member in enumerate(wanted):
        target = folder / f"{number:03d}" / _name(member)
        target.parent.mkdir(parents=True)
        with archive.open(member) as source, target.open("wb") as copy:
            while block := source.read(_BLOCK_BYTES):
                written += len(block)
                if written > MAX_BYTES:
                    raise InputError(f"“{path.name}” holds more than {MAX_BYTES >> 30} GB.")
                copy.write(block)
                yield Progress(number / len(wanted), f"Unpacking {path.name}")
        places.append((member, target))
    return places


def _is_plain(member: zipfile.ZipInfo) -> bool:
    """A file, no folder, no link, nothing that a system hides."""
    is_link = (member.external_attr >> 16) & 0o170000 == 0o120000
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    return not (member.is_dir() or is_link or any(part.startswith(_HIDDEN) for part in parts))


def _name(member: zipfile.ZipInfo) -> str:
    last = PurePosixPath(member.filename.replace("\\", "/")).name
    return safe_name(Path(last).stem, "Audio") + Path(last).suffix.lower()


def _check(path: Path, members: Sequence[zipfile.ZipInfo], folder: Path) -> None:
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if len(members) > MAX_FILES:
        raise InputError(f"“{path.name}” holds {len(members)} files of sound; {MAX_FILES} is the most.")
    if total > MAX_BYTES or total > _MAX_RATIO * max(1, packed) + _BLOCK_BYTES:
        raise InputError(f"“{path.name}” unpacks to more than can be right.")
    if total + _SPARE_BYTES > shutil.disk_usage(folder).free:
        raise InputError(f"There is no room to unpack “{path.name}”.")


def _check_files(path: Path, files: list[Path]) -> list[Path]:
    if not files:
        raise InputError(f"“{path.name}” holds no sound and no notes.")
    if len(files) > MAX_FILES:
        raise InputError(f"“{path.name}” holds {len(files)} files of sound; {MAX_FILES} is the most.")
    return files
