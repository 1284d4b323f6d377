# SPDX-License-Identifier: GPL-3.0-or-later
"""How much of a spectrum can be changed before it is heard: a masking threshold on the Bark scale.

After Johnston (1988): the power of critical bands is spread over their neighbours, and lowered by an offset that is
small for noise and large for tones, told by the flatness of each band's spectrum.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.units import SAMPLE_RATE

Levels = NDArray[np.float32]

_BANDS = 25
_NOISE_OFFSET_DB, _TONE_OFFSET_DB = 5.5, 14.5
_FLATNESS_OF_TONE_DB = -15.0
_FLOOR = np.float32(1e-13)


def allowed_change(power: Levels, margin_db: float) -> Levels:
    """By which share of its amplitude each line may change so that the change stays a margin below the mask.

    Parameters
    ----------
    power : float32 array, shape (frames, lines): the power of each line of a transform of (lines - 1) * 2 samples
    margin_db : float, dB

    Returns
    -------
    float32 array, shape (frames, lines)
    """
    member, spreading = _tables(power.shape[1])
    bands = power @ member + _FLOOR
    logs = np.log10(power + _FLOOR) @ (member / np.maximum(member.sum(0), 1.0))
    flatness_db = 10.0 * (logs - np.log10(bands / np.maximum(member.sum(0), 1.0)))
    tonality = np.clip(flatness_db / _FLATNESS_OF_TONE_DB, 0.0, 1.0)
    place = np.arange(_BANDS, dtype=np.float32) + 0.5
    offset_db = tonality * (_TONE_OFFSET_DB + place) + (1.0 - tonality) * _NOISE_OFFSET_DB
    threshold = (bands @ spreading) * 10.0 ** (-(offset_db + margin_db) / 10.0)
    return np.asarray(np.sqrt(threshold / bands) @ member.T, dtype=np.float32)


def bark_of(frequency_hz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Critical-band rate (Zwicker and Terhardt).

    Parameters
    ----------
    frequency_hz : array, Hz

    Returns
    -------
    array of the same shape, Bark
    """
    return np.asarray(13.0 * np.arctan(0.00076 * frequency_hz) + 3.5 * np.arctan((frequency_hz / 7500.0) ** 2))


@cache
def _tables(lines: int) -> tuple[Levels, Levels]:
    """Which line lies in which band, and how much of a band's power reaches each other."""
    barks = bark_of(np.arange(lines) * SAMPLE_RATE / 2.0 / (lines - 1))
    place = np.minimum(barks.astype(np.int64), _BANDS - 1)
    member = (place[:, None] == np.arange(_BANDS)[None, :]).astype(np.float32)
    apart = np.arange(_BANDS)[None, :] - np.arange(_BANDS)[:, None] + 0.474
    spread_db = 15.81 + 7.5 * apart - 17.5 * np.sqrt(1.0 + apart**2)
    spreading = 10.0 ** (spread_db / 10.0)
    return member, np.asarray(spreading / spreading.sum(0, keepdims=True), dtype=np.float32)
