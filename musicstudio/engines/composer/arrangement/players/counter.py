# SPDX-License-Identifier: GPL-3.0-or-later
"""Counter-melody: long guide tones that move by step under the tune, and short answers where it breathes.

Options: ``answers`` (0-1, how readily it answers).
"""

import numpy as np

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Chord, Note

from ...meter import EIGHTH
from ..chord_tones import chord_scale, fifth_of, nearest, seventh_of, snap_pitch, step_pitch, third_of, tones
from ..section_context import SectionContext
from .gaps import Gap, gaps
from .phrase import note

_RHYTHMS = ((1, 1, 2), (2, 1, 1), (1, 1, 1, 1), (3, 1), (1, 2, 1), (1, 1, 1, 1, 2))
_CONTOURS = ((1, 1, -1, -1, 2), (-1, -1, 2, 1, -1), (2, -1, -1, 1, 1), (-1, 1, 1, 1, -2))


def play_counter(context: SectionContext) -> list[Note]:
    """Guide tones over the section, with answers in the gaps of the tune."""
    answers = _answers(context)
    taken = [(n.start_ticks, n.start_ticks + n.length_ticks) for n in answers]
    held = [
        n for n in _guide_tones(context) if not any(n.start_ticks < end and start < _end(n) for start, end in taken)
    ]
    return sorted([*answers, *held], key=lambda n: n.start_ticks)


def _guide_tones(context: SectionContext) -> list[Note]:
    """Thirds and sevenths, each the nearest to the last: the line that shows the harmony move."""
    low, high = context.reach
    pitch: float = (low + high) / 2
    notes: list[Note] = []
    for chord in context.chords:
        pitch = min((nearest(c, pitch, low, high) for c in _guides(context, chord)), key=lambda p: (abs(p - pitch), p))
        if notes and notes[-1].pitch == pitch and _end(notes[-1]) >= chord.start_ticks - EIGHTH:
            held = notes.pop()
            length = chord.start_ticks + chord.length_ticks - held.start_ticks
            notes.append(note(context, held.start_ticks, round(length * 0.97), int(pitch), 0.82))
        else:
            notes.append(note(context, chord.start_ticks, round(chord.length_ticks * 0.95), int(pitch), 0.82))
    return notes


def _guides(context: SectionContext, chord: Chord) -> tuple[int, ...]:
    """The two notes that tell a chord from its neighbours; plain styles are not given sevenths."""
    if context.colour in ("sevenths", "ninths") or len(tones(chord)) > 3:
        return third_of(chord), seventh_of(chord, context.key)
    return third_of(chord), fifth_of(chord)


def _answers(context: SectionContext) -> list[Note]:
    readiness = context.option("answers", 0.4 + 0.5 * context.spec.density)
    rng, idea = context.rng("answers"), context.idea_rng("motif")
    rhythm = _RHYTHMS[int(idea.integers(len(_RHYTHMS)))]
    contour = _CONTOURS[int(idea.integers(len(_CONTOURS)))]
    notes: list[Note] = []
    for gap in gaps(context, 2 * TICKS_PER_QUARTER):
        if rng.random() < readiness:
            notes += _answer(context, gap, rhythm, contour, rng)
    return notes


def _answer(
    context: SectionContext, gap: Gap, rhythm: tuple[int, ...], contour: tuple[int, ...], rng: np.random.Generator
) -> list[Note]:
    """The motif, begun half a beat into the gap and ended before the tune goes on."""
    low, high = context.reach
    tick = gap.start + EIGHTH if gap.length > sum(rhythm) * EIGHTH + EIGHTH else gap.start
    tick = -(-tick // EIGHTH) * EIGHTH
    chord = context.chord_at(tick)
    pitch = snap_pitch(int(rng.integers(low + 4, max(low + 5, high - 4))), tones(chord))
    notes: list[Note] = []
    for index, eighths in enumerate(rhythm):
        length = eighths * EIGHTH
        if tick + length > gap.end:
            break
        notes.append(note(context, tick, round(length * 0.92), pitch, 0.9 + 0.04 * index))
        tick += length
        pitch = _next(
            context, context.chord_at(min(tick, context.length - 1)), pitch, contour[index % len(contour)], tick
        )
        pitch = min(max(pitch, low), high)
    return notes


def _next(context: SectionContext, chord: Chord, pitch: int, steps: int, tick: int) -> int:
    moved = step_pitch(pitch, steps, chord_scale(chord, context.key))
    return snap_pitch(moved, tones(chord)) if context.grid.strength(tick) >= 0.6 else moved


def _end(held: Note) -> int:
    return held.start_ticks + held.length_ticks
