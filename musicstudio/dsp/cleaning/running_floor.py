# SPDX-License-Identifier: GPL-3.0-or-later
"""The steady noise under a sound that goes on, from what was heard in the last seconds alone.

Minimum statistics (R. Martin, IEEE Trans. Speech Audio Process. 9, 2001): the least smoothed power of each bin in three
seconds. Of the bins of a sixth of an octave the lower quarter counts, since held notes are lines with gaps between;
held chords have none below, so there the noise is taken to rise by 6 dB an octave at most.
"""

import numpy as np
from numpy.typing import NDArray

Power = NDArray[np.float32]
_SMOOTHING = np.float32(0.72)
_GROUP, _GROUPS = 12, 12
_BANDS_AN_OCTAVE = 6
_LOWEST_HZ = 60.0
_SURE_HZ = (1500.0, 6000.0)
_QUARTER = 0.25
_MORE = 2.0
# White noise: its mean power is this many times the quarter of the minima (measured).
BIAS = 2.45


class RunningFloor:
    """Fed with the power of each frame, (bins,), 21 ms apart. Silence is passed over: it is no noise to learn from."""

    def __init__(self, frequencies_hz: NDArray[np.float64]) -> None:
        self._frequencies_hz = frequencies_hz
        self._smooth = np.zeros(frequencies_hz.size, np.float32)
        self._least = np.full((_GROUPS, frequencies_hz.size), np.inf, np.float32)
        self._heard = 0
        self._bands = _bands(frequencies_hz)
        self._noise = np.zeros(frequencies_hz.size, np.float32)

    def feed(self, power: Power) -> Power:
        """Take a frame; power of the noise at each bin as it is known now, zeros in the first quarter of a second."""
        if not power.any():
            return self._noise
        self._smooth = power if not self._heard else _SMOOTHING * self._smooth + (1 - _SMOOTHING) * power
        row = self._heard // _GROUP % _GROUPS
        if self._heard % _GROUP == 0:
            self._least[row] = np.inf
        np.minimum(self._least[row], self._smooth, out=self._least[row])
        self._heard += 1
        if self._heard % _GROUP == 0:
            self._noise = self._floor()
        return self._noise

    def _floor(self) -> Power:
        least = self._least.min(axis=0)
        levels = np.array([np.quantile(least[low:high], _QUARTER) for low, high in self._bands])
        centers_hz = np.array([self._frequencies_hz[(low + high - 1) // 2] for low, high in self._bands])
        sure = np.median(levels[(centers_hz >= _SURE_HZ[0]) & (centers_hz <= _SURE_HZ[1])])
        levels = np.minimum(levels, sure * np.maximum(1.0, _SURE_HZ[0] / centers_hz) ** 2 * _MORE)
        octaves = np.log2(np.maximum(self._frequencies_hz, self._frequencies_hz[1]))
        floor_db = np.interp(octaves, np.log2(centers_hz), 10 * np.log10(np.maximum(levels, 1e-20)))
        return np.asarray(BIAS * 10 ** (floor_db / 10), dtype=np.float32)


def _bands(frequencies_hz: NDArray[np.float64]) -> list[tuple[int, int]]:
    """First and last bin (excluded) of each band, of eight bins at least."""
    count = round(np.log2(frequencies_hz[-1] / _LOWEST_HZ) * _BANDS_AN_OCTAVE)
    edges = np.searchsorted(frequencies_hz, _LOWEST_HZ * 2 ** (np.arange(count + 1) / _BANDS_AN_OCTAVE))
    bands, low = [], int(edges[0])
    for high in edges[1:]:
        if high - low >= 8:
            bands.append((low, int(high)))
            low = int(high)
    return bands
