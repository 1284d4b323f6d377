# SPDX-License-Identifier: GPL-3.0-or-later
"""Volume, expression and pan of a channel as a strip's gain and pan, with what changes on the way as points."""

import math
from collections.abc import Sequence

from musicstudio.core.units import TICKS_PER_QUARTER

from .channels import EXPRESSION, PAN, VOLUME, Channels, Setting, Spot

USUAL_VOLUME = 100
"""What General MIDI takes for granted: 0 dB here."""
_SOFTEST_DB = -60.0
_STEP_DB, _STEP_PAN = 0.5, 0.02
_SUDDEN_TICKS = 240
_MAX_POINTS = 2000
Point = tuple[int, float]
"""(tick, value)."""


def gain_db_of(volume: int, expression: int) -> float:
    """The level that General MIDI gives to controllers 7 and 11, beside the usual one."""
    product = (volume / USUAL_VOLUME) * (expression / 127)
    return max(_SOFTEST_DB, 40.0 * math.log10(product)) if product > 0 else _SOFTEST_DB


def volume_of(gain_db: float) -> int:
    """The controller 7 that stands for a gain, as near as it gets."""
    return min(127, max(0, round(USUAL_VOLUME * math.pow(10.0, gain_db / 40.0))))


def pan_of(value: int) -> float:
    """-1 to 1: 64 is the middle."""
    return max(-1.0, (value - 64) / 63 if value >= 64 else (value - 64) / 64)


def pan_value_of(pan: float) -> int:
    """The controller 10 of a pan."""
    return min(127, max(0, 64 + round(pan * (63 if pan > 0 else 64))))


def gain_of(channels: Channels, spot: Spot, first: int, end: int) -> tuple[float, tuple[Point, ...]]:
    """(gain where the notes begin, points of its changes up to their end)."""
    volumes, expressions = (channels.settings(spot, key) for key in (VOLUME, EXPRESSION))
    ticks = sorted({tick for tick, _ in (*volumes, *expressions) if first < tick <= end})
    walk = _Walk(volumes, USUAL_VOLUME, first), _Walk(expressions, 127, first)
    start_db = gain_db_of(*(each.at(first) for each in walk))
    changes = [(tick, round(gain_db_of(*(each.at(tick) for each in walk)), 2)) for tick in ticks]
    return round(start_db, 2), _points(first, round(start_db, 2), changes, _STEP_DB)


def panning_of(channels: Channels, spot: Spot, first: int, end: int) -> tuple[float, tuple[Point, ...]]:
    """As `gain_of`, for the pan."""
    settings = channels.settings(spot, PAN)
    start = pan_of(_Walk(settings, 64, first).at(first))
    changes = [(tick, pan_of(value)) for tick, value in settings if first < tick <= end]
    return start, _points(first, start, changes, _STEP_PAN)


class _Walk:
    """A controller's values, asked for at ticks that never go back. One that is set within a sixteenth after the first
    note was meant for it."""

    def __init__(self, settings: Sequence[Setting], default: int, first: int) -> None:
        self._settings, self._next = settings, 0
        is_meant = bool(settings) and settings[0][0] <= first + TICKS_PER_QUARTER // 4
        self._value = settings[0][1] if is_meant else default

    def at(self, tick: int) -> int:
        """The value in force."""
        while self._next < len(self._settings) and self._settings[self._next][0] <= tick:
            self._value = self._settings[self._next][1]
            self._next += 1
        return self._value


def _points(first: int, start: float, changes: Sequence[Point], step: float) -> tuple[Point, ...]:
    """The corners of a line through changes that can be heard; none where nothing changes. A jump stays a jump."""
    points = _corners(first, start, changes, step)
    while len(points) > _MAX_POINTS:
        step *= 2
        points = _corners(first, start, changes, step)
    return tuple(points) if len(points) > 1 else ()


def _corners(first: int, start: float, changes: Sequence[Point], step: float) -> list[Point]:
    points: list[Point] = [(first, start)]
    for tick, value in changes:
        last_tick, last = points[-1]
        if abs(value - last) < step:
            continue
        if tick - last_tick > _SUDDEN_TICKS:
            points.append((tick - 1, last))
        if tick == points[-1][0]:
            points[-1] = (tick, value)
        else:
            points.append((tick, value))
    return points
