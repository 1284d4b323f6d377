# SPDX-License-Identifier: GPL-3.0-or-later
"""Peaks of a sung phrase are held without clicks, and what is below them is left alone."""

import numpy as np
import pytest

from musicstudio.engines.voice.synthesis.dynamics import HIGHEST_PEAK, limit_peaks
from tests.clicks import find_clicks

RATE = 48_000


@pytest.mark.parametrize("peak", [0.71, 1.2, 4.0])
def test_a_shout_is_brought_down_smoothly(peak: float) -> None:
    times = np.arange(RATE) / RATE
    level = 0.3 + (peak - 0.3) * np.exp(-(((times - 0.5) / 0.05) ** 2))
    audio = (level * np.sin(2 * np.pi * 220 * times)).astype(np.float32)[None]
    held = limit_peaks(audio, RATE)
    assert np.abs(held).max() <= HIGHEST_PEAK + 1e-6
    assert find_clicks(held).size == 0
    np.testing.assert_array_equal(held[:, : RATE // 4], audio[:, : RATE // 4])


def test_what_is_low_enough_stays_as_it_is() -> None:
    audio = np.full((2, 1000), 0.5, np.float32)
    assert limit_peaks(audio, RATE) is audio
    assert limit_peaks(np.zeros((1, 0), np.float32), RATE).shape == (1, 0)
