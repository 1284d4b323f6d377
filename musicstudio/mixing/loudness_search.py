# SPDX-License-Identifier: GPL-3.0-or-later
"""How much gain before the limiter makes a song as loud as was asked."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
from msgspec import Struct

from musicstudio.core.progress import Job, within
from musicstudio.core.units import gain_from_db
from musicstudio.dsp.audio import Audio
from musicstudio.dsp.integrated import IntegratedMeter
from musicstudio.dsp.kept import KeptSound, feed_meters
from musicstudio.dsp.loudness import QUIETEST_LUFS

from .limiter import TruePeakLimiter, through

MAX_GAIN_DB, MIN_GAIN_DB = 36.0, -60.0
_CLOSE_ENOUGH_LU = 0.05
_MAX_STEPS, _MAX_ROUNDS, _MAX_CHECKS = 8, 5, 4
_MAX_STEP_DB = 6.0
# Where a decibel of gain gives less loudness than this, the limiter is at its end.
_MIN_SLOPE = 0.04


class _Point(Struct, frozen=True):
    """What a gain gives."""

    gain_db: float
    lufs: float


def find_gain_db(sound: KeptSound, target_lufs: float, ceiling_dbtp: float) -> Job[float]:
    """Gain in dB before the limiter with which a sound (after the devices) is as loud as the target.

    Limiting takes loudness away, so it is measured and corrected until within 0.05 LU, or as near as the limiter and
    `MAX_GAIN_DB` allow. Silence needs no gain.
    """
    loudness = yield from within(_lufs_of(sound.blocks(), sound.frames, "Measuring loudness"), 0.0, 0.1)
    if loudness <= QUIETEST_LUFS:
        return 0.0
    points = yield from _approach_target(sound, target_lufs, ceiling_dbtp, _within_reach(target_lufs - loudness))
    gain_db, checked = _best(points, target_lufs).gain_db, list[_Point]()
    for number in range(_MAX_CHECKS):
        limited = limited_blocks(sound, gain_db, TruePeakLimiter(ceiling_dbtp))
        job = _lufs_of(limited, sound.frames, "Checking the loudness")
        checked.append(_Point(gain_db, (yield from within(job, *_share(number, 0.5, 1.0)))))
        missing, slope = target_lufs - checked[-1].lufs, _slope(points, gain_db)
        if abs(missing) < _CLOSE_ENOUGH_LU or (missing > 0 and slope < _MIN_SLOPE):
            break
        step_db = min(max(missing / max(slope, 0.2), -_MAX_STEP_DB), _MAX_STEP_DB)
        gain_db = _within_reach(gain_db + step_db)
    return _best(checked, target_lufs).gain_db


def _share(number: int, low: float, high: float) -> tuple[float, float]:
    """The part of a job's progress for the next of rounds of which nobody knows how many will be needed."""
    return high - (high - low) * 0.5**number, high - (high - low) * 0.5 ** (number + 1)


def _approach_target(sound: KeptSound, target_lufs: float, ceiling_dbtp: float, gain_db: float) -> Job[list[_Point]]:
    """Points at gains around the target: first upwards in steps, then between the two nearest."""
    points: list[_Point] = []
    for number in range(_MAX_STEPS + _MAX_ROUNDS):
        limited = limited_blocks(sound, gain_db, TruePeakLimiter(ceiling_dbtp, is_fast=True))
        job = _lufs_of(limited, sound.frames, "Finding the loudness")
        points.append(_Point(gain_db, (yield from within(job, *_share(number, 0.1, 0.5)))))
        points.sort(key=lambda point: point.gain_db)
        if abs(_best(points, target_lufs).lufs - target_lufs) < _CLOSE_ENOUGH_LU:
            break
        bracket = _bracket(points, target_lufs)
        if bracket is not None:
            gain_db = _interpolate_gain(*bracket, target_lufs)
        elif points[0].lufs > target_lufs:
            gain_db = _within_reach(points[0].gain_db + target_lufs - points[0].lufs)
        elif points[-1].gain_db >= MAX_GAIN_DB or _slope(points, points[-1].gain_db) < _MIN_SLOPE:
            break
        else:
            missing = target_lufs - points[-1].lufs
            gain_db = _within_reach(points[-1].gain_db + min(max(1.5 * missing, 0.3), _MAX_STEP_DB))
    return points


def _best(points: list[_Point], target_lufs: float) -> _Point:
    """The nearest point; of equally near ones that with the least gain, which sounds cleanest."""
    return min(points, key=lambda point: (round(abs(point.lufs - target_lufs) / 0.05), point.gain_db))


def _bracket(points: list[_Point], target_lufs: float) -> tuple[_Point, _Point] | None:
    for low, high in pairwise(points):
        if low.lufs <= target_lufs <= high.lufs:
            return low, high
    return None


def _interpolate_gain(low: _Point, high: _Point, target_lufs: float) -> float:
    """Where a straight line meets the target, but not too near to either end."""
    share = (target_lufs - low.lufs) / max(high.lufs - low.lufs, 1e-9)
    return low.gain_db + min(max(share, 0.1), 0.9) * (high.gain_db - low.gain_db)


def _slope(points: list[_Point], gain_db: float) -> float:
    """LU that a decibel of gain gives around a gain."""
    if len(points) < 2:
        return 1.0
    upper = next((n for n in range(1, len(points)) if points[n].gain_db >= gain_db), len(points) - 1)
    low, high = points[upper - 1], points[upper]
    return (high.lufs - low.lufs) / max(high.gain_db - low.gain_db, 1e-9)


def _lufs_of(blocks: Iterable[Audio], frames: int, message: str) -> Job[float]:
    """Integrated loudness of a stream."""
    meter = IntegratedMeter()
    yield from feed_meters(blocks, frames, [meter], message)
    return meter.integrated_lufs


def limited_blocks(sound: KeptSound, gain_db: float, limiter: TruePeakLimiter) -> Iterator[Audio]:
    """A sound with gain through a limiter, in place in time."""
    gain = np.float32(gain_from_db(gain_db))
    return through(limiter, (block * gain for block in sound.blocks()))


def _within_reach(gain_db: float) -> float:
    return min(max(gain_db, MIN_GAIN_DB), MAX_GAIN_DB)
