# SPDX-License-Identifier: GPL-3.0-or-later
"""What a mixture may go through between the players and the listener."""

import numpy as np
from numpy.typing import NDArray

Audio = NDArray[np.float32]


def vary_stem(audio: Audio, rng: np.random.Generator) -> Audio:
    """(2, frames) of one stem with another level, side, polarity and tone."""
    audio = audio * np.float32(10.0 ** (rng.normal(0.0, 3.5) / 20.0))
    if rng.random() < 0.5:
        audio = audio[::-1]
    if rng.random() < 0.5:
        audio = -audio
    if rng.random() < 0.1:
        audio = np.broadcast_to(audio.mean(axis=0), audio.shape)
    return _tilt_spectrum(audio, rng) if rng.random() < 0.25 else audio


def vary_speed(audio: Audio, frames: int, rng: np.random.Generator) -> Audio:
    """``frames`` of audio played up to 10 % faster or slower, tempo and pitch together; needs 1.1 times as many."""
    speed = rng.uniform(0.9, 1.1)
    places = np.arange(frames) * speed
    return np.stack([np.interp(places, np.arange(channel.size), channel) for channel in audio]).astype(np.float32)


def damage_mix(stems: Audio, rng: np.random.Generator) -> tuple[Audio, Audio]:
    """The mix of (stem, 2, frames) and the stems as they lie in it: limited (all alike) or through a lossy codec (mix
    only).
    """
    if rng.random() < 0.2:
        stems = stems * _limiting(stems.sum(axis=0), float(rng.uniform(0.3, 0.9)))
    mix = stems.sum(axis=0)
    return (_cut_like_a_codec(mix, float(rng.uniform(25, 45))) if rng.random() < 0.1 else mix), stems


def _tilt_spectrum(audio: Audio, rng: np.random.Generator) -> Audio:
    spectrum = np.fft.rfft(audio, axis=1)
    octaves = np.log2(np.maximum(1, np.arange(spectrum.shape[1])) / (spectrum.shape[1] / 16))
    gain_db = np.clip(rng.normal(0.0, 1.5) * octaves, -12.0, 12.0)
    return np.fft.irfft(spectrum * 10.0 ** (gain_db / 20.0), audio.shape[1], axis=1).astype(np.float32)


def _limiting(mix: Audio, share: float) -> Audio:
    """Gain of a soft limiter that begins at ``share`` of the peak; smoothed over 5 ms, the same for both channels."""
    level = np.abs(mix).max(axis=0)
    width = 110
    level = np.maximum.reduceat(level, np.arange(0, level.size, width)).repeat(width)[: mix.shape[1]]
    threshold = share * max(float(level.max()), 1e-6)
    gain = np.minimum(1.0, threshold / np.maximum(level, 1e-6))
    return np.convolve(gain, np.full(width, 1.0 / width), "same").astype(np.float32)


def _cut_like_a_codec(mix: Audio, range_db: float) -> Audio:
    """Spectral holes as a low bit rate leaves them: whatever lies ``range_db`` under the loudest of its frame is
    gone.
    """
    from scipy.signal import istft, stft

    _, _, spectrum = stft(mix, nperseg=1024)
    loudest = np.abs(spectrum).max(axis=1, keepdims=True)
    spectrum = np.where(np.abs(spectrum) > loudest * 10.0 ** (-range_db / 20.0), spectrum, 0.0)
    return np.asarray(istft(spectrum, nperseg=1024)[1][:, : mix.shape[1]], dtype=np.float32)
