# SPDX-License-Identifier: GPL-3.0-or-later
"""The equalizer's bands and the curve they draw: the coefficients of pedalboard's filters, so that what is seen is what
is heard (a test compares).

Biquads after R. Bristow-Johnson, Cookbook formulae for audio EQ biquad filter coefficients.
"""

from math import cos, pi, sin, sqrt

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.project.model import Device

from .devices import device_values

Section = tuple[float, float, float, float, float, float]
Floats = NDArray[np.float64]

BANDS = ("low_cut", "low_shelf", "bell1", "bell2", "bell3", "bell4", "high_shelf", "high_cut")
BOTH_SIDES, MIDDLE, SIDE = 0, 1, 2
LOW_CUT_OFF_HZ = 20.0
HIGH_CUT_OFF_HZ = 20_000.0
BUTTERWORTH_Q = 1 / sqrt(2)


def is_band_on(band: str, values: dict[str, float]) -> bool:
    """Whether a band of `BANDS` changes the sound."""
    if band == "low_cut":
        return values["low_cut_hz"] > LOW_CUT_OFF_HZ
    if band == "high_cut":
        return values["high_cut_hz"] < HIGH_CUT_OFF_HZ
    return values[f"{band}_db"] != 0


def eq_sections(values: dict[str, float], rate: int = SAMPLE_RATE) -> list[Section]:
    """Second-order sections (b0 b1 b2 1 a1 a2) of the bands that are on, in order."""
    return [_section(band, values, rate) for band in BANDS if is_band_on(band, values)]


def eq_curve(device: Device, frequencies_hz: Floats) -> Floats:
    """Gain in dB of an ``eq`` device at each frequency (0 to 24,000 Hz), for drawing.

    Evaluated here rather than by scipy.signal, whose import would cost the window's start two seconds.
    """
    sections = eq_sections(device_values(device))
    if not sections or not device.is_on:
        return np.zeros(len(frequencies_hz))
    delay = np.exp(-2j * pi * np.asarray(frequencies_hz) / SAMPLE_RATE)
    powers = np.stack([np.ones_like(delay), delay, delay**2])
    bands = np.array(sections)
    response = np.prod((bands[:, :3] @ powers) / (bands[:, 3:] @ powers), axis=0)
    return np.asarray(20.0 * np.log10(np.maximum(np.abs(response), 1e-6)), dtype=np.float64)


def low_cut_section(cutoff_hz: float, rate: int = SAMPLE_RATE) -> Section:
    """A 12 dB an octave Butterworth high-pass."""
    cosine, alpha = _angle(cutoff_hz, BUTTERWORTH_Q, rate)
    side = (1 + cosine) / 2
    return _normalize((side, -2 * side, side), (1 + alpha, -2 * cosine, 1 - alpha))


def high_cut_section(cutoff_hz: float, rate: int = SAMPLE_RATE) -> Section:
    """A 12 dB an octave Butterworth low-pass."""
    cosine, alpha = _angle(cutoff_hz, BUTTERWORTH_Q, rate)
    side = (1 - cosine) / 2
    return _normalize((side, 2 * side, side), (1 + alpha, -2 * cosine, 1 - alpha))


def _section(band: str, values: dict[str, float], rate: int) -> Section:
    frequency_hz = values[f"{band}_hz"]
    if band == "low_cut":
        return low_cut_section(frequency_hz, rate)
    if band == "high_cut":
        return high_cut_section(frequency_hz, rate)
    if band.endswith("shelf"):
        return _shelf(frequency_hz, values[f"{band}_db"], rate, is_high=band == "high_shelf")
    return _bell(frequency_hz, values[f"{band}_db"], values[f"{band}_q"], rate)


def _bell(center_hz: float, gain_db: float, q: float, rate: int) -> Section:
    cosine, alpha = _angle(center_hz, q, rate)
    amp = 10 ** (gain_db / 40)
    return _normalize((1 + alpha * amp, -2 * cosine, 1 - alpha * amp), (1 + alpha / amp, -2 * cosine, 1 - alpha / amp))


def _shelf(corner_hz: float, gain_db: float, rate: int, is_high: bool) -> Section:
    cosine, alpha = _angle(corner_hz, BUTTERWORTH_Q, rate)
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
    return _normalize(b, a)


def _angle(frequency_hz: float, q: float, rate: int) -> tuple[float, float]:
    omega = 2 * pi * min(frequency_hz, 0.49 * rate) / rate
    return cos(omega), sin(omega) / (2 * q)


def _normalize(b: tuple[float, float, float], a: tuple[float, float, float]) -> Section:
    return (b[0] / a[0], b[1] / a[0], b[2] / a[0], 1.0, a[1] / a[0], a[2] / a[0])
