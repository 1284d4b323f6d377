# SPDX-License-Identifier: GPL-3.0-or-later
"""The equalizer's filters and the curve they draw, from one set of coefficients, so that what is seen is what is
heard.

Biquads after R. Bristow-Johnson, Cookbook formulae for audio EQ biquad filter coefficients.
"""

from math import cos, pi, sin, sqrt, tan

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.project.model import Device

from .devices import device_values

Section = tuple[float, float, float, float, float, float]
Floats = NDArray[np.float64]

BAND_COUNT = 7
LOW_CUT_OFF_HZ = 20.0
HIGH_CUT_OFF_HZ = 20_000.0
_BUTTERWORTH_Q = 1 / sqrt(2)


def eq_sections(values: dict[str, float], rate: int = SAMPLE_RATE) -> list[Section | None]:
    """Second-order sections (b0 b1 b2 1 a1 a2) of the seven bands in order; None for a band that does nothing."""
    low_cut, high_cut = values["low_cut_hz"], values["high_cut_hz"]
    bands: list[Section | None] = [low_cut_section(low_cut, rate) if low_cut > LOW_CUT_OFF_HZ else None]
    bands.append(_shelf(values["low_shelf_hz"], values["low_shelf_db"], rate, is_high=False))
    bands += [_bell(values[f"bell{n}_hz"], values[f"bell{n}_db"], values[f"bell{n}_q"], rate) for n in (1, 2, 3)]
    bands.append(_shelf(values["high_shelf_hz"], values["high_shelf_db"], rate, is_high=True))
    bands.append(high_cut_section(high_cut, rate) if high_cut < HIGH_CUT_OFF_HZ else None)
    return bands


def eq_curve(device: Device, frequencies_hz: Floats) -> Floats:
    """Gain in dB of an ``eq`` device at each frequency (0 to 24,000 Hz), for drawing.

    Evaluated here rather than by scipy.signal, whose import would cost the window's start two seconds.
    """
    sections = [band for band in eq_sections(device_values(device)) if band]
    if not sections or not device.is_on:
        return np.zeros(len(frequencies_hz))
    delay = np.exp(-2j * pi * np.asarray(frequencies_hz) / SAMPLE_RATE)
    powers = np.stack([np.ones_like(delay), delay, delay**2])
    bands = np.array(sections)
    response = np.prod((bands[:, :3] @ powers) / (bands[:, 3:] @ powers), axis=0)
    return np.asarray(20.0 * np.log10(np.maximum(np.abs(response), 1e-6)), dtype=np.float64)


def low_cut_section(cutoff_hz: float, rate: int = SAMPLE_RATE) -> Section:
    """A 12 dB an octave Butterworth high-pass."""
    cosine, alpha = _angle(cutoff_hz, _BUTTERWORTH_Q, rate)
    side = (1 + cosine) / 2
    return _normalised((side, -2 * side, side), (1 + alpha, -2 * cosine, 1 - alpha))


def gentle_low_cut_section(cutoff_hz: float, rate: int = SAMPLE_RATE) -> Section:
    """A 6 dB an octave high-pass: what it takes away is the matching low-pass."""
    tangent = tan(pi * min(cutoff_hz, 0.49 * rate) / rate)
    return _normalised((1.0, -1.0, 0.0), (1 + tangent, tangent - 1, 0.0))


def high_cut_section(cutoff_hz: float, rate: int = SAMPLE_RATE) -> Section:
    """A 12 dB an octave Butterworth low-pass."""
    cosine, alpha = _angle(cutoff_hz, _BUTTERWORTH_Q, rate)
    side = (1 - cosine) / 2
    return _normalised((side, 2 * side, side), (1 + alpha, -2 * cosine, 1 - alpha))


def _bell(centre_hz: float, gain_db: float, q: float, rate: int) -> Section | None:
    if gain_db == 0:
        return None
    cosine, alpha = _angle(centre_hz, q, rate)
    amp = 10 ** (gain_db / 40)
    return _normalised((1 + alpha * amp, -2 * cosine, 1 - alpha * amp), (1 + alpha / amp, -2 * cosine, 1 - alpha / amp))


def _shelf(corner_hz: float, gain_db: float, rate: int, is_high: bool) -> Section | None:
    if gain_db == 0:
        return None
    cosine, alpha = _angle(corner_hz, _BUTTERWORTH_Q, rate)
    amp = 10 ** (gain_db / 40)
    side = 2 * sqrt(amp) * alpha
    sign = -1 if is_high else 1
    plus, minus = amp + 1, amp - 1
    b = (
        amp * (plus - sign * minus * cosine + side),
        sign * 2 * amp * (minus - sign * plus * cosine),
        amp * (plus - sign * minus * cosine - side),
    )
    a = (
        plus + sign * minus * cosine + side,
        sign * -2 * (minus + sign * plus * cosine),
        plus + sign * minus * cosine - side,
    )
    return _normalised(b, a)


def _angle(frequency_hz: float, q: float, rate: int) -> tuple[float, float]:
    omega = 2 * pi * min(frequency_hz, 0.49 * rate) / rate
    return cos(omega), sin(omega) / (2 * q)


def _normalised(b: tuple[float, float, float], a: tuple[float, float, float]) -> Section:
    return (b[0] / a[0], b[1] / a[0], b[2] / a[0], 1.0, a[1] / a[0], a[2] / a[0])
