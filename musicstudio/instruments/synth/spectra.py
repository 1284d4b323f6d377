# SPDX-License-Identifier: GPL-3.0-or-later
"""Waveforms as harmonic spectra, and a low-pass as a curve over them: nothing here can alias.

The filter is applied to each harmonic's level (magnitude of the analogue prototype, phase left alone), so a moving
cutoff is a walk through spectra instead of a recursive filter with changing coefficients.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

HIGHEST_HZ = 20_000.0
LOWEST_CUTOFF_HZ = 30.0
LEVELS_PER_OCTAVE = 3
LEVEL_COUNT = 29
Numbers = NDArray[np.floating[Any]]
_CHIP_NOISE_LENGTH = 93  # the short mode of the console chips: a bit pattern of 93 steps


def hertz(pitch: float) -> float:
    """Frequency of a MIDI pitch, A4 = 440 Hz."""
    return float(440.0 * 2.0 ** ((pitch - 69.0) / 12.0))


def harmonic_count(fundamental_hz: float) -> int:
    """Harmonics that stay under 20 kHz."""
    return max(1, int(HIGHEST_HZ / fundamental_hz))


def harmonics(wave: str, count: int, width: float = 0.5) -> NDArray[np.complex128]:
    """Complex levels of harmonics 1 to ``count`` of a wave of roughly unit peak."""
    order = np.arange(1, count + 1)
    if wave in _STEPPED:
        return _of_steps(_STEPPED[wave](), order)
    return np.asarray(_SMOOTH[wave](order, width), dtype=np.complex128)


def lowpass(frequencies_hz: Numbers, cutoff_hz: float, poles: int, resonance_db: float) -> NDArray[np.float64]:
    """Magnitude of a 2- or 4-pole low-pass with a resonant peak (state-variable prototype, 1 / |1 - x^2 + jx/Q|)."""
    ratio = frequencies_hz / cutoff_hz
    quality = 0.707 * 10.0 ** (resonance_db / 20.0)
    second_order = 1.0 / np.sqrt((1.0 - ratio**2) ** 2 + (ratio / quality) ** 2)
    return np.asarray(second_order if poles == 2 else second_order / np.sqrt(1.0 + ratio**4))


def cutoff_of_level(level: int) -> float:
    """Cutoff of one step of the filter grid, `LEVELS_PER_OCTAVE` to an octave from 30 Hz to about 20 kHz."""
    return float(LOWEST_CUTOFF_HZ * 2.0 ** (level / LEVELS_PER_OCTAVE))


def level_of_cutoff(cutoff_hz: Numbers) -> NDArray[np.float32]:
    """Fractional place of cutoffs on the filter grid."""
    level = LEVELS_PER_OCTAVE * np.log2(np.maximum(cutoff_hz, LOWEST_CUTOFF_HZ) / LOWEST_CUTOFF_HZ)
    return np.asarray(np.clip(level, 0.0, LEVEL_COUNT - 1.001), dtype=np.float32)


def noise_burst(frames: int, seed: int) -> NDArray[np.float32]:
    """White noise of unit deviation, the same for the same seed."""
    return np.random.default_rng(seed).standard_normal(frames, dtype=np.float32)


def _of_steps(steps: NDArray[np.float64], order: NDArray[np.int64]) -> NDArray[np.complex128]:
    """Fourier series of a cycle of held steps."""
    edges = np.exp(-2j * np.pi * np.outer(order, np.arange(steps.size + 1)) / steps.size)
    integral = (edges[:, :-1] - edges[:, 1:]) @ steps
    return np.asarray(integral / (2j * np.pi * order) * 2.0)


def _triangle_of_16_steps() -> NDArray[np.float64]:
    ramp = np.concatenate([np.arange(16), np.arange(15, -1, -1)]) / 7.5 - 1.0
    return np.asarray(ramp * 0.9)


def _short_noise() -> NDArray[np.float64]:
    register, bits = 1, []
    for _ in range(_CHIP_NOISE_LENGTH):
        bits.append(1.0 if register & 1 else -1.0)
        register = (register >> 1) | (((register ^ (register >> 6)) & 1) << 14)
    steps = np.array(bits)
    return np.asarray((steps - steps.mean()) * 0.7)


def _pulse(order: Numbers, width: float) -> Any:
    return (1.0 - np.exp(-2j * np.pi * order * width)) / (1j * np.pi * order) * 1.6


def _triangle(order: Numbers) -> Any:
    return np.where(order % 2 == 1, -0.81j * (-1.0) ** ((order - 1) // 2) / order**2, 0.0)


def _drawbars(order: Numbers) -> Any:
    levels = {1: 1.0, 2: 0.7, 3: 0.5, 4: 0.35, 6: 0.2, 8: 0.15}
    return [-0.5j * levels.get(int(number), 0.0) for number in order]


_SMOOTH: dict[str, Callable[[Any, float], Any]] = {
    "saw": lambda order, _: -0.64j / order,
    "square": lambda order, _: _pulse(order, 0.5),
    "pulse": _pulse,
    "triangle": lambda order, _: _triangle(order),
    "sine": lambda order, _: np.where(order == 1, -1j, 0.0),
    "organ": lambda order, _: _drawbars(order),
}
_STEPPED: dict[str, Callable[[], NDArray[np.float64]]] = {
    "chip_triangle": _triangle_of_16_steps,
    "chip_noise": _short_noise,
}
