# SPDX-License-Identifier: GPL-3.0-or-later
"""What a keyboard plays to the song, written down line by line while it is played, so that nothing is lost if the
studio ends before the notes are in the song."""

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from musicstudio.core.errors import StorageError
from musicstudio.core.plain_files import open_plain, read_plain, require_own_folder
from musicstudio.project.edits.recorded_notes import PlayedNote

_SUFFIX = ".notes"
_MAX_BYTES = 32 << 20
_LONGEST_S, _UNENDED_S = 7 * 86_400.0, 0.25
_MAX_PASSES = 10_000


class Begun(Struct, frozen=True, tag="begun"):
    """The first line. from_s: where the song was. played_at: seconds since 1970."""

    track_id: str
    track_name: str
    instrument: str
    from_s: float
    played_at: float = 0.0


class Down(Struct, frozen=True, tag="down"):
    """A key went down in a pass, counted from 0."""

    number: int
    start_s: float
    pitch: int
    velocity: int


class Up(Struct, frozen=True, tag="up"):
    """It came up."""

    number: int
    start_s: float
    end_s: float
    pitch: int
    velocity: int


Line = Begun | Down | Up


class LeftNotes(Struct, frozen=True):
    """Notes that nobody placed. passes: as `place_notes` takes them; a key that was still down ends a little later."""

    path: Path
    begun: Begun
    passes: list[list[PlayedNote]]
    end_s: float


class NoteSlip:
    """A file that gets each note at once. What is written outlives the process. Any of its calls may raise
    `StorageError`, except `remove` and `close`."""

    def __init__(self, path: Path, begun: Begun) -> None:
        self.path = path
        try:
            require_own_folder(path.parent)
            path.parent.mkdir(exist_ok=True)
            self._file = open_plain(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND)
        except OSError as error:
            raise StorageError("There is no place in the song's folder for the notes that are played.") from error
        self.write(begun)

    @property
    def is_open(self) -> bool:
        """Whether it still takes lines."""
        return self._file >= 0

    def write(self, line: Line) -> None:
        """Add a line."""
        try:
            os.write(self._file, msgspec.json.encode(line) + b"\n")
        except OSError as error:
            raise StorageError("The notes that are played can no longer be written down.") from error

    def close(self) -> None:
        """Leave it for the next start."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def remove(self) -> None:
        """The notes are in the song."""
        self.close()
        remove_notes(self.path)


def new_slip_path(folder: Path, name: str) -> Path:
    """Where the notes of a recording are written down."""
    return folder / f"{name}{_SUFFIX}"


def remove_notes(path: Path) -> None:
    """Never raises; what stays is found again."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def find_notes(folder: Path) -> tuple[LeftNotes, ...]:
    """Notes in a folder that nobody has placed, oldest first. What is damaged or foreign is left alone.

    Raises `StorageError` where the folder cannot be read.
    """
    try:
        require_own_folder(folder)
        files = sorted(folder.glob(f"*{_SUFFIX}")) if folder.is_dir() else []
    except OSError as error:
        raise StorageError("The folder of the song's recordings cannot be read.") from error
    found = [left for file in files if (left := _read(file)) is not None]
    return tuple(sorted(found, key=lambda left: left.begun.played_at))


def _read(path: Path) -> LeftNotes | None:
    try:
        content = read_plain(path)
    except OSError:
        return None
    if len(content) > _MAX_BYTES:
        return None
    lines = list(_lines_of(content))
    if not lines or not isinstance(lines[0], Begun) or not 0.0 <= lines[0].from_s <= _LONGEST_S:
        return None
    passes, end_s = _notes_of(lines[1:])
    return LeftNotes(path, lines[0], passes, end_s)


def _lines_of(content: bytes) -> Iterable[Line]:
    """The lines up to the first that is not whole: the studio may have ended in the middle of one."""
    decoder = msgspec.json.Decoder(Line)
    for raw in content.split(b"\n"):
        if not raw:
            continue
        try:
            yield decoder.decode(raw)
        except (ValueError, RecursionError):
            return


def _notes_of(lines: list[Line]) -> tuple[list[list[PlayedNote]], float]:
    """Each pass's notes, and where the last of them ends."""
    ended = [line for line in lines if isinstance(line, Up) and _is_sound(line, line.end_s)]
    known = {(line.number, line.start_s, line.pitch) for line in ended}
    down = [line for line in lines if isinstance(line, Down) and _is_sound(line, line.start_s)]
    open_keys = [line for line in down if (line.number, line.start_s, line.pitch) not in known]
    notes = [(line.number, PlayedNote(line.start_s, line.end_s, line.pitch, line.velocity)) for line in ended]
    notes += [
        (line.number, PlayedNote(line.start_s, line.start_s + _UNENDED_S, line.pitch, line.velocity))
        for line in open_keys
    ]
    count = max((number for number, _ in notes), default=-1) + 1
    passes: list[list[PlayedNote]] = [[] for _ in range(count)]
    for number, note in sorted(notes, key=lambda item: item[1].start_s):
        passes[number].append(note)
    return passes, max((note.end_s for _, note in notes), default=0.0)


def _is_sound(line: Down | Up, end_s: float) -> bool:
    return (
        0 <= line.number < _MAX_PASSES
        and 0.0 <= line.start_s <= end_s <= _LONGEST_S
        and 0 <= line.pitch <= 127
        and 1 <= line.velocity <= 127
    )
