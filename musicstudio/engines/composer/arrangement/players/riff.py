# SPDX-License-Identifier: GPL-3.0-or-later
"""Riffs: a short hook of one or two bars that the whole song remembers, bent to each chord.

Options: ``busy`` (0-1, how many notes), ``over_tune`` (true: plays under the tune too, else only where it breathes).
"""

import numpy as np
from msgspec import Struct

from musicstudio.project.model import Note

from ...meter import EIGHTH, SIXTEENTH
from ..chord_tones import bass_of, nearest, pentatonic, snap_pitch, step_pitch, tones
from ..section_context import SectionContext
from .gaps import gaps
from .phrase import note

_BARS = 2


class RiffNote(Struct, frozen=True):
    """One note of the hook: ticks from its start, length, and scale steps above the root."""

    start: int
    length: int
    steps: int


def play_riff(context: SectionContext) -> list[Note]:
    """The hook over the section, again and again, its last note of each round varied."""
    riff = _riff(context)
    low, high = context.spec.register
    free = (
        None if context.option("over_tune", False) or not context.is_led else gaps(context, context.grid.bar_ticks // 2)
    )
    notes: list[Note] = []
    for first in context.bars[::_BARS]:
        for hook in riff:
            tick = first + hook.start
            if tick < context.length and (free is None or any(g.start <= tick < g.end for g in free)):
                notes.append(_place_riff(context, hook, tick, low, high))
    return notes


def _place_riff(context: SectionContext, hook: RiffNote, tick: int, low: int, high: int) -> Note:
    chord = context.chord_at(tick)
    root = nearest(bass_of(chord), low + 7, low, high)
    scale = tuple(sorted(set(pentatonic(context.key)) | set(tones(chord))))
    pitch = step_pitch(root, hook.steps, scale) if hook.steps else root
    if context.grid.strength(tick) >= 0.6:
        pitch = snap_pitch(pitch, tones(chord))
    while pitch > high:
        pitch -= 12
    return note(
        context, tick, round(hook.length * context.spec.gate), max(pitch, low), 0.88 + 0.2 * context.grid.strength(tick)
    )


def _riff(context: SectionContext) -> list[RiffNote]:
    """Two bars: a question and its answer with the same beginning."""
    rng = context.song_rng("riff")
    onsets = _onsets(context, rng)
    degrees = _degrees(len(onsets), rng)
    ends = [*onsets[1:], context.grid.bar_ticks]
    question = [RiffNote(t, min(e - t, EIGHTH * 3), d) for t, e, d in zip(onsets, ends, degrees, strict=True)]
    kept = max(1, len(question) - 2)
    changed = [
        RiffNote(n.start, n.length, n.steps + (int(rng.integers(-2, 3)) if i >= kept else 0))
        for i, n in enumerate(question)
    ]
    return question + [RiffNote(n.start + context.grid.bar_ticks, n.length, n.steps) for n in changed]


def _onsets(context: SectionContext, rng: np.random.Generator) -> list[int]:
    busy = context.option("busy", 0.5)
    step = SIXTEENTH if busy > 0.6 else EIGHTH
    ticks = [
        tick
        for tick in range(step, context.grid.bar_ticks, step)
        if rng.random() < busy * (0.55 + 0.5 * context.style.melody.syncopation * (context.grid.strength(tick) < 0.5))
    ]
    return [0, *ticks] if len(ticks) >= 2 else [0, *(pulse.start for pulse in context.grid.pulses[1:])]


def _degrees(count: int, rng: np.random.Generator) -> list[int]:
    degrees, current = [0], 0
    for _ in range(count - 1):
        current = int(np.clip(current + rng.integers(-2, 3), -2, 5))
        degrees.append(current)
    return degrees
