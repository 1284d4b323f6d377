# SPDX-License-Identifier: GPL-3.0-or-later
"""How a bar is felt: its pulses (2+2+3 eighths in 7/8), and how strong each place in it is."""

from functools import lru_cache

from msgspec import Struct

from musicstudio.core.units import TICKS_PER_QUARTER

EIGHTH = TICKS_PER_QUARTER // 2
SIXTEENTH = TICKS_PER_QUARTER // 4
_ODD_GROUPS = {5: (3, 2), 7: (2, 2, 3), 8: (3, 3, 2), 10: (3, 3, 2, 2), 11: (3, 3, 3, 2), 13: (3, 3, 3, 2, 2)}


class Pulse(Struct, frozen=True):
    """One felt beat of a bar, in ticks from the bar line."""

    start: int
    length: int


class MeterGrid(Struct, frozen=True):
    """A bar of a metre. is_compound: its pulses are dotted (6/8, 9/8, 12/8)."""

    numerator: int
    denominator: int
    bar_ticks: int
    pulses: tuple[Pulse, ...]
    is_compound: bool

    @property
    def name(self) -> str:
        """As it is written: ``7/8``."""
        return f"{self.numerator}/{self.denominator}"

    @property
    def middle(self) -> int:
        """Index of the pulse that begins the bar's second half."""
        return len(self.pulses) - len(self.pulses) // 2

    def pulse_at(self, tick: int) -> tuple[int, int]:
        """(index of the pulse, ticks into it) of a tick counted from any bar line."""
        place = tick % self.bar_ticks
        index = max(i for i, pulse in enumerate(self.pulses) if pulse.start <= place)
        return index, place - self.pulses[index].start

    def strength(self, tick: int) -> float:
        """How strong a place is felt: 1 the bar line, 0.75 the second half, 0.6 a pulse, 0.35 an eighth, 0.15 else."""
        index, offset = self.pulse_at(tick)
        if offset:
            return 0.35 if offset % EIGHTH == 0 else 0.15
        if index == 0:
            return 1.0
        return 0.75 if index == self.middle else 0.6

    def walk(self) -> tuple[int, ...]:
        """Where a walking bass steps: every pulse, and the second third of long ones."""
        steps: list[int] = []
        for pulse in self.pulses:
            steps += [pulse.start] if pulse.length <= TICKS_PER_QUARTER else [pulse.start, pulse.start + 2 * EIGHTH]
        return tuple(steps)


@lru_cache(maxsize=64)
def grid_of(numerator: int, denominator: int) -> MeterGrid:
    """The felt bar of a time signature."""
    groups, unit = _groups(numerator, denominator)
    starts = [sum(groups[:index]) * unit for index in range(len(groups))]
    pulses = tuple(Pulse(start, group * unit) for start, group in zip(starts, groups, strict=True))
    is_compound = denominator >= 8 and numerator % 3 == 0 and len(set(groups)) == 1
    return MeterGrid(numerator, denominator, sum(groups) * unit, pulses, is_compound)


def _groups(numerator: int, denominator: int) -> tuple[tuple[int, ...], int]:
    unit = TICKS_PER_QUARTER * 4 // denominator
    if denominator <= 4:
        return (1,) * (numerator * 4 // denominator), TICKS_PER_QUARTER
    if numerator % 3 == 0:
        return (3,) * (numerator // 3), unit
    if denominator == 8 and numerator in _ODD_GROUPS:
        return _ODD_GROUPS[numerator], unit
    twos, rest = divmod(numerator, 2)
    return ((2,) * (twos - 1) + (3,) if rest and twos else (2,) * twos or (1,)), unit
