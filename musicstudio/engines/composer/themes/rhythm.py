# SPDX-License-Identifier: GPL-3.0-or-later
"""Rhythms for a tune: a motif of two bars and the bars that answer it."""

import numpy as np

from musicstudio.engines.composer.meter import EIGHTH, MeterGrid

Rhythm = tuple[tuple[int, int], ...]
"""(tick in the bar, length) of each note."""


def draw_rhythm(grid: MeterGrid, density: float, syncopation: float, rng: np.random.Generator) -> Rhythm:
    """One bar of a motif. density: 0 about a note every two beats, 1 about two a beat; syncopation 0 to 1."""
    beats = grid.bar_ticks / 960
    count = int(np.clip(round(beats * (0.55 + 1.15 * density) + rng.normal(0, 0.5)), 1, grid.bar_ticks // EIGHTH))
    places = np.arange(0, grid.bar_ticks, EIGHTH)
    strengths = np.array([grid.strength(int(place)) for place in places])
    appeal = strengths ** (2.2 * (1.0 - syncopation)) * np.where(strengths < 0.5, 0.35 + syncopation, 1.0)
    chosen = rng.choice(places, size=min(count, len(places)), replace=False, p=appeal / appeal.sum())
    return _hold_until_next(sorted(int(place) for place in chosen), grid.bar_ticks, grid)


def closing_rhythm(rhythm: Rhythm, grid: MeterGrid) -> Rhythm:
    """The end of a phrase: the motif's beginning, then one long note and a breath."""
    stop = grid.pulses[grid.middle].start if len(grid.pulses) > 1 else 0
    kept = [place for place, _ in rhythm if place < stop][:3]
    end = round(grid.bar_ticks * 0.88)
    return (*_hold_until_next(kept, stop, grid), (stop, end - stop))


def _hold_until_next(places: list[int], end: int, grid: MeterGrid) -> Rhythm:
    """Each note lasts until the next, but not over long gaps, where the tune breathes."""
    longest = max(grid.pulses[0].length * 2, EIGHTH * 3)
    following = [*places[1:], end] if places else []
    return tuple(
        (place, min(after - place, longest)) for place, after in zip(places, following, strict=True) if after > place
    )
