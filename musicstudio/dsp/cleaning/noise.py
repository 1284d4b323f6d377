# SPDX-License-Identifier: GPL-3.0-or-later
"""The steady noise under a recording: the floor of its power, where that is one."""

import numpy as np
from numpy.typing import NDArray

from .floors import Power, floor_of

MIN_MOMENTS = 12
# White noise in moments of `GROUP` frames: its mean power is this many times its lowest tenth, and its third tenth
# lies 2 dB above that; both measured (between one channel and two).
_BIAS = 1.9
_NARROW_DB = 2.6
_LOWEST_HZ = 300.0
_LOUD_QUANTILE = 0.95
# Nearer than the first figure to the loud parts, in dB, the "noise" is the sound itself (a steady pad, rain).
_DOUBTFUL_DB, _SURE_DB = 4.0, 9.0


def noise_power(moments: Power, frequencies_hz: NDArray[np.float64]) -> Power:
    """Power of the steady noise at each frequency, shape (bins,), from (moments, bins); zeros where there is none."""
    sounding = moments[moments.sum(axis=1) > 1e-10]
    if len(sounding) < MIN_MOMENTS:
        return np.zeros(moments.shape[1], np.float32)
    floor = floor_of(sounding, frequencies_hz, _NARROW_DB, _LOWEST_HZ) * _BIAS
    loud = float(np.quantile(sounding.sum(axis=1), _LOUD_QUANTILE))
    distance_db = 10.0 * np.log10(max(loud, 1e-20) / max(float(floor.sum()), 1e-20))
    sureness = np.clip((distance_db - _DOUBTFUL_DB) / (_SURE_DB - _DOUBTFUL_DB), 0.0, 1.0)
    return np.asarray(floor * sureness, dtype=np.float32)
