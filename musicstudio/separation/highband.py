# SPDX-License-Identifier: GPL-3.0-or-later
"""Giving stems the treble back that a network running at a low sample rate never saw.

What the recording has above the network's band is shared out among the stems in proportion to their energy in the top
octave of that band, moment by moment.
"""

import numpy as np
from numpy.typing import NDArray

Audio = NDArray[np.float32]
_SMOOTHING_S = 0.006


class TrebleShares:
    """Follows a stream of stems and says how much of the treble belongs to each. One stream, one thread."""

    def __init__(self, stems: int, rate: int) -> None:
        self._pole = float(np.exp(-1.0 / (_SMOOTHING_S * rate)))
        self._last = np.zeros((stems, 2, 2), np.float32)
        self._state = np.zeros((stems, 1))

    def feed(self, stems: Audio) -> Audio:
        """Shares (stems, frames), summing to 1, for stems (stems, 2, frames) that follow those fed before."""
        from scipy.signal import lfilter

        if stems.shape[2] == 0:
            return np.zeros((stems.shape[0], 0), np.float32)
        long = np.concatenate([self._last, stems], axis=2)
        self._last = long[:, :, -2:]
        # Twice the difference of neighbours: 24 dB more at the top of the band than two octaves lower.
        treble = np.diff(long, n=2, axis=2)
        energy = np.square(treble, dtype=np.float64).mean(axis=1)
        smooth, self._state = lfilter([1.0 - self._pole], [1.0, -self._pole], energy, axis=1, zi=self._state)
        smooth += 1e-12
        return np.asarray(smooth / smooth.sum(axis=0), dtype=np.float32)
