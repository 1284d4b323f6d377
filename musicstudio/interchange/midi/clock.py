# SPDX-License-Identifier: GPL-3.0-or-later
"""When things happen: a file's ticks to the studio's, with every time kept where its tempi are beyond the studio's.

A tempo below 10 or above 1000 is written as its double or half, as often as needed, with notes as much longer or
shorter; metres follow, so that bars stay bars.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from msgspec import Struct

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Meter, Tempo, TempoMap

_MIN_BPM, _MAX_BPM = 10.0, 1000.0
_DEFAULT_US = 500_000
_MAX_BEATS, _FINEST = 64, 128
Named = tuple[int, int]
"""(tick, microseconds a quarter)."""
Signature = tuple[int, int, int]
"""(tick, numerator, denominator)."""


class Stretch(Struct, frozen=True):
    """From a tick of the file on: the studio's tick there, how many studio ticks one of the file's takes, and the
    tempo. doubling: how often the tempo was doubled (halved, where negative)."""

    tick: int
    at: float
    factor: float
    bpm: float
    doubling: int = 0


class Clock(Struct, frozen=True):
    """Turns ticks of one file into the studio's."""

    stretches: tuple[Stretch, ...]

    def __call__(self, tick: int) -> int:
        """The studio's tick for one of the file's."""
        index = max(0, bisect_right(self.stretches, tick, key=lambda stretch: stretch.tick) - 1)
        here = self.stretches[index]
        return round(here.at + (tick - here.tick) * here.factor)

    @property
    def is_bent(self) -> bool:
        """Whether a tempo was beyond the studio's range."""
        return any(stretch.doubling for stretch in self.stretches)


def beat_clock(tempos: Iterable[Named], ticks_per_quarter: int) -> Clock:
    """The clock of a file that counts in beats."""
    scale = TICKS_PER_QUARTER / ticks_per_quarter
    stretches: list[Stretch] = []
    for tick, microseconds in _in_force(tempos):
        doubling, bpm = _within_range(microseconds)
        at = _reach(stretches, tick)
        stretches.append(Stretch(tick, at, scale * 2.0**doubling, bpm, doubling))
    return Clock(tuple(stretches))


def frame_clock(tempos: Iterable[Named], ticks_per_second: float) -> Clock:
    """The clock of a file that counts in film frames: its tempi draw bars on it and change no time."""
    stretches: list[Stretch] = []
    for tick, microseconds in _in_force(tempos):
        _, bpm = _within_range(microseconds)
        factor = bpm / 60.0 * TICKS_PER_QUARTER / ticks_per_second
        stretches.append(Stretch(tick, _reach(stretches, tick), factor, bpm))
    return Clock(tuple(stretches))


def tempo_map_of(clock: Clock, meters: Iterable[Signature]) -> tuple[TempoMap, list[str]]:
    """The tempo map in the studio's ticks, and the metres that were left out, as ``5/256``."""
    tempos = {round(stretch.at): Tempo(round(stretch.at), stretch.bpm) for stretch in clock.stretches}
    found, left_out = {0: Meter(0)}, list[str]()
    for tick, numerator, denominator in _with_bends(clock, meters):
        meter = _fit_meter(clock(tick), numerator, denominator, _doubling_at(clock, tick))
        if meter:
            found[meter.tick] = meter
        else:
            left_out.append(f"{numerator}/{denominator}")
    ordered = tuple(tempos[tick] for tick in sorted(tempos))
    return TempoMap(ordered, tuple(found[tick] for tick in sorted(found))), left_out


def simplest_bpm(microseconds: int) -> float:
    """The roundest number of beats a minute that a file would write with as many microseconds: 97.3, not 97.29999."""
    exact = 60e6 / microseconds
    for digits in range(4):
        bpm = round(exact, digits)
        if bpm and round(60e6 / bpm) == microseconds:
            return bpm
    return exact


def _in_force(tempos: Iterable[Named]) -> list[Named]:
    """One tempo a tick, from 0 on, the last one where several stand there."""
    found = {0: _DEFAULT_US} | {tick: microseconds for tick, microseconds in tempos if microseconds}
    return sorted(found.items())


def _within_range(microseconds: int) -> tuple[int, float]:
    doubling, bpm = 0, simplest_bpm(microseconds)
    while bpm < _MIN_BPM:
        doubling, bpm = doubling + 1, bpm * 2
    while bpm > _MAX_BPM:
        doubling, bpm = doubling - 1, bpm / 2
    return doubling, bpm


def _reach(stretches: Sequence[Stretch], tick: int) -> float:
    if not stretches:
        return 0.0
    last = stretches[-1]
    return last.at + (tick - last.tick) * last.factor


def _doubling_at(clock: Clock, tick: int) -> int:
    index = max(0, bisect_right(clock.stretches, tick, key=lambda stretch: stretch.tick) - 1)
    return clock.stretches[index].doubling


def _with_bends(clock: Clock, meters: Iterable[Signature]) -> list[Signature]:
    """The metres, said again where notes begin to be written longer or shorter."""
    named = sorted(meters, key=lambda meter: meter[0])
    if not clock.is_bent:
        return named
    repeated, doubling, ticks = list[Signature](), 0, [meter[0] for meter in named]
    for stretch in clock.stretches:
        if stretch.doubling != doubling and stretch.tick not in ticks:
            index = bisect_right(ticks, stretch.tick) - 1
            repeated.append((stretch.tick, *(named[index][1:] if index >= 0 else (4, 4))))
        doubling = stretch.doubling
    return sorted([*named, *repeated], key=lambda meter: meter[0])


def _fit_meter(tick: int, numerator: int, denominator: int, doubling: int) -> Meter | None:
    """The metre as the studio can count it, with bars as long as in the file; None where there is none."""
    numerator, denominator = numerator << max(0, doubling), denominator << max(0, -doubling)
    while not (numerator | denominator) & 1 and (numerator > _MAX_BEATS or denominator > _FINEST):
        numerator, denominator = numerator >> 1, denominator >> 1
    is_countable = 1 <= numerator <= _MAX_BEATS and 1 <= denominator <= _FINEST
    return Meter(tick, numerator, denominator) if is_countable else None
