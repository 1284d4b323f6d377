# SPDX-License-Identifier: GPL-3.0-or-later
"""True peaks between the samples, whatever the pieces."""

import numpy as np
import pytest

from musicstudio.dsp.true_peak import TruePeakMeter
from tests.dsp.whole_sound import true_peak_db

RATE = 48_000


def metered(audio: np.ndarray, cuts: list[int]) -> float:
    """Through a meter in pieces."""
    meter = TruePeakMeter()
    for piece in np.split(audio, cuts, axis=1):
        meter.feed(piece)
    return meter.peak_db


def test_a_peak_between_samples_is_found() -> None:
    # EBU Tech 3341 test 16: a quarter-rate sine that is never sampled at its peak.
    sine = 0.5 * np.sin(np.pi / 2 * np.arange(RATE) + np.pi / 4) * np.hanning(RATE)
    assert true_peak_db(np.tile(sine, (2, 1)).astype(np.float32)) == pytest.approx(-6.02, abs=0.2)


def test_pieces_do_not_ring_where_they_are_cut() -> None:
    flat = np.tile(np.clip(3 * np.sin(2 * np.pi * 25 * np.arange(2 * RATE) / RATE), -0.85, 0.85), (2, 1))
    whole = true_peak_db(flat.astype(np.float32))
    assert whole == pytest.approx(20 * np.log10(0.85), abs=0.1)
    for cuts in ([500, 1000], list(range(1024, 2 * RATE, 1024)), [3, 4, 90_000], list(range(100, 20_000, 100))):
        assert metered(flat.astype(np.float32), cuts) == pytest.approx(whole, abs=0.01)


def test_sound_that_stops_at_full_level_rings_as_a_player_would() -> None:
    assert true_peak_db(np.ones((2, 1000), np.float32)) > 0.5
    assert true_peak_db(np.zeros((2, 1000), np.float32)) == true_peak_db(np.zeros((2, 0), np.float32)) == -120.0
    assert true_peak_db(np.ones((2, 1), np.float32)) == pytest.approx(0.0, abs=0.1)


def test_the_peak_since_it_was_last_asked_is_taken_and_the_next_begins_anew() -> None:
    meter = TruePeakMeter()
    assert meter.take() == 0.0
    tone = np.tile(0.5 * np.sin(2 * np.pi * 440 * np.arange(4800) / RATE), (2, 1)).astype(np.float32)
    meter.feed(tone)
    assert meter.take() == pytest.approx(0.5, rel=0.01)
    meter.feed(np.zeros((2, 4800), np.float32))
    meter.take()
    meter.feed(0.1 * tone)
    assert meter.take() == pytest.approx(0.05, rel=0.2)
