# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a song's tune is like one in a folder of the user's: songs of the studio, MIDI and scores."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from musicstudio.analysis.similarity import longest_shared
from musicstudio.core.errors import InputError, StudioError
from musicstudio.core.progress import Job, Progress
from musicstudio.interchange.incoming.musicxml import read_musicxml
from musicstudio.interchange.midi_import import import_midi, melody_of, one_voice
from musicstudio.interchange.score.musicxml import lead_part
from musicstudio.project.model import Note, Project
from musicstudio.storage.layout import PROJECT_FILE
from musicstudio.storage.project_file import read_project_file

from .arrival import MIDI_SUFFIXES
from .song_folder import SONG_SUFFIX

_SCORES = (".musicxml", ".mxl")
MAX_TUNES = 20_000


class Likeness(Struct, frozen=True):
    """A passage that a song shares with another. at_s: where it begins in the song; bar: the same, counted from 1."""

    path: Path
    notes: int
    weight: float
    at_s: float
    bar: int
    other_tick: int


def similar_job(project: Project, folder: Path, own: Path | None = None) -> Job[tuple[Likeness, ...]]:
    """The closest passages, closest first. Raises `InputError` for a song without a tune or a folder without any."""
    tune = one_voice(lead_part(project).notes)
    if len(tune) < 2:
        raise InputError("This song has no tune that could be compared.")
    paths = [path for path in _tunes_in(folder) if own is None or path.resolve() != own.resolve()][:MAX_TUNES]
    if not paths:
        raise InputError(f"There are no songs, MIDI files or scores in “{folder.name}”.")
    found: list[Likeness] = []
    for number, path in enumerate(paths):
        yield Progress(number / len(paths), f"Comparing with {path.name}")
        other = _tune_of(path)
        passage = longest_shared(tune, other) if len(other) > 1 else None
        if passage is not None:
            first = tune[passage.own]
            at_s = project.tempo_map.seconds_at(first.start_ticks)
            bar = project.tempo_map.bar_at(max(0, first.start_ticks))[0]
            tick = other[passage.other].start_ticks
            found.append(Likeness(path, passage.notes, passage.weight, at_s, bar, tick))
    return tuple(sorted(found, key=lambda each: (-each.weight, -each.notes, each.path.name)))


def _tunes_in(folder: Path) -> Iterator[Path]:
    """Songs, MIDI files and scores in a folder and below; links are left alone."""
    if not folder.is_dir():
        raise InputError(f"There is no folder at {folder}.")
    for path in sorted(folder.rglob("*")):
        is_tune = path.suffix.lower() in (*MIDI_SUFFIXES, *_SCORES) and path.is_file()
        if (is_tune or (path.suffix == SONG_SUFFIX and path.is_dir())) and not path.is_symlink():
            yield path


def _tune_of(path: Path) -> Sequence[Note]:
    """The tune of a file; none where it cannot be read."""
    try:
        if path.suffix == SONG_SUFFIX:
            file = read_project_file((path / PROJECT_FILE).read_bytes())
            song = file.song() if file else None
            return one_voice(lead_part(song[0]).notes) if song else ()
        if path.suffix.lower() in _SCORES:
            rows = read_musicxml(path).rows
            return one_voice(rows[0].clips[0].notes) if rows else ()
        return melody_of(import_midi(path))
    except (StudioError, OSError, ValueError, RecursionError):
        return ()
