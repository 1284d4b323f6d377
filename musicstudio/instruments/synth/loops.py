# SPDX-License-Identifier: GPL-3.0-or-later
"""Unison oscillators of long notes as long stereo loops, one for each filter level.

Every harmonic of every detuned voice is one line of a long spectrum (after PADsynth, Nasca Octavian Paul, 2004), so a
note costs a copy and a multiplication, however many voices it has. Sounds as `tables` does, which is faster for short
notes.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.units import SAMPLE_RATE

from .patch import Filter, Oscillator
from .spectra import cutoff_of_level, harmonic_count, harmonics, hertz, lowpass
from .unison import unison

_LONG_LOOP = 2**18
_SHORT_LOOP = 2**17
_LOW_PITCH = 50
_LEVEL_STEP = 2


def play(
    oscillator: Oscillator, shape: Filter, pitch: int, levels: NDArray[np.float32], start: int
) -> NDArray[np.float32]:
    """(2, frames) of a unison oscillator; ``levels`` is the filter level at each frame, ``start`` a frame of the
    loop.
    """
    frames = levels.size
    audio = np.zeros((2, frames), np.float32)
    steps = levels / np.float32(_LEVEL_STEP)
    for step in range(int(steps.min()), int(steps.max()) + 2):
        weight = np.maximum(np.float32(0.0), 1 - np.abs(steps - step))
        if weight.any():
            loop = _loop(oscillator, shape.poles, shape.resonance_db, pitch, step * _LEVEL_STEP)
            audio += weight * _cut(loop, start, frames)
    return audio


def _cut(loop: NDArray[np.float32], start: int, frames: int) -> NDArray[np.float32]:
    length = loop.shape[1]
    start %= length
    if start + frames <= length:
        return loop[:, start : start + frames]
    return np.take(loop, np.arange(start, start + frames), axis=1, mode="wrap")


@lru_cache(maxsize=80)
def _loop(oscillator: Oscillator, poles: int, resonance_db: float, pitch: int, level: int) -> NDArray[np.float32]:
    length = _LONG_LOOP if pitch < _LOW_PITCH else _SHORT_LOOP
    from musicstudio.core.scientific import irfft

    bins, values = _lines(oscillator, pitch, length)
    spectrum = np.zeros((2, length // 2 + 1), np.complex64)
    gains = lowpass(bins * (SAMPLE_RATE / length), cutoff_of_level(level), poles, resonance_db)
    for side in (0, 1):
        np.add.at(spectrum[side], bins, (values[side] * gains).astype(np.complex64))
    loop = irfft(spectrum, length, axis=1) * np.float32(length / 2)
    loop.flags.writeable = False
    return np.asarray(loop)


def _lines(oscillator: Oscillator, pitch: int, length: int) -> tuple[NDArray[np.int64], NDArray[np.complex128]]:
    """Spectrum bins of all voices' harmonics, and their (2, lines) complex levels for left and right."""
    bins, values = [], []
    for voice in unison(oscillator, pitch):
        fundamental_hz = hertz(pitch + oscillator.semitones + voice.cents / 100.0)
        levels = harmonics(oscillator.wave, harmonic_count(fundamental_hz), oscillator.width)
        order = np.arange(1, levels.size + 1)
        bins.append(np.round(order * fundamental_hz * length / SAMPLE_RATE).astype(np.int64))
        turned = levels * np.exp(2j * np.pi * order * voice.phase)
        values.append(oscillator.level * np.outer([voice.left, voice.right], turned))
    return np.concatenate(bins), np.concatenate(values, axis=1)
