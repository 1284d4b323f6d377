# SPDX-License-Identifier: GPL-3.0-or-later
"""The studio's units: ticks, seconds, frames and decibels, and the conversions between them."""

import math

TICKS_PER_QUARTER = 960
SAMPLE_RATE = 48_000
SILENCE_DB = -120.0


def gain_from_db(level_db: float) -> float:
    """Linear gain of a level in decibels; at or below `SILENCE_DB` it is exactly 0."""
    return 0.0 if level_db <= SILENCE_DB else 10.0 ** (level_db / 20.0)


def db_from_gain(gain: float) -> float:
    """Level in decibels of a linear gain; 0 and below give `SILENCE_DB`."""
    return SILENCE_DB if gain <= 1e-6 else 20.0 * math.log10(gain)


def frames_from_seconds(seconds: float, rate: int = SAMPLE_RATE) -> int:
    """The nearest frame to a time, so that one time always falls on one frame."""
    return round(seconds * rate)
