# SPDX-License-Identifier: GPL-3.0-or-later
"""The scales of faders and meters."""

from functools import lru_cache
from itertools import pairwise

FADER_LOWEST_DB, FADER_HIGHEST_DB = -60.0, 12.0
METER_LOWEST_DB = -60.0
_FADER_CORNERS = ((-60.0, 0.0), (-40.0, 0.12), (-20.0, 0.38), (-10.0, 0.58), (0.0, 0.78), (12.0, 1.0))


@lru_cache(maxsize=4096)
def fader_position(gain_db: float) -> float:
    """Where 0..1 of a fader's travel a gain lies; finer around 0 dB, as on a console."""
    return _interpolate(gain_db, _FADER_CORNERS)


def fader_gain_db(position: float) -> float:
    """The gain at 0..1 of the travel; the inverse of `fader_position`."""
    return _interpolate(position, tuple((p, db) for db, p in _FADER_CORNERS))


def meter_position(level_db: float) -> float:
    """Where 0..1 of a meter a level lies (-60 dBFS to 0 dBFS), stretched towards the top."""
    share = max(0.0, min(1.0, 1 - level_db / METER_LOWEST_DB))
    return float(share**1.5)


def gain_text(gain_db: float) -> str:
    """``-3.2 dB``; the lowest setting is off."""
    return "−∞ dB" if gain_db <= FADER_LOWEST_DB else f"{gain_db:+.1f} dB".replace("-", "−").replace("+0.0", "0.0")


def pan_text(pan: float) -> str:
    """``C``, ``L30`` or ``R30``."""
    share = round(abs(pan) * 100)
    return "C" if share == 0 else f"{'L' if pan < 0 else 'R'}{share}"


def _interpolate(x: float, corners: tuple[tuple[float, float], ...]) -> float:
    x = min(max(x, corners[0][0]), corners[-1][0])
    for (x0, y0), (x1, y1) in pairwise(corners):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return corners[-1][1]
