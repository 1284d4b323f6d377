# SPDX-License-Identifier: GPL-3.0-or-later
"""Hearing one voice: is it a tune at all, which notes, on which beat; and the sentence for what is no tune."""

from typing import Any

from musicstudio.analysis.detected import DetectedNote
from musicstudio.analysis.grid import ticks_of
from musicstudio.analysis.tune.beat import find_beat
from musicstudio.analysis.tune.listen import Tune, find_tune
from musicstudio.analysis.tune.one_voice import Heard
from musicstudio.core.errors import InputError
from musicstudio.core.progress import Job
from musicstudio.jobs.heartbeat import with_heartbeat
from musicstudio.project.model import Note, Tempo, TempoMap

UNSURE = 0.5
"""A note heard with less confidence is shown as unsure."""
SURE_BEAT = 0.25
LISTENER = "Praat's pitch and the studio's note finder"
MAX_TUNE_S = 600.0
_WHY_NOT = {
    Heard.SILENCE: "“{0}” is silent, so there is no tune in it.",
    Heard.NOISE: "No tune could be heard in “{0}”: it sounds like noise or drums. Hum, sing or play one voice.",
    Heard.SPEECH: "“{0}” sounds like speech. Hum or sing the tune, and it will be kept note for note.",
    Heard.MANY: "Several notes sound at once in “{0}”. A tune is one voice alone; separate it first, or give MIDI.",
}


def hear_tune(audio: Any, rate: int, name: str) -> Job[Tune]:
    """Listen to (channels, frames) audio. Raises `InputError` when it is longer than a tune can be."""
    if audio.shape[1] > MAX_TUNE_S * rate:
        raise InputError(f"“{name}” is longer than {MAX_TUNE_S / 60:g} minutes, which is more than a tune.")
    return (yield from with_heartbeat(lambda: find_tune(audio, rate), "Listening to the tune"))


def why_no_tune(tune: Tune, name: str) -> str:
    """Why a sound cannot be taken as a tune, in a sentence; empty for a tune."""
    if tune.heard in _WHY_NOT:
        return _WHY_NOT[tune.heard].format(name)
    return "" if tune.notes else f"No notes could be heard in “{name}”."


def grid_of_tune(notes: tuple[DetectedNote, ...]) -> tuple[TempoMap, float]:
    """The tempo of a tune, with a bar line where its first note begins, and how sure it is (0 to 1). The notes need not
    stand on it: a tune keeps its own timing."""
    beat = find_beat(notes)
    bpm = round(beat.bpm, 2)
    bar_s = 4 * 60.0 / bpm
    bars_before = -(-max(0.0, beat.beat_s) // bar_s)
    return TempoMap((Tempo(0, bpm),), offset_s=beat.beat_s - bars_before * bar_s), beat.confidence


def notes_on_grid(notes: tuple[DetectedNote, ...], tempo_map: TempoMap) -> tuple[Note, ...]:
    """Heard notes in ticks from tick 0, at the very times at which they were sung."""
    return ticks_of(list(notes), tempo_map, tempo_map.offset_s)
