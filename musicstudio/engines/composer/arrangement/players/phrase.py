# SPDX-License-Identifier: GPL-3.0-or-later
"""What players of written rhythms share: choosing the rhythm for the energy and laying it over the section's chords."""

import itertools
from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from musicstudio.project.model import Chord, Note

from ..pattern import Bars, Step, bars_of, pick_patterns
from ..section_context import SectionContext
from .groove import draw_pattern

_ANSWERED = 0.6
ACCENTS = {"X": 1.1, "x": 0.94, "o": 0.62, "u": 0.8, "r": 0.78}


class Cue(Struct, frozen=True):
    """One event of a rhythm in the section: when, how long, what, under which chord."""

    start: int
    length: int
    kind: str
    chord: Chord
    bar: int


def force(kind: str) -> float:
    """How hard a step is played beside a normal one."""
    return ACCENTS.get(kind, 0.95)


def velocity(context: SectionContext, factor: float) -> int:
    """The part's usual velocity times a factor, as MIDI."""
    return int(np.clip(round(context.spec.velocity * factor), 1, 127))


def rhythm_rank(context: SectionContext, count: int) -> int:
    """Which of ``count`` rhythms (quiet first) the energy above the part's own threshold asks for."""
    floor = min(context.option("ranked_from", context.spec.energy), 0.6)
    reach = (context.energy - floor) / max(0.95 - floor, 0.2)
    lean = 0.25 * (context.conditioning.complexity - 0.5)
    taste = 1.1 * (
        context.song_rng("rhythm").random() - 0.5
    )  # of the whole song, so that contrast between sections stays
    return int(np.clip(int((reach + lean) * count + taste), 0, count - 1))


def cues(context: SectionContext, fallback: str = "x---") -> Iterator[Cue]:
    """The part's rhythm over the section. Every other bar may answer with another of its rhythms, a fourth bar borrow
    the next busier one. Holds end with their chord."""
    patterns, written = pick_patterns(context.spec.patterns, context.grid)
    rng = context.idea_rng("alternatives")
    rows = [bars_of(draw_pattern(pattern, rng), written, context.grid) for pattern in patterns or (fallback,)]
    answers = [bars_of(draw_pattern(pattern, rng), written, context.grid) for pattern in patterns or (fallback,)]
    row = rhythm_rank(context, len(rows))
    has_answer = context.idea_rng("answer").random() < _ANSWERED
    turn = rows[min(row + 1, len(rows) - 1)]
    turns = context.rng("turnaround").random(len(context.bars)) < 0.25 + 0.4 * context.conditioning.complexity
    for index, bar_start in enumerate(context.bars):
        usual = answers[row] if has_answer and index % 2 else rows[row]
        bars: Bars = turn if index % 4 == 3 and turns[index] else usual
        yield from _bar_cues(context, bars[index % len(bars)], bar_start, index)


def _bar_cues(context: SectionContext, steps: tuple[Step, ...], bar_start: int, index: int) -> Iterator[Cue]:
    changes = [c.start_ticks for c in context.chords if bar_start < c.start_ticks < bar_start + context.grid.bar_ticks]
    for step in steps:
        start, end = bar_start + step.start, min(bar_start + step.start + step.length, context.length)
        if start >= context.length:
            continue
        inner = [change for change in changes if start < change < end]
        edges = [start, *inner, end]
        for first, second in itertools.pairwise(edges):
            yield Cue(first, second - first, step.kind, context.chord_at(first), index)


def gate_length(context: SectionContext, length: int) -> int:
    """How long a written length sounds."""
    return max(60, round(length * context.spec.gate))


def note(context: SectionContext, start: int, length: int, pitch: int, factor: float) -> Note:
    """A note of this part: written place and length, force as a factor of the part's usual velocity."""
    return Note(start, max(length, 30), pitch, velocity(context, factor))
