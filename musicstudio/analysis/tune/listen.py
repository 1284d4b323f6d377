# SPDX-License-Identifier: GPL-3.0-or-later
"""The one doorway: a recording of one voice as the notes of its tune, each with how sure the listener is."""

import numpy as np
from msgspec import Struct

from ..detected import DetectedNote
from ..features import Floats, to_mono
from .notes import Stretch, find_stretches, join_same
from .one_voice import Heard, VoiceFacts, facts_of, kind_of
from .partials import with_right_octaves
from .pitch import RATE, STEP_S, track_pitch
from .tuning import name_pitches

SILENT_DB, SHORTEST_S = -75.0, 0.05
_FULL_WEIGHT_S = 0.3
_STRENGTHS, _LENGTHS_S, _SPREADS = (0.55, 0.85), (0.05, 0.11), (0.7, 0.4)
_MISSES = (0.5, 0.3)
_LEAPS = (0.5, 0.8)
_QUIET_DB = 24.0


class Tune(Struct, frozen=True):
    """notes in order, none overlapping; tuning: semitones that they lie over the piano's, on the whole; heard: what the
    sound is. Only a `Heard.TUNE` is a tune; the notes of anything else mean nothing.
    """

    notes: tuple[DetectedNote, ...]
    tuning: float
    heard: Heard
    facts: VoiceFacts = VoiceFacts()


def find_tune(audio: Floats, rate: int) -> Tune:
    """Listen to (channels, frames) audio."""
    if audio.shape[1] < SHORTEST_S * rate:
        return Tune((), 0.0, Heard.SILENCE)
    mono = to_mono(_loudest_mix(np.nan_to_num(audio)), rate, RATE)
    track = track_pitch(mono)
    if track.level_db.max() < SILENT_DB:
        return Tune((), 0.0, Heard.SILENCE)
    found = join_same(with_right_octaves(mono, RATE, find_stretches(track)))
    facts = facts_of(mono, RATE, track, found)
    pitches = np.array([note.pitch for note in found])
    names, tuning = name_pitches(pitches, np.array([min(1.0, note.length_s / _FULL_WEIGHT_S) for note in found]))
    loudest = max((note.level_db for note in found), default=0.0)
    notes = tuple(
        DetectedNote(
            note.first * STEP_S,
            note.last * STEP_S,
            int(np.clip(name, 0, 127)),
            float(np.clip(1.0 + (note.level_db - loudest) / _QUIET_DB, 0.1, 1.0)) * 0.7,
            confidence=_confidence(found, index, note.pitch - name - offset),
        )
        for index, (note, name, offset) in enumerate(zip(found, names, tuning, strict=True))
    )
    return Tune(notes, float(np.median(tuning)) if len(tuning) else 0.0, kind_of(facts), facts)


def _loudest_mix(audio: Floats) -> Floats:
    """The mean of the channels, or the louder one where they cancel each other."""
    audio = np.asarray(audio, dtype=np.float32)
    powers = (audio.astype(np.float64) ** 2).mean(axis=1)
    mean = audio.mean(axis=0, keepdims=True)
    if len(audio) > 1 and float((mean.astype(np.float64) ** 2).mean()) < 0.25 * powers.max():
        return np.asarray(audio[int(np.argmax(powers))][None])
    return np.asarray(mean)


def _confidence(found: list[Stretch], index: int, miss: float) -> float:
    """How sure a note is (0 to 1): the least of what speaks for it."""
    note = found[index]
    signs = [
        _ramp(note.strength, *_STRENGTHS),
        _ramp(note.length_s, *_LENGTHS_S),
        _ramp(note.spread, *_SPREADS),
        _ramp(abs(miss), *_MISSES),
    ]
    if index and not note.is_struck and note.first - found[index - 1].last <= 2:
        signs.append(_ramp(abs(note.pitch - found[index - 1].pitch), *_LEAPS))
    return round(min(signs), 2)


def _ramp(value: float, none: float, full: float) -> float:
    return float(np.clip((value - none) / (full - none), 0.0, 1.0))
