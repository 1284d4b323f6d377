# SPDX-License-Identifier: GPL-3.0-or-later
"""A tune from a file, note for note: from MIDI as written, from a hum as it was sung."""

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.analysis.tune.listen import Tune
from musicstudio.core.errors import MediaError
from musicstudio.core.progress import Job, Progress, within
from musicstudio.dsp.audio import Audio
from musicstudio.project.model import Note, TempoMap

from ..audio.clip_sound import clip_sound
from ..audio.hearing import SURE_BEAT, UNSURE, grid_of_tune, hear_tune, notes_on_grid, why_no_tune
from ..files.import_files import is_midi
from ..session.create_state import CreateValues

if TYPE_CHECKING:
    from ..session.session import Session


class FoundMelody(Struct, frozen=True):
    """A tune from a file: notes from tick 0 in their own tempo and metre.

    unsure_at: ticks at which notes begin that were not heard clearly. notices: what its reader left out, changed or
    could not tell, a sentence each.
    """

    notes: tuple[Note, ...]
    tempo_map: TempoMap
    unsure_at: frozenset[int] = frozenset()
    notices: tuple[str, ...] = ()


def with_melody(values: CreateValues, found: FoundMelody) -> CreateValues:
    """A wish for a song around a tune."""
    return dataclasses.replace(values, melody=found.notes, melody_map=found.tempo_map, unsure_at=found.unsure_at)


def melody_job(path: Path) -> Job[FoundMelody]:
    """The melody of a MIDI file, or of a recording of one voice or instrument (a hum).

    Raises `MediaError` when the file cannot be read or is no single voice with a tune, `InputError` when it holds drums
    only or is too long.
    """
    if is_midi(path):
        from .sing import read_melody

        yield Progress(0.5, "Reading the notes")
        melody, told = read_melody(path)
        return FoundMelody(melody.notes, melody.tempo_map, notices=told)
    return (yield from _heard_melody(path))


def _heard_melody(path: Path) -> Job[FoundMelody]:
    from musicstudio.media.importing import load_audio

    loaded = yield from within(load_audio(path), 0.0, 0.3)
    found = yield from within(_melody_in(loaded.audio, loaded.rate, path.name), 0.3, 1.0)
    return replace(found, notices=(*loaded.notices, *found.notices))


def clip_to_melody(session: "Session", clip_id: str) -> str:
    """Queue "Use as melody": the next wish is for a song around the tune of a clip; the job's id. Raises
    `InputError`."""
    sound = clip_sound(session.document.committed, clip_id)
    return session.jobs.submit(
        f"Listen to {sound.name}",
        lambda: _melody_in(sound.read(session.media), sound.source.rate, sound.name),
        on_done=lambda found: take_melody(session, found),
    )


def take_melody(session: "Session", found: FoundMelody) -> None:
    """Make the tune part of the wish and say what was unsure."""
    session.create_state.set(melody=found.notes, melody_map=found.tempo_map, unsure_at=found.unsure_at)
    for notice in found.notices:
        session.notify(notice)


def _melody_in(audio: Audio, rate: int, name: str) -> Job[FoundMelody]:
    tune = yield from hear_tune(audio, rate, name)
    if problem := why_no_tune(tune, name):
        raise MediaError(problem)
    tempo_map, confidence = grid_of_tune(tune.notes)
    notes = _from_tick_zero(notes_on_grid(tune.notes, tempo_map))
    unsure = frozenset(
        note.start_ticks for note, heard in zip(notes, tune.notes, strict=True) if heard.confidence < UNSURE
    )
    told = tuple(_told(tune, confidence, len(unsure)))
    return FoundMelody(notes, replace(tempo_map, offset_s=0.0), unsure, told)


def _from_tick_zero(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    """Without the silence before the tune, in whole bars; a first note just before a bar line stays before none."""
    bar = TempoMap().meter_at(0).bar_ticks
    first = notes[0].start_ticks
    away = round(first / bar) * bar if abs(first - round(first / bar) * bar) < bar // 16 else first // bar * bar
    away = min(away, first)
    return tuple(replace(note, start_ticks=note.start_ticks - away) for note in notes)


def _told(tune: Tune, confidence: float, unsure: int) -> list[str]:
    told = []
    if unsure:
        told.append(
            f"{unsure} of {len(tune.notes)} notes are unsure; look at them before you build on them."
            if unsure > 1
            else f"One of {len(tune.notes)} notes is unsure; look at it before you build on it."
        )
    if confidence < SURE_BEAT:
        told.append("The tune keeps its own timing; no steady beat could be heard in it.")
    return told


def melody_with_pitch(values: CreateValues, index: int, pitch: int) -> CreateValues:
    """The wish with one note of its tune put right; what a person looked at is sure."""
    note = values.melody[index]
    notes = (*values.melody[:index], replace(note, pitch=min(max(pitch, 0), 127)), *values.melody[index + 1 :])
    return dataclasses.replace(values, melody=notes, unsure_at=values.unsure_at - {note.start_ticks})


def melody_without_note(values: CreateValues, index: int) -> CreateValues:
    """The wish with one note of its tune taken out."""
    start = values.melody[index].start_ticks
    notes = (*values.melody[:index], *values.melody[index + 1 :])
    return dataclasses.replace(values, melody=notes, unsure_at=values.unsure_at - {start})
