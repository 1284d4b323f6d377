# SPDX-License-Identifier: GPL-3.0-or-later
"""Oscillators as one cycle a filter level, read at phases that may bend."""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.units import SAMPLE_RATE

from .patch import Filter, Oscillator
from .spectra import LEVEL_COUNT, cutoff_of_level, harmonic_count, harmonics, hertz, lowpass
from .unison import unison

CYCLE = 4096
_ROW = CYCLE + 1
_FRACTION_BITS = 20
_FRACTION_MASK = np.uint32(2**_FRACTION_BITS - 1)
Bend = NDArray[np.float64]


def play(
    oscillator: Oscillator, shape: Filter, pitch: int, levels: NDArray[np.float32], bend: Bend | None, start: int
) -> NDArray[np.float32]:
    """(2, frames) of an oscillator that begins on frame ``start`` of its waveform.

    ``levels`` is the filter level and ``bend`` the pitch bend in semitones at each frame.
    """
    reach = pitch if bend is None else pitch + max(0, int(np.ceil(bend.max())))
    table = _tables(oscillator, shape.poles, shape.resonance_db, reach)
    time = np.arange(start, start + levels.size) if bend is None else start + np.cumsum(np.exp2(bend / 12.0))
    voices = unison(oscillator, pitch)
    row = levels.astype(np.int32)
    is_still = bool(levels.min() == levels.max())
    lower = np.zeros((2, levels.size), np.float32)
    upper = lower if is_still else np.zeros((2, levels.size), np.float32)
    still = _interpolate_level(table, float(levels[0])) if is_still else table
    for voice in voices:
        step = hertz(pitch + oscillator.semitones + voice.cents / 100.0) / SAMPLE_RATE
        index, rest = _places(time, step, voice.phase)
        pan = np.array([[voice.left], [voice.right]], np.float32)
        if is_still:
            lower += pan * _lookup(still, index, rest)
        else:
            index += row * _ROW
            lower += pan * _lookup(table, index, rest)
            upper += pan * _lookup(table, index + _ROW, rest)
    return lower if is_still else np.asarray(lower + (levels - row) * (upper - lower))


def _places(time: NDArray[Any], step: float, phase: float) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Index and fraction in the cycle for each frame; a steady pitch's phase wraps in 32-bit fixed point."""
    if time.dtype.kind == "i":
        turns = time.astype(np.uint32) * np.uint32(round(step * 2**32)) + np.uint32(int(phase * 2**32) % 2**32)
    else:
        turns = (((time * step + phase) % 1.0) * (2**32 - 1)).astype(np.uint32)
    return (turns >> _FRACTION_BITS).astype(np.int32), (turns & _FRACTION_MASK) * np.float32(2.0**-_FRACTION_BITS)


def _lookup(table: NDArray[np.float32], index: NDArray[np.int32], rest: NDArray[np.float32]) -> NDArray[np.float32]:
    flat = table.reshape(-1)
    here = flat.take(index)
    following = flat.take(index + 1)
    following -= here
    following *= rest
    following += here
    return following


def _interpolate_level(table: NDArray[np.float32], level: float) -> NDArray[np.float32]:
    row = int(level)
    return np.asarray(table[row] + np.float32(level - row) * (table[row + 1] - table[row]))


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
