# SPDX-License-Identifier: GPL-3.0-or-later
"""The meters agree with the signals of EBU Tech 3341/3342 and with pyloudnorm, whatever the block size."""

import numpy as np
import pyloudnorm
import pytest

from musicstudio.dsp.loudness import LoudnessMeter, integrated_lufs, measured

RATE = 48_000


def tone(level_db: float, seconds: float, frequency_hz: float = 1000.0) -> np.ndarray:
    """A stereo sine whose peak is at a level."""
    time_s = np.arange(round(seconds * RATE)) / RATE
    sine = 10 ** (level_db / 20) * np.sin(2 * np.pi * frequency_hz * time_s)
    return np.stack([sine, sine]).astype(np.float32)


@pytest.mark.parametrize("level_db", [-23.0, -33.0])
def test_a_stereo_1_khz_sine_reads_its_peak_level(level_db: float) -> None:
    # EBU Tech 3341 tests 1 and 2.
    meter = measured(tone(level_db, 20))
    assert meter.integrated_lufs == pytest.approx(level_db, abs=0.1)
    assert meter.momentary_lufs == pytest.approx(level_db, abs=0.1)
    assert meter.short_term_lufs == pytest.approx(level_db, abs=0.1)


def test_quiet_passages_are_gated_out() -> None:
    # EBU Tech 3341 test 3: -36, -23, -36 dBFS for 10, 60 and 10 s.
    programme = np.concatenate([tone(-36, 10), tone(-23, 60), tone(-36, 10)], axis=1)
    assert integrated_lufs(programme) == pytest.approx(-23.0, abs=0.1)


def test_range_is_the_distance_of_two_levels() -> None:
    # EBU Tech 3342 test 1: 20 s at -20 and 20 s at -30 dBFS make 10 LU.
    assert measured(np.concatenate([tone(-20, 20), tone(-30, 20)], axis=1)).range_lu == pytest.approx(10.0, abs=1.0)


def test_agrees_with_pyloudnorm_on_noise_with_dynamics() -> None:
    rng = np.random.default_rng(3)
    noise = rng.standard_normal((2, RATE * 12)) * np.repeat(rng.uniform(0.01, 0.3, 12), RATE)
    expected = pyloudnorm.Meter(RATE).integrated_loudness(noise.T)
    assert integrated_lufs(noise.astype(np.float32)) == pytest.approx(expected, abs=0.1)


def test_block_size_does_not_matter() -> None:
    noise = (np.random.default_rng(4).standard_normal((2, RATE * 5)) * 0.1).astype(np.float32)
    whole, pieces = measured(noise), LoudnessMeter()
    for piece in np.split(noise, [1, 700, 701, 50_000, 123_457], axis=1):
        pieces.feed(piece)
    assert pieces.integrated_lufs == pytest.approx(whole.integrated_lufs, abs=1e-6)
    assert pieces.short_term_lufs == pytest.approx(whole.short_term_lufs, abs=1e-6)


def test_silence_is_not_a_number_problem() -> None:
    assert integrated_lufs(np.zeros((2, RATE), dtype=np.float32)) == -120.0
    assert LoudnessMeter().momentary_lufs == -120.0
