# SPDX-License-Identifier: GPL-3.0-or-later
"""Anticipations: notes of a tune that come an eighth before their beat, as singers and horns push them.

A push belongs to a place in a pair of bars, so that phrases which answer each other are pushed alike.
"""

import numpy as np
from msgspec.structs import replace

from musicstudio.engines.composer.meter import EIGHTH, SIXTEENTH, MeterGrid
from musicstudio.project.model import Note

_OFTEN = 0.85
_PHRASE_BARS = 4


def pushed(melody: tuple[Note, ...], grid: MeterGrid, syncopation: float, rng: np.random.Generator) -> tuple[Note, ...]:
    """The tune with some of its beats anticipated. syncopation: 0 (never) to 1 (nearly wherever it can be)."""
    if grid.is_compound or len(melody) < 2:
        return melody
    beats = [pulse.start for pulse in grid.pulses]
    chances = {(bar, beat): rng.random() for bar in (0, 1) for beat in beats}
    notes = list(melody)
    for index in range(1, len(notes)):
        bar, place = divmod(notes[index].start_ticks, grid.bar_ticks)
        is_drawn = chances.get((bar % 2, place), 1.0) < _OFTEN * syncopation
        if is_drawn and not (place == 0 and bar % _PHRASE_BARS == 0) and _has_room(notes[index - 1], notes[index]):
            notes[index - 1], notes[index] = _push(notes[index - 1], notes[index])
    return tuple(notes)


def _has_room(before: Note, note: Note) -> bool:
    return note.length_ticks >= EIGHTH and note.start_ticks - before.start_ticks >= EIGHTH + SIXTEENTH


def _push(before: Note, note: Note) -> tuple[Note, Note]:
    start = note.start_ticks - EIGHTH
    shorter = replace(before, length_ticks=min(before.length_ticks, start - before.start_ticks))
    return shorter, replace(note, start_ticks=start, length_ticks=note.length_ticks + EIGHTH)
