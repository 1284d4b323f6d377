# SPDX-License-Identifier: GPL-3.0-or-later
"""Musical time and clock time, and the map between them."""

from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from musicstudio.core.units import TICKS_PER_QUARTER


class Tempo(Struct, frozen=True):
    """From ``tick`` on, ``bpm`` quarter notes a minute (the convention of MIDI files and DAWs)."""

    tick: int
    bpm: float


class Meter(Struct, frozen=True):
    """From ``tick`` on (a bar line), bars of ``numerator`` notes of value 1/``denominator``."""

    tick: int
    numerator: int = 4
    denominator: int = 4

    @property
    def beat_ticks(self) -> int:
        """Length of one counted beat."""
        return TICKS_PER_QUARTER * 4 // self.denominator

    @property
    def bar_ticks(self) -> int:
        """Length of one bar."""
        return self.beat_ticks * self.numerator


class TempoMap(Struct, frozen=True):
    """Tempi and meters, each sorted by tick and beginning at tick 0. ``offset_s`` is the time of tick 0."""

    tempos: tuple[Tempo, ...] = (Tempo(0, 120.0),)
    meters: tuple[Meter, ...] = (Meter(0),)
    offset_s: float = 0.0

    def seconds_at(self, tick: float) -> float:
        """Clock time of a tick. Ticks before 0 run at the first tempo."""
        ticks, times = _corners(self.tempos)
        index = max(0, bisect_right(ticks, tick) - 1)
        return self.offset_s + times[index] + (tick - ticks[index]) * _seconds_per_tick(self.tempos[index].bpm)

    def seconds_of(self, ticks: Iterable[int]) -> list[float]:
        """Clock times of ticks in rising order; the same as asking for each, but quick for hundreds."""
        corner_ticks, times = _corners(self.tempos)
        found, index, last = [], 0, len(corner_ticks) - 1
        scale = _seconds_per_tick(self.tempos[0].bpm)
        for tick in ticks:
            while index < last and corner_ticks[index + 1] <= tick:
                index += 1
                scale = _seconds_per_tick(self.tempos[index].bpm)
            found.append(self.offset_s + times[index] + (tick - corner_ticks[index]) * scale)
        return found

    def ticks_at(self, seconds: float) -> int:
        """The nearest tick to a clock time; ``ticks_at(seconds_at(t)) == t`` for whole ticks."""
        ticks, times = _corners(self.tempos)
        index = max(0, bisect_right(times, seconds - self.offset_s + 1e-9) - 1)
        elapsed_s = seconds - self.offset_s - times[index]
        return ticks[index] + round(elapsed_s / _seconds_per_tick(self.tempos[index].bpm))

    def bpm_at(self, tick: int) -> float:
        """Quarter notes a minute at a tick."""
        return self.tempos[max(0, bisect_right([t.tick for t in self.tempos], tick) - 1)].bpm

    def meter_at(self, tick: int) -> Meter:
        """The meter in force at a tick."""
        return self.meters[max(0, bisect_right([m.tick for m in self.meters], tick) - 1)]

    def bar_at(self, tick: int) -> tuple[int, int, int]:
        """(bar, beat, ticks into the beat) of a tick; bars and beats count from 1 as musicians do."""
        bars = 0
        for meter, end in zip(self.meters, [*(m.tick for m in self.meters[1:]), None], strict=True):
            if end is None or tick < end:
                bar, rest = divmod(tick - meter.tick, meter.bar_ticks)
                return bars + bar + 1, rest // meter.beat_ticks + 1, rest % meter.beat_ticks
            bars += -(-(end - meter.tick) // meter.bar_ticks)
        raise AssertionError("the last meter has no end")

    def tick_of_bar(self, bar: int) -> int:
        """The tick on which a bar (counted from 1) begins."""
        bars_left = bar - 1
        for meter, following in zip(self.meters, [*self.meters[1:], None], strict=True):
            bars_here = None if following is None else -(-(following.tick - meter.tick) // meter.bar_ticks)
            if bars_here is None or bars_left < bars_here:
                return meter.tick + bars_left * meter.bar_ticks
            bars_left -= bars_here
        raise AssertionError("the last meter has no end")


def _seconds_per_tick(bpm: float) -> float:
    return 60.0 / (bpm * TICKS_PER_QUARTER)


@lru_cache(maxsize=64)
def _corners(tempos: tuple[Tempo, ...]) -> tuple[list[int], list[float]]:
    ticks, times = [tempos[0].tick], [0.0]
    for previous, tempo in pairwise(tempos):
        times.append(times[-1] + (tempo.tick - previous.tick) * _seconds_per_tick(previous.bpm))
        ticks.append(tempo.tick)
    return ticks, times
