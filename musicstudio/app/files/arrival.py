# SPDX-License-Identifier: GPL-3.0-or-later
"""Files read on a job thread, in the order given: sound into the song's media, notes and sessions as they stand."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from musicstudio.core.errors import InputError, StudioError
from musicstudio.core.files import scratch_folder
from musicstudio.core.progress import Job, within
from musicstudio.interchange.midi_import import MidiSong, looks_like_midi
from musicstudio.media.importing import Imported, import_audio
from musicstudio.media.store import MediaStore

from .found_context import FoundContext
from .import_midi import midi_job
from .import_session import SUFFIXES as SESSION_SUFFIXES
from .import_session import ReadSession, is_session, read_session
from .listening import listen
from .stem_names import StemLabel, is_stem_set, labels_of, song_title
from .unpacking import is_container, unpack_files

AUDIO_SUFFIXES = (
    ".wav", ".flac", ".ogg", ".opus", ".mp3", ".aif", ".aiff", ".w64", ".rf64", ".m4a", ".aac", ".caf", ".wma", ".au",
    ".oga", ".mka", ".wv", ".ape", ".tta", ".mp2", ".ac3", ".amr", ".mp4", ".mov", ".mkv", ".webm", ".avi", ".mpg",
)  # fmt: skip
MIDI_SUFFIXES = (".mid", ".midi", ".kar", ".rmi", ".smf")
_SONG_SUFFIX = ".mstudio"


class Piece(Struct, frozen=True):
    """One file that was read: what it holds, and what its name says."""

    path: Path
    content: Imported | MidiSong | ReadSession
    label: StemLabel


class Arrival(Struct, frozen=True):
    """All that was read. is_set: the parts of one song, which begin together; title: theirs. notices: in sentences."""

    pieces: tuple[Piece, ...]
    heard: FoundContext = FoundContext()
    is_set: bool = False
    title: str = ""
    notices: tuple[str, ...] = ()


def arrive(paths: Sequence[Path], media: MediaStore, *, listens: bool) -> Job[Arrival]:
    """Read files, folders and zips. A file that cannot be read is told and left out, unless it is the only one.

    listens: also find tempo, key, chords and sections of recordings. Raises `InputError`, `MediaError`, `StorageError`.
    """
    with scratch_folder() as folder:
        files = yield from within(_files_of(paths, folder), 0.0, 0.2)
        sounds = [path for path in files if not is_midi(path) and not is_session(path)]
        is_set = len(files) > 1 and (len(files) > len(paths) or is_stem_set(sounds))
        labels = dict(zip(files, labels_of(files) if is_set else [labels_of([path])[0] for path in files], strict=True))
        reading = _read(files, labels, media, folder)
        pieces, failures = yield from within(reading, 0.2, 0.9 if listens else 1.0)
        heard = FoundContext()
        found = [piece for piece in pieces if isinstance(piece.content, Imported)]
        if listens and found and len(found) == len(pieces) and (is_set or len(found) == 1):
            sources = [piece.content.source for piece in found if isinstance(piece.content, Imported)]
            heard = yield from within(listen(sources, [piece.label for piece in found], media), 0.9, 1.0)
    return Arrival(tuple(pieces), heard, is_set, _title(paths, files) if is_set else "", tuple(failures))


def is_midi(path: Path) -> bool:
    """Whether a file is MIDI by its suffix, or by its first bytes."""
    return path.suffix.lower() in MIDI_SUFFIXES or looks_like_midi(path)


def is_importable(path: Path) -> bool:
    """Whether a file in a folder or a zip looks like sound or notes."""
    return path.suffix.lower() in (*AUDIO_SUFFIXES, *MIDI_SUFFIXES, *SESSION_SUFFIXES)


def _files_of(paths: Sequence[Path], folder: Path) -> Job[list[Path]]:
    files: list[Path] = []
    for number, path in enumerate(paths):
        if path.suffix.lower() == _SONG_SUFFIX and path.is_dir():
            raise InputError(f"“{path.name}” is a song of the studio: open it instead.")
        if is_container(path):
            inside = folder / str(number)
            inside.mkdir()
            files += yield from unpack_files(path, is_importable, inside)
        else:
            files.append(path)
    return files


def _read(
    files: Sequence[Path], labels: dict[Path, StemLabel], media: MediaStore, folder: Path
) -> Job[tuple[list[Piece], list[str]]]:
    pieces: list[Piece] = []
    failures: list[str] = []
    for number, path in enumerate(files):
        low, high = number / len(files), (number + 1) / len(files)
        try:
            content = yield from within(_read_arrival(path, media, folder / f"session {number}"), low, high)
        except StudioError as error:
            if len(files) == 1:
                raise
            failures.append(str(error))
            continue
        pieces.append(Piece(path, content, labels[path]))
    if not pieces:
        raise InputError(failures[0] if failures else "There was nothing to import.")
    return pieces, failures


def _read_arrival(path: Path, media: MediaStore, folder: Path) -> Job[Imported | MidiSong | ReadSession]:
    if is_session(path):
        folder.mkdir()
        return (yield from read_session(path, media, folder))
    if is_midi(path):
        return (yield from midi_job(path))
    return (yield from import_audio(path, media))


def _title(paths: Sequence[Path], files: Sequence[Path]) -> str:
    """The name that all share, or that of the folder or zip they came in."""
    return song_title(files) or (paths[0].stem if len(paths) == 1 else "")
