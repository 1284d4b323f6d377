# SPDX-License-Identifier: GPL-3.0-or-later
"""The spectrum in bands: a sine reads its level in its band, at any frequency; silence reads the floor."""

import numpy as np
import pytest

from musicstudio.dsp.bands import BANDS, FLOOR_DB, BandMeter, band_centers_hz, band_edges_hz

METER = BandMeter()
TIME = np.arange(METER.size) / 48_000


@pytest.mark.parametrize("frequency_hz", [31.0, 55.0, 110.0, 997.0, 5_003.0, 15_000.0])
@pytest.mark.parametrize("level_db", [0.0, -40.0])
def test_a_sine_reads_its_level_where_it_is(frequency_hz, level_db):
    sine = 10 ** (level_db / 20) * np.sin(2 * np.pi * frequency_hz * TIME)
    levels = METER.levels_db(np.stack([sine, sine]).astype(np.float32))
    assert levels.shape == (BANDS,) and levels.dtype == np.float32
    assert levels.max() == pytest.approx(level_db, abs=1.5)
    assert band_centers_hz()[levels.argmax()] == pytest.approx(frequency_hz, rel=0.12)


def test_one_side_alone_reads_three_decibels_less():
    sine = np.sin(2 * np.pi * 1_031 * TIME)
    both, one = (METER.levels_db(np.stack([sine, k * sine]).astype(np.float32)).max() for k in (1, 0))
    assert both - one == pytest.approx(3.0, abs=0.05)


def test_silence_reads_the_floor_and_the_axis_is_logarithmic():
    assert (METER.levels_db(np.zeros((2, METER.size), np.float32)) == FLOOR_DB).all()
    ratios = band_edges_hz()[1:] / band_edges_hz()[:-1]
    assert np.allclose(ratios, ratios[0]) and band_edges_hz()[[0, -1]] == pytest.approx([20, 20_000])
