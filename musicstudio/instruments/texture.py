# SPDX-License-Identifier: GPL-3.0-or-later
"""Noises of places and media, made from seeded random numbers: vinyl, rain, waves, wind, fire, hiss.

Each is stereo float32 at 48 kHz, about as loud as the instruments are (a mean of -26 dBFS); a note's pitch means
nothing, its velocity a little.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.seeds import derive_seed
from musicstudio.core.units import SAMPLE_RATE

from .events import Audio, TimedNote

Floats = NDArray[np.float64]
_FADE_S = 0.05
_LEVEL = 10 ** (-26 / 20)
_HIGHEST = 0.4


def play(notes: list[TimedNote], patch: str, seed: int) -> Audio:
    """One stretch of noise a note, faded in and out at its ends."""
    end = max(note.start + note.length for note in notes)
    audio = np.zeros((2, end), np.float32)
    for index, note in enumerate(notes):
        rng = np.random.default_rng(derive_seed(seed, "texture", patch, index))
        made = _fade_ends(_MAKERS[patch](note.length, rng)) * (note.velocity / 90.0)
        audio[:, note.start : note.start + note.length] += made.astype(np.float32)
    return audio


def _fade_ends(audio: Floats) -> Floats:
    frames = min(round(_FADE_S * SAMPLE_RATE), audio.shape[1] // 2)
    ramp = np.sin(np.linspace(0.0, np.pi / 2, max(frames, 1)))
    level = float(np.sqrt(np.mean(audio**2))) or 1.0
    audio = np.tanh(audio * (_LEVEL / level) / _HIGHEST) * _HIGHEST  # a click stays below the level that would clip
    audio[:, :frames] *= ramp[:frames]
    audio[:, audio.shape[1] - frames :] *= ramp[:frames][::-1]
    return audio


def _band(audio: Floats, low_hz: float, high_hz: float, order: int = 2) -> Floats:
    from musicstudio.core.scientific import butter, sosfilt

    return np.asarray(
        sosfilt(butter(order, (low_hz, high_hz), "bandpass", fs=SAMPLE_RATE, output="sos"), audio, axis=-1)
    )


def _slow(frames: int, rng: np.random.Generator, period_s: float, depth: float) -> Floats:
    """A random swell: straight lines between levels a period apart, in two channels that mostly move together."""
    points = max(2, round(frames / SAMPLE_RATE / period_s) + 2)
    levels = 1.0 - depth * rng.random(points)
    return np.interp(np.linspace(0, points - 1, frames), np.arange(points), levels)


def _bursts(frames: int, rng: np.random.Generator, per_s: float, decay_s: float, loudness: float) -> Floats:
    """Clicks at random places, each a short burst that dies away."""
    count = rng.poisson(per_s * frames / SAMPLE_RATE)
    train = np.zeros((2, frames))
    places = rng.integers(0, frames, count)
    train[rng.integers(0, 2, count), places] = loudness * rng.standard_gamma(0.7, count) * rng.choice([-1, 1], count)
    kernel = np.exp(-np.arange(round(5 * decay_s * SAMPLE_RATE) + 1) / (decay_s * SAMPLE_RATE))
    noise = rng.standard_normal(len(kernel)) * kernel
    return np.stack([np.convolve(channel, noise)[:frames] for channel in train])


def _vinyl(frames: int, rng: np.random.Generator) -> Floats:
    hiss = 0.02 * _band(rng.standard_normal((2, frames)), 400.0, 9000.0)
    rumble = 0.05 * _band(rng.standard_normal((2, frames)), 20.0, 60.0)
    return hiss + rumble + _bursts(frames, rng, 14.0, 0.0006, 0.8) + _bursts(frames, rng, 1.2, 0.002, 1.2)


def _rain(frames: int, rng: np.random.Generator) -> Floats:
    bed = _band(rng.standard_normal((2, frames)), 700.0, 11_000.0) * _slow(frames, rng, 3.0, 0.3)
    return 0.25 * bed + _band(_bursts(frames, rng, 180.0, 0.003, 0.7), 900.0, 9000.0)


def _waves(frames: int, rng: np.random.Generator) -> Floats:
    time = np.arange(frames) / SAMPLE_RATE
    swell = (0.5 + 0.5 * np.sin(2 * np.pi * time / 9.0 + rng.uniform(0, 6.28))) ** 2.0 * _slow(frames, rng, 8.0, 0.4)
    return _band(rng.standard_normal((2, frames)), 120.0, 3500.0) * (0.1 + swell)


def _wind(frames: int, rng: np.random.Generator) -> Floats:
    low = _band(rng.standard_normal((2, frames)), 150.0, 700.0) * _slow(frames, rng, 2.2, 0.9)
    whistle = _band(rng.standard_normal((2, frames)), 850.0, 1100.0, 1) * _slow(frames, rng, 1.7, 1.0) ** 2
    return low + 0.4 * whistle


def _fire(frames: int, rng: np.random.Generator) -> Floats:
    bed = 0.12 * _band(rng.standard_normal((2, frames)), 80.0, 900.0) * _slow(frames, rng, 0.6, 0.6)
    return bed + _bursts(frames, rng, 9.0, 0.004, 0.9) + _bursts(frames, rng, 40.0, 0.0008, 0.5)


def _hiss(frames: int, rng: np.random.Generator) -> Floats:
    return _band(rng.standard_normal((2, frames)), 1500.0, 14_000.0, 1)


_MAKERS: dict[str, Callable[[int, np.random.Generator], Floats]] = {
    "vinyl": _vinyl, "rain": _rain, "waves": _waves, "wind": _wind, "fire": _fire, "hiss": _hiss,
}  # fmt: skip
