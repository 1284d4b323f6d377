# SPDX-License-Identifier: GPL-3.0-or-later
"""Timpani: the root or fifth on strong beats, and a roll that carries the orchestra into what follows."""

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Note

from ..chord_tones import bass_of, fifth_of, nearest
from ..section_context import SectionContext
from .phrase import note

_ROLL_TICKS = TICKS_PER_QUARTER // 8


def play_timpani(context: SectionContext) -> list[Note]:
    """Strokes by energy; a roll over the last bar where a peak follows."""
    roll_from = (
        context.length - context.grid.bar_ticks if context.leads_to_peak and len(context.bars) > 1 else context.length
    )
    strokes = [tick for bar in context.bars for tick in _strokes(context, bar) if tick < roll_from]
    notes = [_stroke(context, tick) for tick in strokes]
    root = _drum(context, bass_of(context.chord_at(context.length - 1)))
    for tick in range(roll_from, context.length, _ROLL_TICKS):
        rise = (tick - roll_from) / max(1, context.length - roll_from)
        notes.append(note(context, tick, _ROLL_TICKS, root, 0.4 + 0.6 * rise))
    return notes


def _strokes(context: SectionContext, bar: int) -> list[int]:
    pulses = context.grid.pulses
    places = [bar]
    if context.energy > 0.6 and len(pulses) > 1:
        places.append(bar + pulses[context.grid.middle].start)
    if context.energy > 0.8:
        places += [bar + pulses[-1].start, bar + pulses[-1].start + pulses[-1].length // 2]
    return sorted({tick for tick in places if tick < context.length})


def _stroke(context: SectionContext, tick: int) -> Note:
    chord = context.chord_at(tick)
    wanted = bass_of(chord) if tick % context.grid.bar_ticks == 0 else fifth_of(chord)
    return note(
        context,
        tick,
        context.grid.pulses[0].length,
        _drum(context, wanted),
        1.0 if tick % context.grid.bar_ticks == 0 else 0.8,
    )


def _drum(context: SectionContext, pitch_class: int) -> int:
    low, high = context.spec.register
    return nearest(pitch_class, (low + high) / 2, low, high)
