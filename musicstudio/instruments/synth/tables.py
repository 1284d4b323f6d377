# SPDX-License-Identifier: GPL-3.0-or-later
"""Oscillators as one cycle a filter level, read at phases that may bend."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.units import SAMPLE_RATE

from .patch import Filter, Oscillator
from .spectra import LEVEL_COUNT, cutoff_of_level, harmonic_count, harmonics, hertz, lowpass
from .unison import unison

CYCLE = 4096
Bend = NDArray[np.float64]


def play(
    oscillator: Oscillator, shape: Filter, pitch: int, levels: NDArray[np.float32], bend: Bend | None, start: int
) -> NDArray[np.float32]:
    """(2, frames) of an oscillator that begins on frame ``start`` of its waveform.

    ``levels`` is the filter level and ``bend`` the pitch bend in semitones at each frame.
    """
    reach = pitch if bend is None else pitch + max(0, int(np.ceil(bend.max())))
    table = _tables(oscillator, shape.poles, shape.resonance_db, reach)
    steady = np.arange(start, start + levels.size, dtype=np.float64)
    frames = steady if bend is None else start + np.cumsum(np.exp2(bend / 12.0))
    audio = np.zeros((2, levels.size), np.float32)
    for voice in unison(oscillator, pitch):
        step = hertz(pitch + oscillator.semitones + voice.cents / 100.0) / SAMPLE_RATE
        audio += np.array([[voice.left], [voice.right]], np.float32) * _read(table, frames * step + voice.phase, levels)
    return audio


def _read(table: NDArray[np.float32], phase: NDArray[np.float64], levels: NDArray[np.float32]) -> NDArray[np.float32]:
    place = (phase - np.floor(phase)) * CYCLE
    index = place.astype(np.int32)
    rest = (place - index).astype(np.float32)
    flat = table.reshape(-1)
    if levels.size and levels.min() == levels.max():
        mix = np.float32(levels[0] % 1.0)
        row = int(levels[0])
        cycle = table[row] * (1 - mix) + table[row + 1] * mix
        low = cycle[index]
        return np.asarray(low + rest * (cycle[index + 1] - low))
    row_index = levels.astype(np.int32)
    index += row_index * (CYCLE + 1)
    lower, upper = flat[index], flat[index + (CYCLE + 1)]
    lower += rest * (flat[index + 1] - lower)
    upper += rest * (flat[index + (CYCLE + 2)] - upper)
    return np.asarray(lower + (levels - row_index) * (upper - lower))


@lru_cache(maxsize=128)
def _tables(oscillator: Oscillator, poles: int, resonance_db: float, pitch: int) -> NDArray[np.float32]:
    """(levels, CYCLE + 1): the first sample is repeated at the end for interpolation."""
    fundamental_hz = hertz(pitch + oscillator.semitones)
    levels = harmonics(oscillator.wave, min(harmonic_count(fundamental_hz), CYCLE // 4), oscillator.width)
    frequencies = np.arange(1, levels.size + 1) * fundamental_hz
    gains = np.stack([lowpass(frequencies, cutoff_of_level(n), poles, resonance_db) for n in range(LEVEL_COUNT)])
    spectrum = np.zeros((LEVEL_COUNT, CYCLE // 2 + 1), np.complex64)
    spectrum[:, 1 : levels.size + 1] = gains * levels * oscillator.level
    cycle = np.fft.irfft(spectrum, CYCLE, axis=1).astype(np.float32) * np.float32(CYCLE / 2)
    return np.concatenate([cycle, cycle[:, :1]], axis=1)
