# SPDX-License-Identifier: GPL-3.0-or-later
"""A spectrum in a few logarithmic bands, quick enough to follow playing."""

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.units import SAMPLE_RATE

from .audio import Audio

BANDS = 96
LOWEST_HZ, HIGHEST_HZ = 20.0, 20_000.0
FLOOR_DB = -120.0


def band_edges_hz() -> NDArray[np.float64]:
    """The `BANDS` + 1 edges, evenly spaced on a logarithmic axis.

    Returns
    -------
    float64 array, shape (BANDS + 1,), Hz, rising
    """
    return np.asarray(np.geomspace(LOWEST_HZ, HIGHEST_HZ, BANDS + 1), dtype=np.float64)


def band_centers_hz() -> NDArray[np.float64]:
    """Geometric middles of the bands, shape (BANDS,).

    Returns
    -------
    float64 array, shape (BANDS,), Hz, rising
    """
    edges = band_edges_hz()
    return np.asarray(np.sqrt(edges[:-1] * edges[1:]), dtype=np.float64)


class BandMeter:
    """Holds the tables for windows of ``size`` frames at ``rate``; has no memory of what it heard."""

    def __init__(self, size: int = 8192, rate: int = SAMPLE_RATE) -> None:
        self.size = size
        window = np.hanning(size + 1)[:-1]
        self._window = (window * (2.0 / window.sum())).astype(np.float32)
        frequencies = np.fft.rfftfreq(size, 1.0 / rate)
        firsts = np.searchsorted(frequencies, band_edges_hz())
        self._starts = np.minimum(firsts[:-1], frequencies.size - 1)
        self._is_empty = firsts[1:] <= firsts[:-1]
        places = np.minimum(band_centers_hz() * size / rate, frequencies.size - 2)
        self._below = places.astype(np.int64)
        self._share = (places - self._below).astype(np.float32)

    def levels_db(self, audio: Audio) -> NDArray[np.float32]:
        """The strongest frequency of each band.

        Power is the mean over channels, so a full-scale sine in all of them reads 0 dB. Bands that lie between two
        frequencies of the transform are drawn through. About 0.1 ms.

        Parameters
        ----------
        audio : float32 array, shape (channels, size)

        Returns
        -------
        float32 array, shape (BANDS,), dBFS
        """
        spectra = np.fft.rfft(audio * self._window, axis=1)
        power = np.mean(spectra.real**2 + spectra.imag**2, axis=0)
        between = power[self._below] * (1.0 - self._share) + power[self._below + 1] * self._share
        strongest = np.where(self._is_empty, between, np.maximum(np.maximum.reduceat(power, self._starts), between))
        levels = 10.0 * np.log10(np.maximum(strongest, 1e-12))
        return np.asarray(np.maximum(levels, FLOOR_DB), dtype=np.float32)
