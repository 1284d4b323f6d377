# SPDX-License-Identifier: GPL-3.0-or-later
"""How much of other stems leaks into this one, by frequency.

Where this stem rests and another one plays, all that is left in it is leakage; so the floor of the ratio of their
powers, over the moments when the other plays, is the leak. What is held against the stem is then the other's power
times the leak, as for leaking microphones (E. Kokkinis, J. Reiss and J. Mourjopoulos, "A Wiener filter approach to
microphone leakage reduction in close-microphone applications", IEEE Trans. Audio Speech Lang. Process. 20, 2012).
Where no leak can be told from playing together, the least that stems of a separation have is assumed.
"""

import numpy as np
from numpy.typing import NDArray

from .floors import Power, floor_of

_PLAYS = 0.5
_PLAYS_DB = -30.0
_NARROW_DB = 3.0
_BIAS = 1.4
MIN_LEAK, MAX_LEAK = 0.01, 0.25


def leaks(moments: Power, others: list[Power], frequencies_hz: NDArray[np.float64]) -> list[Power]:
    """Power leak of each other stem at each frequency, shape (bins,), `MIN_LEAK` to `MAX_LEAK`.

    moments: (moments, bins) power of this stem. others: the same moments of the other stems.
    """
    total = np.sum(others, axis=0) if others else np.zeros_like(moments)
    return [_leak(moments, other, total, frequencies_hz) for other in others]


def _leak(moments: Power, other: Power, total: Power, frequencies_hz: NDArray[np.float64]) -> Power:
    loud = np.quantile(other, 0.95, axis=0) * 10.0 ** (_PLAYS_DB / 10.0)
    plays = (other > np.maximum(loud, 1e-9)) & (other >= _PLAYS * total)
    ratio = np.where(plays, moments / np.maximum(other, 1e-20), np.nan).astype(np.float32)
    floor = floor_of(ratio, frequencies_hz, _NARROW_DB) * _BIAS
    return np.asarray(np.clip(floor, MIN_LEAK, MAX_LEAK), dtype=np.float32)
