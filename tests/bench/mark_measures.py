# SPDX-License-Identifier: GPL-3.0-or-later
"""How far below hearing a change of sound is: the noise-to-mask ratio after PEAQ (ITU-R BS.1387, FFT ear model), apart
from the masking model that the mark itself is written by."""

import numpy as np

from musicstudio.core.units import SAMPLE_RATE

_SIZE, _HOP = 2048, 1024
_LEVEL_DB_SPL = 92.0
_BANDS = 109


def noise_to_mask_db(reference, changed):
    """(total, worst frame) noise-to-mask ratio in dB of float32 (channels, frames) at 48 kHz; the worse channel."""
    found = [_channel(one, other) for one, other in zip(reference, changed, strict=True)]
    return max(total for total, _ in found), max(worst for _, worst in found)


def null_db(reference, changed):
    """Level of the difference below the reference."""
    difference = changed - reference
    return float(10 * np.log10(np.mean(difference**2) / max(1e-20, float(np.mean(reference**2)))))


def _channel(reference, changed):
    pitch, member, width = _bands()
    weight = _ear_weight()
    signal = _power(reference) * weight
    noise = _power(changed - reference) * weight
    bands = np.maximum(signal @ member, 1e-12) + 10 ** (0.4 * 0.364 * (pitch.hz / 1000) ** -0.8)
    excitation = _in_time(_spread(bands, pitch.bark, width))
    offset_db = np.where(pitch.bark <= 12, 3.0, 0.25 * pitch.bark)
    ratio = (noise @ member) / (excitation * 10 ** (-offset_db / 10))
    loud = signal.sum(axis=1) > 1e3
    a_frame = ratio[loud].mean(axis=1) if loud.any() else np.zeros(1)
    return float(10 * np.log10(max(1e-12, a_frame.mean()))), float(10 * np.log10(max(1e-12, a_frame.max())))


def _power(audio):
    frames = np.lib.stride_tricks.sliding_window_view(np.asarray(audio, dtype=np.float64), _SIZE)[::_HOP]
    window = np.hanning(_SIZE)
    scale = 10 ** (_LEVEL_DB_SPL / 20) / (window.sum() / 2)
    return np.abs(np.fft.rfft(frames * window * scale, axis=-1)) ** 2


class _Pitch:
    def __init__(self, bark):
        self.bark = bark
        self.hz = 650 * np.sinh(bark / 7)


def _bands():
    low, high = 7 * np.arcsinh(80 / 650), 7 * np.arcsinh(18000 / 650)
    edges = np.linspace(low, high, _BANDS + 1)
    bark = 7 * np.arcsinh(np.arange(_SIZE // 2 + 1) * SAMPLE_RATE / _SIZE / 650)
    # a line lies in bands by the share of its width, so that none is empty
    half = np.gradient(bark) / 2
    overlap = np.minimum(edges[None, 1:], (bark + half)[:, None]) - np.maximum(edges[None, :-1], (bark - half)[:, None])
    member = np.clip(overlap, 0, None) / (2 * half)[:, None]
    return _Pitch((edges[:-1] + edges[1:]) / 2), member, edges[1] - edges[0]


def _ear_weight():
    khz = np.maximum(np.arange(_SIZE // 2 + 1) * SAMPLE_RATE / _SIZE, 1.0) / 1000
    db = -0.6 * 3.64 * khz**-0.8 + 6.5 * np.exp(-0.6 * (khz - 3.3) ** 2) - 1e-3 * khz**3.6
    return 10 ** (db / 10)


def _spread(bands, bark, width):
    """Slopes of 27 dB a Bark downwards and, upwards, less steep the louder it is; added by the power 0.4."""
    hz = 650 * np.sinh(bark / 7)
    level = 10 * np.log10(bands)
    upward = np.maximum(24 + 230 / hz[None, :] - 0.2 * level, 4.0)
    distance = bark[None, :] - bark[:, None]
    total = np.zeros_like(bands)
    for place in range(_BANDS):
        slope = np.where(distance[place] < 0, 27 * distance[place], -upward[:, place : place + 1] * distance[place])
        share = 10 ** (slope / 10)
        total += (bands[:, place : place + 1] * share / share.sum(axis=1, keepdims=True)) ** 0.4
    even = np.zeros(_BANDS)
    for place in range(_BANDS):
        slope = np.where(distance[place] < 0, 27 * distance[place], -24 * distance[place])
        share = 10 ** (slope / 10)
        even += (share / share.sum()) ** 0.4
    return (total / even) ** 2.5


def _in_time(excitation):
    """Forward masking: a decay of about 8 to 50 ms."""
    fade = np.exp(-_HOP / SAMPLE_RATE / np.linspace(0.05, 0.008, _BANDS))
    kept = np.copy(excitation)
    smooth = excitation[0].copy()
    for number in range(1, len(excitation)):
        smooth = fade * smooth + (1 - fade) * excitation[number]
        kept[number] = np.maximum(smooth, excitation[number])
    return kept
