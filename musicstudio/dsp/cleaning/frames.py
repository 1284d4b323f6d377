# SPDX-License-Identifier: GPL-3.0-or-later
"""Overlapping spectra of a recording and back, some hundred at a time: Hann windows of 43 ms, three quarters overlap.

Analysis and synthesis windows multiply to squared Hann, whose shifts by a quarter sum to 3/2, so unchanged spectra give
the recording back within float32 rounding.
"""

import numpy as np
from numpy.typing import NDArray

from ..audio import Audio

Spectra = NDArray[np.complex64]
FRAME_S = 2048 / 48_000
OVERLAP = 4
_GAIN = 1.5


class Frames:
    """The grid of frames over ``frames`` samples at ``rate``."""

    def __init__(self, frames: int, rate: int) -> None:
        self.size = max(64, 2 ** round(np.log2(rate * FRAME_S)))
        self.hop = self.size // OVERLAP
        self.bins = self.size // 2 + 1
        self.count = -(-frames // self.hop) + OVERLAP - 1 if frames else 0
        self.frequencies_hz = np.fft.rfftfreq(self.size, 1.0 / rate).astype(np.float64)
        self._frames = frames
        self._window = np.hanning(self.size + 1)[:-1].astype(np.float32)

    def spectra(self, audio: Audio, first: int, last: int) -> Spectra:
        """Spectra ``first`` to ``last`` (excluded) of (channels, frames) audio, shape (channels, spectra, bins)."""
        last = min(last, self.count)
        start, end = self._span(first, last)
        low, high = max(0, start), min(end, audio.shape[1])
        piece = np.zeros((audio.shape[0], end - start), np.float32)
        piece[:, low - start : high - start] = audio[:, low:high]
        windows = np.lib.stride_tricks.sliding_window_view(piece, self.size, axis=1)[:, :: self.hop]
        return np.asarray(np.fft.rfft(windows * self._window, axis=-1), dtype=np.complex64)

    def add(self, sound: Audio, spectra: Spectra, first: int) -> None:
        """Add what spectra from number ``first`` on sound like to (channels, frames) ``sound``."""
        pieces = np.fft.irfft(spectra, self.size, axis=-1).astype(np.float32) * (self._window / _GAIN)
        count = pieces.shape[1]
        start, end = self._span(first, first + count)
        summed = np.zeros((sound.shape[0], count + OVERLAP - 1, self.hop), np.float32)
        for quarter in range(OVERLAP):
            summed[:, quarter : quarter + count] += pieces[:, :, quarter * self.hop : (quarter + 1) * self.hop]
        low, high = max(0, start), min(end, self._frames)
        sound[:, low:high] += summed.reshape(len(sound), -1)[:, low - start : high - start]

    def _span(self, first: int, last: int) -> tuple[int, int]:
        """Samples that some spectra look at; the first begin before the recording."""
        start = (first - OVERLAP + 1) * self.hop
        return start, start + (last - first - 1) * self.hop + self.size


def power_of(spectra: Spectra) -> NDArray[np.float32]:
    """Power summed over channels, shape (spectra, bins)."""
    return np.asarray((spectra.real**2 + spectra.imag**2).sum(axis=0), dtype=np.float32)
