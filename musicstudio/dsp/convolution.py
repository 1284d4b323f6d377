# SPDX-License-Identifier: GPL-3.0-or-later
"""Convolution of a stream with a long impulse, without latency, by spectra of parts of it.

The beginning of the impulse is cut into short parts, the rest into long ones, which are ready in time since they begin
late (W. G. Gardner, "Efficient convolution without input-output delay", J. Audio Eng. Soc. 43, 1995; overlap-add).
"""

from collections import deque
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from .audio import Audio

_SHORT_FRAMES, _LONG_FRAMES = 4096, 16_384
Spectra = NDArray[np.complex64]


class Convolver:
    """Fed with blocks (channels, frames) of any size; the result does not depend on the sizes. One thread at a time.

    Blocks under 4,096 frames cost a transform each.
    """

    def __init__(self, impulse: Audio) -> None:
        channels = impulse.shape[0]
        self._first = _cut(impulse[:, :_SHORT_FRAMES], _SHORT_FRAMES)[0]
        self._early = _Parts(impulse[:, _SHORT_FRAMES:_LONG_FRAMES], _SHORT_FRAMES)
        self._late = _Parts(impulse[:, _LONG_FRAMES:], _LONG_FRAMES)
        self._now = np.zeros((channels, _LONG_FRAMES), np.float32)
        self._over = np.zeros((channels, _SHORT_FRAMES), np.float32)
        self._made_late = np.zeros((channels, 2 * _LONG_FRAMES), np.float32)
        self._filled = 0

    def process(self, audio: Audio) -> Audio:
        """The next block.

        Parameters
        ----------
        audio : float32 array, shape (channels, frames)

        Returns
        -------
        float32 array of the same shape
        """
        made, done = np.empty_like(audio), 0
        while done < audio.shape[1]:
            taken = min(audio.shape[1] - done, _SHORT_FRAMES - self._filled % _SHORT_FRAMES)
            made[:, done : done + taken] = self._advance(audio[:, done : done + taken])
            done += taken
        return made

    def _advance(self, piece: Audio) -> Audio:
        """A piece within the short part that is being filled."""
        start, end = self._filled, self._filled + piece.shape[1]
        part = start // _SHORT_FRAMES * _SHORT_FRAMES
        self._now[:, start:end] = piece
        spectrum = _spectra(self._now[:, part:end], _SHORT_FRAMES)
        wave = _wave(spectrum * self._first + self._early.total, _SHORT_FRAMES)
        made = wave[:, start - part : end - part] + self._over[:, start - part : end - part]
        made += self._made_late[:, start:end]
        self._filled = end
        if end - part == _SHORT_FRAMES:
            self._over = wave[:, _SHORT_FRAMES:]
            self._early.take(spectrum)
        if end == _LONG_FRAMES:
            self._begin_long_part()
        return made

    def _begin_long_part(self) -> None:
        self._late.take(_spectra(self._now, _LONG_FRAMES))
        over = self._made_late[:, _LONG_FRAMES:]
        self._made_late = _wave(self._late.total, _LONG_FRAMES)
        self._made_late[:, :_LONG_FRAMES] += over
        self._filled = 0


class _Parts:
    """The impulse from one part's length on. total: what it makes, during the next part of the sound, of all before."""

    def __init__(self, impulse: Audio, frames: int) -> None:
        self._parts = list(_cut(impulse, frames))
        self._heard: deque[Spectra] = deque(maxlen=len(self._parts))
        self.total = np.zeros_like(self._parts[0])

    def take(self, spectrum: Spectra) -> None:
        """A whole part of the sound is there."""
        self._heard.appendleft(spectrum)
        self.total = self._parts[0] * spectrum
        for part, heard in zip(self._parts[1:], islice(self._heard, 1, None), strict=False):
            self.total += part * heard


def _cut(impulse: Audio, frames: int) -> Spectra:
    """Spectra of parts of equal length, one at least: (parts, channels, bins)."""
    parts = max(1, -(-impulse.shape[1] // frames))
    padded = np.pad(impulse, ((0, 0), (0, parts * frames - impulse.shape[1])))
    cut = padded.reshape(impulse.shape[0], parts, frames).transpose(1, 0, 2)
    return _spectra(np.ascontiguousarray(cut), frames)


def _spectra(parts: Audio, frames: int) -> Spectra:
    return np.asarray(np.fft.rfft(parts, 2 * frames, axis=-1), dtype=np.complex64)


def _wave(spectrum: Spectra, frames: int) -> Audio:
    return np.asarray(np.fft.irfft(spectrum, 2 * frames, axis=-1), dtype=np.float32)
