# SPDX-License-Identifier: GPL-3.0-or-later
"""Impulse responses of rooms and plates, made here from noise and reflections: no recording, no licence, no file."""

from functools import lru_cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio


class Space(Struct, frozen=True):
    """predelay_ms: until the first sound comes back. reflections: early echoes within ``early_ms``. damping: how much
    faster the highest octave dies than the lowest.
    """

    title: str
    predelay_ms: float
    reflections: int
    early_ms: float
    damping: float
    seed: int


SPACES = (
    Space("Room", 3, 24, 35, 2.5, 11),
    Space("Chamber", 6, 32, 55, 2.0, 12),
    Space("Hall", 18, 28, 90, 3.0, 13),
    Space("Cathedral", 35, 40, 160, 3.5, 14),
    Space("Plate", 0, 60, 25, 1.4, 15),
)
_BAND_EDGES_HZ = (0, 250, 500, 1000, 2000, 4000, 8000, 24_000)


@lru_cache(maxsize=8)
def impulse(space: int, decay_s: float) -> Audio:
    """The response (2, frames) of one of `SPACES` that falls by 60 dB in ``decay_s`` in its middle octaves."""
    about = SPACES[space]
    rng = np.random.default_rng(about.seed)
    frames = round((about.predelay_ms / 1000 + decay_s) * SAMPLE_RATE)
    first = round(about.predelay_ms / 1000 * SAMPLE_RATE)
    response = np.zeros((2, frames))
    response[:, first:] = _tail(about, decay_s, frames - first, rng)
    times = first + np.sort(rng.uniform(0, about.early_ms / 1000 * SAMPLE_RATE, about.reflections)).astype(int)
    for number, time in enumerate(times[times < frames]):
        response[rng.integers(2), time] += rng.choice([-1.0, 1.0]) * 0.9 * (1 - number / about.reflections)
    return np.asarray(response / np.sqrt(np.square(response).sum(axis=1).max()), dtype=np.float32)


def _tail(about: Space, decay_s: float, frames: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Noise, each octave dying at its own pace."""
    time_s = np.arange(frames) / SAMPLE_RATE
    spectrum = np.fft.rfft(rng.standard_normal((2, frames)), axis=1)
    frequencies_hz = np.fft.rfftfreq(frames, 1 / SAMPLE_RATE)
    total = np.zeros((2, frames))
    bands = len(_BAND_EDGES_HZ) - 1
    for band in range(bands):
        is_inside = (frequencies_hz >= _BAND_EDGES_HZ[band]) & (frequencies_hz < _BAND_EDGES_HZ[band + 1])
        part = np.fft.irfft(spectrum * is_inside, frames, axis=1)
        own_decay_s = decay_s * about.damping ** (0.5 - band / (bands - 1))
        total += part * 10 ** (-3 * time_s / own_decay_s)
    build_up = 1 - np.exp(-time_s / (about.early_ms / 4000 + 1e-4))
    return np.asarray(total * build_up * 0.05)
