# SPDX-License-Identifier: GPL-3.0-or-later
"""Separation without learning, to compare with: harmonic/percussive split, a bass band, the middle of the stereo field.

Harmonic/percussive masks by median filtering after D. Fitzgerald, DAFx 2010.
"""

import numpy as np
from numpy.typing import NDArray

Audio = NDArray[np.float32]
BASS_HZ = 180.0
VOICE_HZ = (180.0, 5_000.0)
_WINDOW = 4096
_MEDIAN = 31


def split(mix: Audio, rate: int) -> Audio:
    """(4, 2, frames): drums, bass, other and vocals of a stereo mix, as soft masks that sum to it."""
    from scipy.signal import istft, stft

    frequencies, _, spectra = stft(mix, rate, nperseg=_WINDOW)
    percussive = _percussive(np.abs(spectra).mean(axis=0))
    harmonic = 1.0 - percussive
    is_low = (frequencies < BASS_HZ)[:, None]
    is_voice = ((frequencies > VOICE_HZ[0]) & (frequencies < VOICE_HZ[1]))[:, None]
    left, right = np.abs(spectra)
    center = 1.0 - np.abs(left - right) / np.maximum(left + right, 1e-9)
    vocals = harmonic * is_voice * center * 0.5
    masks = [percussive, harmonic * is_low, harmonic * ~is_low - vocals, vocals]
    stems = [istft(spectra * mask, rate, nperseg=_WINDOW)[1][:, : mix.shape[1]] for mask in masks]
    return np.stack(stems).astype(np.float32)


def _percussive(magnitude: NDArray[np.float64]) -> NDArray[np.float64]:
    from scipy.ndimage import median_filter

    along_time = median_filter(magnitude, (1, _MEDIAN)) ** 2
    along_frequency = median_filter(magnitude, (_MEDIAN, 1)) ** 2
    return np.asarray(along_frequency / np.maximum(along_time + along_frequency, 1e-12))
