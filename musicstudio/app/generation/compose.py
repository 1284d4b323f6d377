# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes on paper: a song written and not played, and melodies read from files."""

from pathlib import Path

from msgspec import Struct

from musicstudio.core.errors import EngineError, InputError, MediaError
from musicstudio.core.ids import new_id
from musicstudio.core.progress import Job, Progress, within
from musicstudio.engines.contract import Request, Result, Task
from musicstudio.project.model import Note, Project, TempoMap

from ..files.import_files import WRITTEN_MIDI_SUFFIXES, is_midi
from ..results.placing import new_tracks_of, place_result
from ..session.create_state import CreateValues
from ..session.engine_list import all_engines
from .generate import requests_for
from .right_engine import why_not_this_engine

HUM_LOWEST, HUM_HIGHEST = 36, 96


def compose_file(values: CreateValues, output: Path) -> Job[Project]:
    """Write a song's notes to a MIDI file. Raises `InputError`, `StorageError`."""
    from musicstudio.interchange.midi_export import export_midi

    if output.suffix.lower() not in WRITTEN_MIDI_SUFFIXES:
        raise InputError(f"“{output.name}” is not the name of a MIDI file; it should end in .mid.")
    (written,) = requests_for(values)
    request = Request(Task.COMPOSE, written.prompt, written.lyrics, written.seed, written.options)
    engine = all_engines()[0].get(values.engine)
    if problem := why_not_this_engine(engine.capabilities(), Task.COMPOSE):
        raise EngineError(problem)
    result: Result = yield from within(engine.run(request), 0.0, 0.9)
    project = place_result(result, new_tracks_of(result))(Project(new_id("project")))
    yield Progress(0.95, "Writing the file")
    export_midi(project, output)
    return project


class FoundMelody(Struct, frozen=True):
    """A tune from a file, and what its reader left out or changed, a sentence each."""

    notes: tuple[Note, ...]
    notices: tuple[str, ...] = ()


def melody_job(path: Path) -> Job[FoundMelody]:
    """The melody of a MIDI file, or of a recording of one voice or instrument (a hum), in ticks at 120 BPM for audio.

    Raises `MediaError` when the file cannot be read or holds no melody, `InputError` when it holds drums only.
    """
    if is_midi(path):
        from .sing import read_melody

        yield Progress(0.5, "Reading the notes")
        melody, told = read_melody(path)
        return FoundMelody(melody.notes, told)
    return FoundMelody((yield from _heard_melody(path)))


def _heard_melody(path: Path) -> Job[tuple[Note, ...]]:
    from musicstudio.analysis.grid import tempo_map_of, ticks_of
    from musicstudio.analysis.pitched import find_notes
    from musicstudio.analysis.tempo import find_beats
    from musicstudio.media.importing import load_audio

    loaded = yield from within(load_audio(path), 0.0, 0.3)
    notes = yield from within(find_notes(loaded.audio, loaded.rate, HUM_LOWEST, HUM_HIGHEST, is_mono=True), 0.3, 0.9)
    if not notes:
        raise MediaError(f"No melody could be heard in “{path.name}”.")
    beats = find_beats(loaded.audio, loaded.rate)
    grid = tempo_map_of(beats) if beats.confidence > 0.4 and len(beats.beats_s) > 8 else TempoMap()
    heard = ticks_of(notes, grid, max(0.0, grid.offset_s))
    first_bar = heard[0].start_ticks // 3840 * 3840
    return tuple(_shift_note(note, -first_bar) for note in heard)


def _shift_note(note: Note, by_ticks: int) -> Note:
    return Note(note.start_ticks + by_ticks, note.length_ticks, note.pitch, note.velocity)
