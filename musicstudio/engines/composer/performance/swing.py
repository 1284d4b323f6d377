# SPDX-License-Identifier: GPL-3.0-or-later
"""Swing: the second of each pair of eighths (or sixteenths) comes late."""

from musicstudio.core.units import TICKS_PER_QUARTER

from ..meter import MeterGrid

_UNITS = {"eighth": TICKS_PER_QUARTER // 2, "sixteenth": TICKS_PER_QUARTER // 4}
_TRIPLET = 2.0 / 3.0


def swing_tick(tick: int, grid: MeterGrid, amount: float, unit: str) -> int:
    """Where a written tick is played. amount: 0 straight (1:1) to 1 triplets (2:1).

    A pair's time is stretched in its first half and squeezed in its second, so that everything between moves along.
    Pulses of three (6/8, the last of 7/8) swing only pairs of sixteenths.
    """
    if amount <= 0:
        return tick
    index, offset = grid.pulse_at(tick)
    step = _UNITS[unit]
    if grid.pulses[index].length % (2 * step):
        return tick
    pair_start = offset - offset % (2 * step)
    place = (offset - pair_start) / (2 * step)
    split = 0.5 + amount * (_TRIPLET - 0.5)
    warped = place * 2 * split if place <= 0.5 else split + (place - 0.5) * 2 * (1 - split)
    return tick - offset + round(pair_start + warped * 2 * step)
