# SPDX-License-Identifier: GPL-3.0-or-later
"""The songs of this machine by their titles, whatever their folders are called."""

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec
from msgspec import Struct

from musicstudio.core.errors import EditError
from musicstudio.project.invariants import check_project
from musicstudio.project.model import Project
from musicstudio.storage.layout import PROJECT_FILE

from .song_folder import SONG_SUFFIX

MAX_LISTED = 200
_MAX_BYTES = 64 * 2**20


class _Song(Struct, frozen=True):
    title: str = ""


class _File(Struct, frozen=True):
    project: _Song = _Song()


class _Whole(Struct, frozen=True):
    project: Project


@dataclass(frozen=True, slots=True)
class ListedSong:
    """changed_at: seconds since 1970."""

    path: Path
    title: str
    changed_at: float


def title_of_song(folder: Path) -> str:
    """The title in a song's folder; the folder's name where it cannot be read or says nothing."""
    with contextlib.suppress(OSError, ValueError, msgspec.MsgspecError):
        file = folder / PROJECT_FILE
        if file.stat().st_size <= _MAX_BYTES:
            title = msgspec.json.decode(file.read_bytes(), type=_File).project.title.strip()
            return title or folder.stem
    return folder.stem


def read_song(folder: Path) -> Project | None:
    """The song in a folder as it stands on disk, to be shown and no more; None where it cannot be read."""
    with contextlib.suppress(OSError, ValueError, RecursionError, msgspec.MsgspecError, EditError):
        file = folder / PROJECT_FILE
        if file.stat().st_size <= _MAX_BYTES:
            project = msgspec.json.decode(file.read_bytes(), type=_Whole).project
            check_project(project)
            return project
    return None


def song_of(path: Path) -> Path | None:
    """The song's folder that a path is, or lies in; None where it is none."""
    return next((each for each in (path, *path.parents) if each.suffix == SONG_SUFFIX and each.is_dir()), None)


def list_songs(recent: Iterable[str], folder: Path) -> tuple[ListedSong, ...]:
    """Recent songs and those of a folder, the last changed first."""
    found = {Path(path) for path in recent}
    with contextlib.suppress(OSError):
        found |= {path for path in folder.iterdir() if path.suffix == SONG_SUFFIX}
    listed = [song for path in found if (song := _list_song(path)) is not None]
    return tuple(sorted(listed, key=lambda song: -song.changed_at)[:MAX_LISTED])


def _list_song(path: Path) -> ListedSong | None:
    try:
        changed_at = (path / PROJECT_FILE).stat().st_mtime
    except (OSError, ValueError):
        return None
    return ListedSong(path, title_of_song(path), changed_at)
