# SPDX-License-Identifier: GPL-3.0-or-later
"""The breath a singer takes before a phrase: shaped noise. Pure."""

import numpy as np
from numpy.typing import NDArray

MAX_LENGTH_S, MIN_LENGTH_S = 0.42, 0.12
BEFORE_S = 0.05
"""It ends this long before the first sound."""
LOUDEST_DBFS = -36.0
_BANDS_HZ = ((900.0, 1.0), (1800.0, 0.8), (3200.0, 0.6), (5200.0, 0.35))
"""Resonances of an open vocal tract taking in air, with their weights."""
Audio = NDArray[np.float32]


def breath_length_s(rest_s: float, amount: float) -> float:
    """How long a breath fits into a rest; 0 when there is no room or no wish for one."""
    length_s = min(MAX_LENGTH_S, rest_s - BEFORE_S - 0.03)
    return length_s if amount > 0 and length_s >= MIN_LENGTH_S else 0.0


def make_breath(length_s: float, rate: int, amount: float, formant: float, rng: np.random.Generator) -> Audio:
    """Noise of an inhalation, shape (frames,), at most `LOUDEST_DBFS` RMS for ``amount`` 1. formant: as in
    `acoustic.speak`.
    """
    frames = round(length_s * rate)
    spectrum = np.fft.rfft(rng.standard_normal(frames))
    frequencies = np.fft.rfftfreq(frames, 1 / rate)
    shape = sum(weight / (1 + ((frequencies - hz * formant) / (0.22 * hz)) ** 2) for hz, weight in _BANDS_HZ)
    noise = np.fft.irfft(spectrum * shape, frames)
    place = np.linspace(0, 1, frames)
    noise *= np.sin(np.pi * place**0.7) ** 1.5
    level = 10 ** (LOUDEST_DBFS / 20) * amount
    return (noise * level / max(float(np.sqrt(np.mean(noise**2))), 1e-9)).astype(np.float32)
