# SPDX-License-Identifier: GPL-3.0-or-later
"""The spectral mask: a Wiener gain from what is there and what should not be.

The ratio of wanted to unwanted power is followed by the decision-directed rule (Y. Ephraim and D. Malah, "Speech
enhancement using a minimum mean-square error short-time spectral amplitude estimator", IEEE Trans. Acoust. Speech
Signal Process. 32, 1984), which keeps what is left of noise from twittering, and smoothed over neighbouring bins.
"""

import numpy as np
from numpy.typing import NDArray

Power = NDArray[np.float32]
_MEMORY = 0.94
_NEIGHBORS = np.array([0.25, 0.5, 0.25], np.float32)


class Mask:
    """One pass over a recording, frame after frame in order; remembers the frame before."""

    def __init__(self, bins: int, weight: float, floor_db: float, memory: float = _MEMORY) -> None:
        """memory: how much of the ratio comes from the frame before; less where frames are further apart."""
        self._memory = memory
        self._wanted = np.zeros(bins, np.float32)
        self.turn(weight, floor_db)

    def turn(self, weight: float, floor_db: float) -> None:
        """How many times the unwanted power is held against the sound, and the least gain."""
        self._weight = weight
        self._floor = np.float32(10.0 ** (floor_db / 20.0))

    def gains(self, power: Power, unwanted: Power) -> Power:
        """Gains, floor to 1, of (frames, bins) ``power``, given the power in it that is not wanted."""
        gains = np.empty_like(power)
        against = np.maximum(unwanted * self._weight, 1e-16).astype(np.float32)
        for index, (there, bad) in enumerate(zip(power, against, strict=True)):
            ratio = self._memory * self._wanted / bad + (1.0 - self._memory) * np.maximum(there / bad - 1.0, 0.0)
            gain = np.convolve(ratio / (1.0 + ratio), _NEIGHBORS, "same")
            gain[0], gain[-1] = gain[1], gain[-2]
            self._wanted = gain * gain * there
            gains[index] = np.maximum(gain, self._floor)
        return gains
