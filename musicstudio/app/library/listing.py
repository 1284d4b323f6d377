# SPDX-License-Identifier: GPL-3.0-or-later
"""Songs read into the library: one that is open, or all those of this machine."""

from collections.abc import Iterable
from pathlib import Path

from musicstudio.core.files import text_of_name
from musicstudio.core.progress import Job, Progress, within
from musicstudio.library.entries import Entry
from musicstudio.library.file import Library
from musicstudio.media.store import MediaStore
from musicstudio.project.model import Project
from musicstudio.storage.layout import FOLDER_SUFFIX, MEDIA_FOLDER, PROJECT_FILE
from musicstudio.storage.project_file import read_project_file

from .collecting import collect, with_sound

_BATCH = 20
_MAX_SONGS, _MAX_BYTES = 20_000, 256 * 2**20


def put_song(
    library: Library, project: Project, path: Path, media: MediaStore, known: frozenset[str] = frozenset(),
    made_at: float | None = None,
) -> Job[int]:  # fmt: skip
    """List everything of a song, listening to what is not known by its sound; how many entries.

    A song whose path is no text, as other systems leave behind, cannot be listed: none.
    """
    if text_of_name(str(path)) != str(path):
        return 0
    entries: list[Entry] = []
    library.note_song(path)
    collected = collect(project, path, made_at)
    for number, each in enumerate(collected):
        yield Progress(number / max(1, len(collected)), "Listing in the library")
        entries.append(each.entry if each.entry.id in known else with_sound(each, media))
        if len(entries) == _BATCH:
            library.put(entries)
            entries = []
    library.put(entries)
    return len(collected)


def read_songs(library: Library, songs: Iterable[Path], folders: Iterable[Path] = ()) -> Job[int]:
    """List some songs by their paths, and those in some folders (not below them); how many songs were read.

    What cannot be read is passed over. Raises `StorageError` when the library cannot be written.
    """
    found = songs_in(songs, folders)
    count = 0
    for number, path in enumerate(found):
        low, high = number / len(found), (number + 1) / len(found)
        yield Progress(low, f"Reading {path.stem}")
        read = read_song(path)
        if read is not None:
            project, changed_at = read
            media = MediaStore(path / MEDIA_FOLDER)
            try:
                yield from within(put_song(library, project, path, media, made_at=changed_at), low, high)
            finally:
                media.close()
            count += 1
    library.has_songs_now()
    return count


def songs_in(songs: Iterable[Path], folders: Iterable[Path] = ()) -> list[Path]:
    """The folders of songs, each once."""
    found = dict.fromkeys(path.resolve() for path in songs if path.suffix == FOLDER_SUFFIX)
    for folder in folders:
        try:
            entries = sorted(folder.iterdir())
        except OSError:
            continue
        found |= dict.fromkeys(path.resolve() for path in entries if path.suffix == FOLDER_SUFFIX and path.is_dir())
    return list(found)[:_MAX_SONGS]


def read_song(path: Path) -> tuple[Project, float] | None:
    """A song as its file has it, and when that was written; None where it cannot be read."""
    file = path / PROJECT_FILE
    try:
        state = file.stat()
        read = read_project_file(file.read_bytes()) if state.st_size <= _MAX_BYTES else None
    except (OSError, ValueError):
        return None
    song = read.song() if read else None
    return (song[0], state.st_mtime) if song else None
