# SPDX-License-Identifier: GPL-3.0-or-later
"""Bars and tempi that end a piece at exactly the asked second and put accents on beats.

Where the tempo was left open it is bent a little; where it was stated it stands, and the last bar, over which the
closing chord rings, is drawn out or shortened like a fermata, so that nothing is cut off.
"""

from msgspec import Struct

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Meter, Tempo, TempoMap

MOST_BEND = 0.04
_MOST_HIT_BEND = 0.09
_LONGER_THAN_SHORTER = 0.25
"""The last bar lasts 0.75 to 1.75 of a bar: a closing chord may be held, but not be cut short."""


class Clock(Struct, frozen=True):
    """bars: whole bars of the piece; end_ticks: where it ends (less than the bars when it is shorter than one)."""

    tempo_map: TempoMap
    bars: int
    end_ticks: int


def bar_ticks_of(meter: tuple[int, int]) -> int:
    """Ticks of a bar."""
    return TICKS_PER_QUARTER * 4 * meter[0] // meter[1]


def set_clock(
    bpm: float,
    meter: tuple[int, int],
    duration_s: float | None,
    bars: int,
    is_tempo_free: bool,
    is_loop: bool = False,
    hits_s: tuple[float, ...] = (),
) -> Clock:
    """The tempo map of a piece. duration_s None: ``bars`` bars at ``bpm``. Loops keep one tempo and whole bars."""
    bar_ticks = bar_ticks_of(meter)
    meters = (Meter(0, *meter),)
    if duration_s is None:
        return Clock(TempoMap((Tempo(0, bpm),), meters), bars, bars * bar_ticks)
    exact_bars = duration_s / _bar_s(bar_ticks, bpm)
    if exact_bars < (0.75 if is_tempo_free else 1.0):
        return Clock(TempoMap((Tempo(0, bpm),), meters), 1, round(exact_bars * bar_ticks))
    whole = max(1, round(exact_bars))
    fitted_bpm = _bpm_for(whole * bar_ticks, duration_s)
    can_bend = is_tempo_free and abs(fitted_bpm / bpm - 1) <= MOST_BEND
    if can_bend or is_loop or whole == 1:
        return Clock(
            _with_hits(fitted_bpm, meters, duration_s, hits_s, is_tempo_free, whole * bar_ticks),
            whole,
            whole * bar_ticks,
        )
    whole = max(1, round(exact_bars - _LONGER_THAN_SHORTER))
    return Clock(_with_fermata(bpm, meters, duration_s, whole, bar_ticks), whole, whole * bar_ticks)


def _with_fermata(bpm: float, meters: tuple[Meter, ...], duration_s: float, bars: int, bar_ticks: int) -> TempoMap:
    """All bars but the last at the stated tempo, the last one at what fills the time."""
    start = (bars - 1) * bar_ticks
    left_s = duration_s - (bars - 1) * _bar_s(bar_ticks, bpm)
    return TempoMap((Tempo(0, bpm), Tempo(start, _bpm_for(bar_ticks, left_s))), meters)


def _with_hits(
    bpm: float,
    meters: tuple[Meter, ...],
    duration_s: float,
    hits_s: tuple[float, ...],
    is_tempo_free: bool,
    end_ticks: int,
) -> TempoMap:
    """One tempo; or, where it is free, a slightly different one up to each accent, so that each falls on a beat."""
    if not is_tempo_free or not hits_s:
        return TempoMap((Tempo(0, bpm),), meters)
    tempos: list[Tempo] = []
    tick, time = 0, 0.0
    for hit_s in [*sorted(hit for hit in hits_s if 0 < hit < duration_s), duration_s]:
        span_s = hit_s - time
        beats = round(span_s * bpm / 60.0)
        goal = end_ticks if hit_s == duration_s else tick + beats * TICKS_PER_QUARTER
        if goal <= tick or abs(_bpm_for(goal - tick, span_s) / bpm - 1) > _MOST_HIT_BEND:
            continue
        tempos.append(Tempo(tick, _bpm_for(goal - tick, span_s)))
        tick, time = goal, hit_s
    return TempoMap(tuple(tempos), meters) if tick == end_ticks else TempoMap((Tempo(0, bpm),), meters)


def _bar_s(bar_ticks: int, bpm: float) -> float:
    return bar_ticks * 60.0 / (bpm * TICKS_PER_QUARTER)


def _bpm_for(ticks: int, seconds: float) -> float:
    return ticks * 60.0 / (TICKS_PER_QUARTER * seconds)
