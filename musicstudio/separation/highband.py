# SPDX-License-Identifier: GPL-3.0-or-later
"""Giving stems the treble back that a network running at a low sample rate never saw.

What the recording has above the network's band is shared out among the stems in proportion to their energy in the top
octave of that band, moment by moment.
"""

import numpy as np
from numpy.typing import NDArray

Audio = NDArray[np.float32]
_SMOOTHING_S = 0.006
_BLOCK = 1024


class TrebleShares:
    """Follows a stream of stems and says how much of the treble belongs to each. One stream, one thread."""

    def __init__(self, stems: int, rate: int) -> None:
        self._pole = float(np.exp(-1.0 / (_SMOOTHING_S * rate)))
        self._last = np.zeros((stems, 2, 2), np.float32)
        self._level = np.zeros((stems, 1))

    def feed(self, stems: Audio) -> Audio:
        """Shares (stems, frames), summing to 1, for stems (stems, 2, frames) that follow those fed before."""
        if stems.shape[2] == 0:
            return np.zeros((stems.shape[0], 0), np.float32)
        long = np.concatenate([self._last, stems], axis=2)
        self._last = long[:, :, -2:]
        # Twice the difference of neighbours: 24 dB more at the top of the band than two octaves lower.
        treble = np.diff(long, n=2, axis=2)
        energy = np.square(treble, dtype=np.float64).mean(axis=1)
        smooth = self._smooth_energy(energy) + 1e-12
        return np.asarray(smooth / smooth.sum(axis=0), dtype=np.float32)

    def _smooth_energy(self, energy: NDArray[np.float64]) -> NDArray[np.float64]:
        """A one-pole low-pass that goes on where it stood, in blocks short enough for its powers to stay exact.

        scipy's filter does the same, and takes 70 MB of memory to import.
        """
        smooth = np.empty_like(energy)
        for start in range(0, energy.shape[1], _BLOCK):
            block = energy[:, start : start + _BLOCK]
            powers = self._pole ** np.arange(1, block.shape[1] + 1)
            smooth[:, start : start + _BLOCK] = powers * (
                self._level + (1.0 - self._pole) * np.cumsum(block / powers, axis=1)
            )
            self._level = smooth[:, start + block.shape[1] - 1, None]
        return smooth
