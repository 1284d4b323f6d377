# SPDX-License-Identifier: GPL-3.0-or-later
"""Bars and tempi that end a piece at exactly the asked second and put accents on beats.

Where the tempo was left open it is bent a little; where it was stated it stands to the end (to 0.001 BPM, so that the
end falls on the very second), and the closing chord is held for three quarters to one and three quarters of a bar.
"""

from msgspec import Struct

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Meter, Tempo, TempoMap

MAX_BEND = 0.08
_MAX_HIT_BEND = 0.09
_MIN_FREE_BAR = 0.75
_LONGER_THAN_SHORTER = 0.25
"""The last bar lasts 0.75 to 1.75 of a bar: a closing chord may be held, but not be cut short."""


class Clock(Struct, frozen=True):
    """bars: whole bars of the piece; end_ticks: where it ends (less than the bars when it is shorter than one)."""

    tempo_map: TempoMap
    bars: int
    end_ticks: int


class _Run(Struct, frozen=True):
    """Tempi set so far, and the tick and time up to which they are settled."""

    tempos: tuple[Tempo, ...] = ()
    tick: int = 0
    time_s: float = 0.0


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
    """The tempo map of a piece. duration_s None: ``bars`` bars at ``bpm``.

    Loops keep one tempo and whole bars, and a tempo that was stated before a length that was.
    """
    bar_ticks = bar_ticks_of(meter)
    meters = (Meter(0, *meter),)
    hits = hits_s if is_tempo_free and not is_loop else ()
    if duration_s is None:
        run = _up_to_hits(bpm, hits, bars * bar_ticks)
        return Clock(TempoMap((*run.tempos, Tempo(run.tick, bpm)), meters), bars, bars * bar_ticks)
    exact_bars = duration_s / _seconds(bar_ticks, bpm)
    if exact_bars < 1.0 and not is_tempo_free and not is_loop:
        return _clock_at_one_tempo(bpm, meters, duration_s, 1)
    if exact_bars < (_MIN_FREE_BAR if is_tempo_free else 1.0):
        return Clock(TempoMap((Tempo(0, bpm),), meters), 1, round(exact_bars * bar_ticks))
    whole = max(1, round(exact_bars))
    if is_loop and not is_tempo_free:
        return Clock(TempoMap((Tempo(0, bpm),), meters), whole, whole * bar_ticks)
    fitted_bpm = _bpm_for(whole * bar_ticks, duration_s)
    can_bend = is_tempo_free and abs(fitted_bpm / bpm - 1) <= MAX_BEND
    if not is_tempo_free or not (can_bend or is_loop or whole == 1 or hits):
        return _clock_at_one_tempo(bpm, meters, duration_s, max(1, round(exact_bars - _LONGER_THAN_SHORTER)))
    if not (can_bend or is_loop or whole == 1):
        whole, fitted_bpm = max(1, round(exact_bars - _LONGER_THAN_SHORTER)), bpm
    run = _up_to_hits(fitted_bpm, hits, (whole - 1) * bar_ticks)
    tempos = _to_end(run, fitted_bpm, duration_s, whole * bar_ticks, bar_ticks)
    return Clock(TempoMap(tempos, meters), whole, whole * bar_ticks)


def _clock_at_one_tempo(bpm: float, meters: tuple[Meter, ...], duration_s: float, bars: int) -> Clock:
    """One tempo, an end between bar lines: the last bar lasts as long as there is time left."""
    end_ticks = round(duration_s * bpm * TICKS_PER_QUARTER / 60.0)
    return Clock(TempoMap((Tempo(0, _bpm_for(end_ticks, duration_s)),), meters), bars, end_ticks)


def bent_to(bpm: float, meter: tuple[int, int], moment_s: float) -> float:
    """The tempo nearest to ``bpm`` at which a moment falls on a bar line; the same where that would need a lurch."""
    bar_s = _seconds(bar_ticks_of(meter), bpm)
    bars = max(1, round(moment_s / bar_s))
    fitted = bpm * bars * bar_s / moment_s
    return fitted if abs(fitted / bpm - 1) <= _MAX_HIT_BEND else bpm


def _up_to_hits(bpm: float, hits_s: tuple[float, ...], end_ticks: int) -> _Run:
    """A slightly different tempo up to each accent, so that each falls on a beat; one that would need a lurch is
    left off it."""
    run = _Run()
    for hit_s in sorted(hits_s):
        span_s = hit_s - run.time_s
        beats = round(span_s * bpm / 60.0)
        goal = run.tick + beats * TICKS_PER_QUARTER
        if beats < 1 or goal > end_ticks or abs(_bpm_for(goal - run.tick, span_s) / bpm - 1) > _MAX_HIT_BEND:
            continue
        run = _Run((*run.tempos, Tempo(run.tick, _bpm_for(goal - run.tick, span_s))), goal, hit_s)
    return run


def _to_end(run: _Run, bpm: float, duration_s: float, end_ticks: int, bar_ticks: int) -> tuple[Tempo, ...]:
    """On at the tempo; the last bar takes what time is left, unless that is just its due."""
    last_bar = max(run.tick, end_ticks - bar_ticks)
    left_s = duration_s - run.time_s - _seconds(last_bar - run.tick, bpm)
    if left_s <= 0:
        return (*run.tempos, Tempo(run.tick, _bpm_for(end_ticks - run.tick, duration_s - run.time_s)))
    closing_bpm = _bpm_for(end_ticks - last_bar, left_s)
    if abs(closing_bpm / bpm - 1) < 1e-9:
        return (*run.tempos, Tempo(run.tick, bpm))
    before = (Tempo(run.tick, bpm),) if last_bar > run.tick else ()
    return (*run.tempos, *before, Tempo(last_bar, closing_bpm))


def _seconds(ticks: int, bpm: float) -> float:
    return ticks * 60.0 / (bpm * TICKS_PER_QUARTER)


def _bpm_for(ticks: int, seconds: float) -> float:
    return ticks * 60.0 / (TICKS_PER_QUARTER * seconds)
