# SPDX-License-Identifier: GPL-3.0-or-later
"""The layers of one drum hit, as audio."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.seeds import derive_seed
from musicstudio.core.units import SAMPLE_RATE

from ..events import Audio, trim_tail
from .kit import Drum, Metal, Noise, Tone, kit_data

# Oscillator ratios of the TR-808's cymbal circuit (service manual, 1980: 205.3, 304.4, 369.6, 522.7, 540 and 800 Hz).
_METAL_RATIOS = (1.0, 1.483, 1.8, 2.546, 2.63, 3.897)
_LN_60_DB = 6.907755
_MAX_LENGTH_S = 4.0


@lru_cache(maxsize=256)
def hit(kit: str, key: int, loudness: int, variant: int) -> Audio:
    """(2, frames) of one hit. loudness: 0 to 7, brighter when higher. variant: which of the slightly different
    noises.
    """
    drum, tune = kit_data().drum_of(kit, key)
    seed = derive_seed(key, "drum", kit, variant)
    ratio = 2.0 ** (tune / 12.0)
    middle = _sum([*(_tone(tone, ratio) for tone in drum.tones), *_rough(drum, ratio, loudness, seed)])
    side = np.zeros_like(middle)
    if drum.width and (drum.noises or drum.metals):
        apart = _sum(_rough(drum, ratio, loudness, derive_seed(seed, "side")))
        side[: apart.size] = drum.width * apart
    sides = np.stack([middle + side, middle - side])
    if drum.drive:
        sides = np.tanh(sides * (1.0 + drum.drive)) / np.tanh(1.0 + drum.drive)
    gains = np.sqrt([[1.0 - drum.pan], [1.0 + drum.pan]]) * drum.level
    audio = trim_tail((gains * sides).astype(np.float32))
    audio.flags.writeable = False
    return audio


def _rough(drum: Drum, ratio: float, loudness: int, seed: int) -> list[NDArray[np.float64]]:
    """The layers that are different each time: noises and metals."""
    noises = [_noise(noise, derive_seed(seed, place), loudness) for place, noise in enumerate(drum.noises)]
    return noises + [_metal(metal, ratio, seed) for metal in drum.metals]


def _sum(layers: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    total = np.zeros(max(layer.size for layer in layers))
    for layer in layers:
        total[: layer.size] += layer
    return total


def _frames(decay_s: float) -> int:
    return round(min(_MAX_LENGTH_S, decay_s * 1.35 + 0.01) * SAMPLE_RATE)


def _decay(frames: int, decay_s: float) -> NDArray[np.float64]:
    return np.asarray(np.exp(np.arange(frames) * (-_LN_60_DB / (decay_s * SAMPLE_RATE))))


def _tone(tone: Tone, ratio: float) -> NDArray[np.float64]:
    frames = _frames(tone.decay_s)
    time_s = np.arange(frames) / SAMPLE_RATE
    fall = (tone.start_hz - tone.end_hz) if tone.start_hz else 0.0
    frequency = ratio * (tone.end_hz + fall * np.exp(-time_s / tone.sweep_s))
    turns = (np.cumsum(frequency) - frequency[0]) / SAMPLE_RATE
    wave = np.sin(2.0 * np.pi * turns)
    if tone.wave == "triangle":
        wave = 2.0 / np.pi * np.arcsin(wave)
    elif tone.wave == "square":
        wave = np.tanh(4.0 * wave)
    return np.asarray(tone.level * wave * _decay(frames, tone.decay_s))


def _noise(noise: Noise, seed: int, loudness: int) -> NDArray[np.float64]:
    frames = _frames(noise.decay_s + max(noise.bursts_s))
    raw = np.random.default_rng(seed).standard_normal(frames)
    if noise.hold > 1:
        raw = np.repeat(np.sign(raw[:: noise.hold]), noise.hold)[:frames]
    shaped = _band(raw, noise.low_hz, noise.high_hz * 2.0 ** ((loudness - 7) / 8.0))
    envelope = np.zeros(frames)
    for index, burst_s in enumerate(noise.bursts_s):
        start = round(burst_s * SAMPLE_RATE)
        is_last = index == len(noise.bursts_s) - 1
        decay_s = noise.decay_s if is_last else 0.035
        envelope[start:] = np.maximum(envelope[start:] * 0.3, _decay(frames - start, decay_s))
    attack = np.minimum(1.0, np.arange(frames) / max(1.0, noise.attack_s * SAMPLE_RATE))
    return np.asarray(noise.level * shaped * envelope * attack * 0.4)


def _metal(metal: Metal, ratio: float, seed: int) -> NDArray[np.float64]:
    frames = _frames(metal.decay_s)
    phases = np.random.default_rng(seed).random(metal.partials)
    spectrum = np.zeros(frames)
    time_s = np.arange(frames) / SAMPLE_RATE
    for partial_ratio, phase in zip(_METAL_RATIOS, phases, strict=False):
        fundamental_hz = metal.base_hz * ratio * partial_ratio
        for order in range(1, int(16_000.0 / fundamental_hz) + 1, 2):
            if order * fundamental_hz > metal.low_hz / 3.0:
                spectrum += np.sin(2.0 * np.pi * (order * fundamental_hz * time_s + phase * order)) / order
    shaped = _band(spectrum, metal.low_hz, 18_000.0)
    return np.asarray(metal.level * shaped * _decay(frames, metal.decay_s))


def _band(signal: NDArray[np.float64], low_hz: float, high_hz: float) -> NDArray[np.float64]:
    from musicstudio.core.scientific import butter, sosfilt

    edges = [low_hz, min(21_000.0, max(high_hz, low_hz * 1.3))]
    return np.asarray(sosfilt(butter(2, edges, "bandpass", fs=SAMPLE_RATE, output="sos"), signal))
