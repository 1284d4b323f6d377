# SPDX-License-Identifier: GPL-3.0-or-later
"""Separation without learning, to compare with: harmonic/percussive split, a bass band, and the middle of the stereo
field.
"""

import numpy as np
from numpy.typing import NDArray

Audio = NDArray[np.float32]
BASS_HZ = 180.0
VOICE_HZ = (180.0, 5_000.0)


def split(mix: Audio, rate: int) -> Audio:
    """(4, 2, frames): drums, bass, other and vocals of a stereo mix, as soft masks that sum to it."""
    import librosa

    spectra = np.stack([librosa.stft(channel, n_fft=4096, hop_length=1024) for channel in mix])
    harmonic, percussive = librosa.decompose.hpss(np.abs(spectra).mean(axis=0), mask=True)
    frequencies = librosa.fft_frequencies(sr=rate, n_fft=4096)[:, None]
    is_low = (frequencies < BASS_HZ).astype(np.float32)
    is_voice = ((frequencies > VOICE_HZ[0]) & (frequencies < VOICE_HZ[1])).astype(np.float32)
    left, right = np.abs(spectra)
    centre = 1.0 - np.abs(left - right) / np.maximum(left + right, 1e-9)
    vocals = harmonic * is_voice * centre * 0.5
    masks = [percussive, harmonic * is_low, harmonic * (1 - is_low) - vocals, vocals]
    return np.stack(
        [
            np.stack([librosa.istft(spectrum * mask, hop_length=1024, length=mix.shape[1]) for spectrum in spectra])
            for mask in masks
        ]
    ).astype(np.float32)
