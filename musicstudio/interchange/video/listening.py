# SPDX-License-Identifier: GPL-3.0-or-later
"""What the picture moves by: for every frame of the film how loud each band is, and the waveform around it."""

from collections.abc import Iterable
from itertools import chain

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio

FRAMES_PER_S = 30
BANDS = 48
_WINDOW = 4096
_LOW_HZ, _HIGH_HZ = 45.0, 14_000.0
_QUIET_DB = -66.0
_FALL = 0.82

Floats = NDArray[np.float32]


class Moves(Struct, frozen=True):
    """bands: (frames, `BANDS`), 0 to 1, falling slowly as meters do; loudness: (frames,), 0 to 1."""

    bands: Floats
    loudness: Floats

    @property
    def frames(self) -> int:
        """How many pictures there are."""
        return len(self.loudness)


def moves_of(blocks: Iterable[Audio]) -> Moves:
    """Listen to blocks of the mix at `SAMPLE_RATE`, in order."""
    hop = SAMPLE_RATE // FRAMES_PER_S
    window = np.hanning(_WINDOW).astype(np.float32)
    edges = _band_edges()
    waiting = np.zeros(_WINDOW // 2, dtype=np.float32)
    bands: list[Floats] = []
    loudness: list[float] = []
    for block in chain(_mono(blocks), [np.zeros(_WINDOW // 2, dtype=np.float32)]):
        waiting = np.concatenate([waiting, block])
        while len(waiting) >= _WINDOW:
            piece = waiting[:_WINDOW]
            spectrum = np.abs(np.fft.rfft(piece * window)) / (_WINDOW / 4)
            bands.append(_levels(spectrum, edges))
            loudness.append(float(np.sqrt(np.mean(np.square(piece)))))
            waiting = waiting[hop:]
    if not bands:
        bands, loudness = [np.zeros(BANDS, dtype=np.float32)], [0.0]
    return Moves(_let_levels_fall(np.stack(bands)), np.clip(np.array(loudness, dtype=np.float32) * 3.0, 0.0, 1.0))


def _mono(blocks: Iterable[Audio]) -> Iterable[Floats]:
    return (block.mean(axis=0).astype(np.float32) for block in blocks)


def _band_edges() -> NDArray[np.int64]:
    hz = np.geomspace(_LOW_HZ, _HIGH_HZ, BANDS + 1)
    bins = np.round(hz * _WINDOW / SAMPLE_RATE).astype(np.int64)
    return np.maximum.accumulate(np.maximum(bins, np.arange(BANDS + 1) + 3))


def _levels(spectrum: NDArray[np.floating], edges: NDArray[np.int64]) -> Floats:
    peaks = np.maximum.reduceat(spectrum, edges)[:BANDS]
    tilt_db = np.linspace(0.0, 14.0, BANDS)
    level_db = 20 * np.log10(np.maximum(peaks, 1e-6)) + tilt_db
    return np.clip(1.0 - level_db / _QUIET_DB, 0.0, 1.0).astype(np.float32)


def _let_levels_fall(bands: Floats) -> Floats:
    """Each level rises at once and falls by a share a frame."""
    for index in range(1, len(bands)):
        bands[index] = np.maximum(bands[index], bands[index - 1] * _FALL)
    return bands
