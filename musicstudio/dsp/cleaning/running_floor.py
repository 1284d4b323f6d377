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
        self._smooth = np.zeros(frequencies_hz.size, np.float32)
        self._least = np.full((_GROUPS, frequencies_hz.size), np.inf, np.float32)
        self._heard = 0
        bands = _bands(frequencies_hz)
        self._quarters = _LowerQuarters(bands)
        centers_hz = np.array([frequencies_hz[(low + high - 1) // 2] for low, high in bands])
        self._is_sure = (centers_hz >= _SURE_HZ[0]) & (centers_hz <= _SURE_HZ[1])
        self._most = np.maximum(1.0, _SURE_HZ[0] / centers_hz) ** 2 * _MORE
        self._octaves = np.log2(np.maximum(frequencies_hz, frequencies_hz[1]))
        self._center_octaves = np.log2(centers_hz)
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
        levels = self._quarters(least)
        sure = np.median(levels[self._is_sure])
        levels = np.minimum(levels, sure * self._most)
        floor_db = np.interp(self._octaves, self._center_octaves, 10 * np.log10(np.maximum(levels, 1e-20)))
        return np.asarray(BIAS * 10 ** (floor_db / 10), dtype=np.float32)


class _LowerQuarters:
    """The value under which a quarter of each band's bins lie, of all bands at once."""

    def __init__(self, bands: list[tuple[int, int]]) -> None:
        widths = np.array([high - low for low, high in bands])
        places = np.arange(widths.max())
        self._bins = np.array([low for low, _ in bands])[:, np.newaxis] + np.minimum(places, widths[:, np.newaxis] - 1)
        self._is_outside = places >= widths[:, np.newaxis]
        at = (widths - 1) * _QUARTER
        self._rows, self._below, self._share = np.arange(widths.size), at.astype(int), at - at.astype(int)

    def __call__(self, values: Power) -> NDArray[np.float64]:
        table = values[self._bins]
        table[self._is_outside] = np.inf
        table.sort(axis=1)
        below, above = (table[self._rows, self._below + more].astype(np.float64) for more in (0, 1))
        return np.asarray(below + (above - below) * self._share)


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
