# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines between automation points: what a lane is worth at a tick, and bent lines as short straight ones."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from .model import AutomationPoint

_PIECES = 24
_STEEPEST = 4.0

Points = Sequence[AutomationPoint]


def value_at(points: Points, tick: float) -> float:
    """What a lane with points is worth at a tick; before the first and after the last it stays."""
    index = bisect_right([point.tick for point in points], tick)
    if index in (0, len(points)):
        return points[min(index, len(points) - 1)].value
    left, right = points[index - 1], points[index]
    share = (tick - left.tick) / (right.tick - left.tick)
    return left.value + (right.value - left.value) * bent_share(share, left.bend)


def bent_share(share: float, bend: float) -> float:
    """How far a line has come in value when it has come ``share`` of its way in time, both 0 to 1."""
    if bend >= 0:
        return float(share ** (1 + _STEEPEST * bend))
    return float(1 - (1 - share) ** (1 - _STEEPEST * bend))


def straight_points(points: Points) -> tuple[AutomationPoint, ...]:
    """The same lane in straight lines only: a bent one becomes many short ones, for all that knows no bends."""
    if not any(point.bend for point in points):
        return tuple(points)
    found: list[AutomationPoint] = []
    for left, right in pairwise(points):
        found += _pieces(left, right)
    return (*found, AutomationPoint(points[-1].tick, points[-1].value))


def _pieces(left: AutomationPoint, right: AutomationPoint) -> list[AutomationPoint]:
    first = AutomationPoint(left.tick, left.value)
    length = right.tick - left.tick
    if not left.bend or length < 2:
        return [first]
    ticks = sorted({left.tick + round(length * piece / _PIECES) for piece in range(1, _PIECES)} - {left.tick})
    return [first, *(AutomationPoint(tick, value_at((left, right), tick)) for tick in ticks if tick < right.tick)]


def thinned(points: Points, tolerance: float) -> tuple[AutomationPoint, ...]:
    """The few points whose straight lines stay within a tolerance of many (the ends stay)."""
    kept = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        ends = (points[first], points[last])
        errors = [abs(points[i].value - value_at(ends, points[i].tick)) for i in range(first + 1, last)]
        worst = max(errors, default=0.0)
        if worst > tolerance:
            middle = first + 1 + errors.index(worst)
            kept.add(middle)
            spans += [(first, middle), (middle, last)]
    return tuple(points[index] for index in sorted(kept))
