# SPDX-License-Identifier: GPL-3.0-or-later
"""The walking bass of jazz: a step on every beat, roots on chord changes, each chord reached by a near tone."""

import numpy as np

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Chord, Note

from ..chord_tones import bass_of, chord_scale, fifth_of, nearest, step_pitch, tones
from ..section_context import SectionContext
from .phrase import note

_TWO_FEEL_BELOW = 0.3


def play_walking_bass(context: SectionContext) -> list[Note]:
    """Walks; below a low energy it plays in two (root and fifth)."""
    rng = context.rng("walk")
    places = [bar + step for bar in context.bars for step in context.grid.walk() if bar + step < context.length]
    if context.energy < _TWO_FEEL_BELOW:
        return _two_feel(context)
    notes: list[Note] = []
    pitch = nearest(bass_of(context.chords[0]), sum(context.spec.register) / 2 - 3, *context.spec.register)
    for index, tick in enumerate(places):
        following = places[index + 1] if index + 1 < len(places) else context.length
        pitch = _next_pitch(context, tick, following, pitch, rng)
        notes.append(note(context, tick, round((following - tick) * 0.92), pitch, 1.0 if index % 2 == 0 else 0.95))
        notes += _skip(context, tick, following, pitch, rng)
    return notes


def _two_feel(context: SectionContext) -> list[Note]:
    low, high = context.spec.register
    notes = []
    for bar in context.bars:
        places = (0, context.grid.pulses[context.grid.middle].start) if len(context.grid.pulses) > 1 else (0,)
        for index, place in enumerate(places):
            chord = context.chord_at(bar + place)
            changed = index == 0 or chord.start_ticks == bar + place
            wanted = bass_of(chord) if changed else fifth_of(chord)
            end = bar + (places[1] if index == 0 and len(places) > 1 else context.grid.bar_ticks)
            pitch = nearest(wanted, (low + high) / 2 - 4, low, high)
            notes.append(note(context, bar + place, round((end - bar - place) * 0.9), pitch, 0.92))
    return notes


def _next_pitch(context: SectionContext, tick: int, following: int, last: int, rng: np.random.Generator) -> int:
    low, high = context.spec.register
    chord = context.chord_at(tick)
    after = context.chord_at(following) if following < context.length else context.next_chord(tick)
    if tick == chord.start_ticks or tick == 0:
        return nearest(bass_of(chord), last, low, high)
    if after.start_ticks == following or following % context.grid.bar_ticks == 0:
        return _leading_pitch(context, after, last, rng)
    return _through(context, chord, last, rng)


def _leading_pitch(context: SectionContext, after: Chord, last: int, rng: np.random.Generator) -> int:
    """A semitone or a scale step beside the next root, or its dominant."""
    low, high = context.spec.register
    target = nearest(bass_of(after), last, low, high)
    direction = 1 if last >= target else -1
    draw = rng.random()
    if draw < 0.5:
        pitch = target + direction
    elif draw < 0.8:
        pitch = step_pitch(target, direction, chord_scale(after, context.key))
    else:
        pitch = nearest((target + 7) % 12, last, low, high)
    return pitch if low <= pitch <= high else target + (1 if target - low < 2 else -1)


def _through(context: SectionContext, chord: Chord, last: int, rng: np.random.Generator) -> int:
    """On through the chord or its scale, turning back at the edges of the register."""
    low, high = context.spec.register
    upwards = last < low + 5 or (last < high - 6 and rng.random() < 0.55)
    classes = tones(chord) if rng.random() < 0.6 else chord_scale(chord, context.key)
    pitch = step_pitch(last, 1 if upwards else -1, classes)
    return pitch if low <= pitch <= high else step_pitch(last, -1 if upwards else 1, classes)


def _skip(context: SectionContext, tick: int, following: int, pitch: int, rng: np.random.Generator) -> list[Note]:
    """Now and then a ghosted note on the last swung eighth before the next beat."""
    if following - tick != TICKS_PER_QUARTER or rng.random() > 0.06 + 0.16 * context.energy:
        return []
    return [note(context, tick + TICKS_PER_QUARTER // 2, TICKS_PER_QUARTER // 4, pitch, 0.6)]
