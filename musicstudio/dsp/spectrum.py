# SPDX-License-Identifier: GPL-3.0-or-later
"""Spectra for drawing."""

import numpy as np
from numpy.typing import NDArray

from .audio import Audio


def spectrum_db(audio: Audio, size: int = 4096) -> NDArray[np.float32]:
    """Level of each of ``size // 2 + 1`` frequencies in dBFS.

    Hann windows with half overlap, mean power over windows and channels.

    A full-scale sine reads 0 dB at its frequency. Audio shorter than ``size`` is padded; the floor is -140.

    Parameters
    ----------
    audio : float32 array, shape (channels, frames)
    size : int, frames, even

    Returns
    -------
    float32 array, shape (size // 2 + 1,), dBFS, at least -140
    """
    mono_windows = _windows(audio, size)
    window = np.hanning(size + 1)[:-1]
    spectra = np.fft.rfft(mono_windows * window, axis=-1)
    power = np.mean(np.abs(spectra) ** 2, axis=tuple(range(spectra.ndim - 1))) * (2.0 / window.sum()) ** 2
    return np.asarray(10.0 * np.log10(np.maximum(power, 1e-14)), dtype=np.float32)


def _windows(audio: Audio, size: int) -> NDArray[np.float32]:
    if audio.shape[1] < size:
        audio = np.pad(audio, ((0, 0), (0, size - audio.shape[1])))
    return np.lib.stride_tricks.sliding_window_view(audio, size, axis=1)[:, :: size // 2]
