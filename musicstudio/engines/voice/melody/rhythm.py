# SPDX-License-Identifier: GPL-3.0-or-later
"""When each syllable of a line is sung: stressed ones on strong beats, the last one held, room for a breath. Pure."""

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Meter

MAX_STEP = 12
"""Grid cells from one syllable to the next at most."""
_ODD_ACCENTS = {5: (3,), 7: (2, 4)}
_STRESS, _EVEN, _WHIM = 4.5, 1.2, 0.35
Costs = NDArray[np.float64]


def strength(tick: int, meter: Meter) -> float:
    """Weight of a place in the bar, 0 to 1: the downbeat 1, inner accents 0.75, beats 0.5, halves 0.2, else 0.

    In 6/8, 9/8 and 12/8 a beat is three eighths. Fives are 3 + 2 and sevens 2 + 2 + 3.
    """
    is_compound = meter.denominator == 8 and meter.numerator % 3 == 0 and meter.numerator > 3
    beat = meter.beat_ticks * (3 if is_compound else 1)
    place = tick % meter.bar_ticks
    if place == 0:
        return 1.0
    if place in _accents(meter, meter.bar_ticks // beat):
        return 0.75
    if place % beat == 0:
        return 0.5
    return 0.2 if place % (beat // 3 if is_compound else beat // 2) == 0 else 0.0


def _accents(meter: Meter, beats: int) -> tuple[int, ...]:
    """Ticks of a bar's inner accents: the middle of an even bar, or where an odd one divides."""
    if beats % 2 == 0:
        return (meter.bar_ticks // 2,)
    return tuple(meter.beat_ticks * beat for beat in _ODD_ACCENTS.get(meter.numerator, ()))


def grid_for(count: int, span_ticks: int) -> int:
    """The coarsest grid (eighths, then sixteenths, then 32nds, in ticks) on which ``count`` syllables leave some
    freedom.
    """
    for grid in (TICKS_PER_QUARTER // 2, TICKS_PER_QUARTER // 4, TICKS_PER_QUARTER // 8):
        if count <= 0.75 * (span_ticks // grid):
            return grid
    return TICKS_PER_QUARTER // 8


def place_syllables(
    weights: Sequence[float], start: int, end: int, meter: Meter, rng: np.random.Generator
) -> tuple[int, ...]:
    """Start ticks of syllables between ``start`` and ``end`` (ticks; the last begins a beat before the end where it
    can).

    The best path by dynamic programming over (syllable, grid place). The whims drawn from ``rng`` belong to grid
    places, so lines set with equal generators get kindred rhythms.
    """
    grid = grid_for(len(weights), end - start)
    cells = max(len(weights), (end - start) // grid)
    strengths = np.array([strength(start + grid * cell, meter) for cell in range(cells)])
    whims = _WHIM * rng.random(cells)
    room = max(1, min(TICKS_PER_QUARTER // grid, (cells - len(weights)) // 2))
    usual = max(1.0, (cells - room) / len(weights))
    costs = _place_costs(weights[0], strengths, whims) + 0.3 * np.arange(cells) / usual
    chosen: list[NDArray[np.int64]] = []
    for before, weight in itertools.pairwise(weights):
        costs, back = _advance(costs, usual * (0.75 + 0.5 * before))
        costs = costs + _place_costs(weight, strengths, whims)
        chosen.append(back)
    costs[cells - room + 1 :] += 2.0
    return tuple(start + grid * cell for cell in _path(costs, chosen))


def _place_costs(weight: float, strengths: Costs, whims: Costs) -> Costs:
    """A heavy syllable suffers on a weak place, a light one a little on a strong place."""
    return _STRESS * (weight - 0.35) * (1 - strengths) * (1.0 if weight > 0.35 else 0.4) + whims


def _advance(costs: Costs, ideal: float) -> tuple[Costs, NDArray[np.int64]]:
    """Cheapest way to each cell from an earlier one, and which step it took; odd distances cost."""
    best = np.full(len(costs), np.inf)
    back = np.zeros(len(costs), np.int64)
    for step in range(1, min(MAX_STEP, len(costs) - 1) + 1):
        moved = np.full(len(costs), np.inf)
        moved[step:] = costs[:-step] + _EVEN * np.log2(step / ideal) ** 2
        better = moved < best
        best[better], back[better] = moved[better], step
    return best, back


def _path(costs: Costs, chosen: Sequence[NDArray[np.int64]]) -> list[int]:
    cell = int(np.argmin(costs))
    path = [cell]
    for back in reversed(chosen):
        cell -= int(back[cell])
        path.append(cell)
    return path[::-1]
