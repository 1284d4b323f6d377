# SPDX-License-Identifier: GPL-3.0-or-later
"""A sheet's melody as notes and steps: what copying, baselines and measures are counted on."""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from musicstudio.engines.composer.melody_model import vocabulary as v
from musicstudio.engines.composer.melody_model.copies import Step
from musicstudio.engines.composer.melody_model.encoding import Bar, chord_at, onsets


class Sung(Struct, frozen=True):
    """One note: start and length in units, semitones above the tonic, bar and unit where it starts, chord that
    sounds then.
    """

    start: int
    length: int
    pitch: int
    bar: int
    unit: int
    chord: int


def sung_notes(bars: Sequence[Bar]) -> list[Sung]:
    """The notes of bars, ties joined."""
    notes: list[Sung] = []
    begin, is_sounding = 0, False
    for index, bar in enumerate(bars):
        for unit, (symbol, length) in onsets(bar.melody):
            if v.is_pitch(symbol):
                pitch, chord = v.symbol_pitch(symbol), chord_at(bar.chords, unit)
                notes.append(Sung(begin + unit, length, pitch, index, unit, chord))
            elif symbol == v.HOLD and is_sounding:
                last = notes[-1]
                notes[-1] = Sung(last.start, last.length + length, last.pitch, last.bar, last.unit, last.chord)
            is_sounding = v.is_pitch(symbol) or (symbol == v.HOLD and is_sounding)
        begin += bar.units
    return notes


def steps_of(notes: Sequence[Sung]) -> list[Step]:
    """(time to the next note, interval to it) for each pair of neighbours."""
    return [(b.start - a.start, b.pitch - a.pitch) for a, b in pairwise(notes)]
