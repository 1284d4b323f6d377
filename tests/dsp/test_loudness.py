# SPDX-License-Identifier: GPL-3.0-or-later
"""The meters agree with each other and with pyloudnorm, whatever the block size."""

import numpy as np
import pyloudnorm
import pytest

from musicstudio.dsp.integrated import IntegratedMeter, integrated_lufs
from musicstudio.dsp.loudness import LoudnessMeter
from tests.dsp.whole_sound import measure_loudness

RATE = 48_000


def tone(level_db: float, seconds: float, frequency_hz: float = 1000.0) -> np.ndarray:
    """A stereo sine whose peak is at a level."""
    time_s = np.arange(round(seconds * RATE)) / RATE
    sine = 10 ** (level_db / 20) * np.sin(2 * np.pi * frequency_hz * time_s)
    return np.stack([sine, sine]).astype(np.float32)


def wandering_noise(seconds: int, level: float = 1.0) -> np.ndarray:
    """Stereo noise whose level changes every second."""
    rng = np.random.default_rng(3)
    steps = np.repeat(rng.uniform(0.01, 0.3, seconds), RATE)
    return (rng.standard_normal((2, RATE * seconds)) * steps * level).astype(np.float32)


SIGNALS = {
    "noise with dynamics": wandering_noise(12),
    "quiet noise": wandering_noise(12, 0.01),
    "50 Hz": tone(-20, 5, 50.0),
    "10 kHz": tone(-20, 5, 10_000.0),
    "quiet, loud, quiet": np.concatenate([tone(-36, 5), tone(-23, 20), tone(-36, 5)], axis=1),
}


@pytest.mark.parametrize("name", SIGNALS)
def test_the_display_stays_within_a_twentieth_of_what_is_reported(name: str) -> None:
    assert measure_loudness(SIGNALS[name]).integrated_lufs == pytest.approx(integrated_lufs(SIGNALS[name]), abs=0.05)


@pytest.mark.parametrize("seconds", [1, 59, 130, 185])
def test_what_is_reported_is_pyloudnorms_whatever_the_length(seconds: int) -> None:
    noise = wandering_noise(seconds)[:, 137:]
    expected = pyloudnorm.Meter(RATE).integrated_loudness(noise.T)
    assert integrated_lufs(noise) == pytest.approx(expected, abs=0.001)


@pytest.mark.parametrize("frames", [4096, 100_001, 3_000_000])
def test_blocks_of_any_size_measure_the_same(frames: int) -> None:
    noise, meter = wandering_noise(130), IntegratedMeter()
    for start in range(0, noise.shape[1], frames):
        meter.feed(noise[:, start : start + frames])
    assert meter.integrated_lufs == pytest.approx(integrated_lufs(noise), abs=1e-6)


def test_what_is_no_number_counts_as_silence() -> None:
    broken = tone(-23, 5)
    broken[:, 1000:1010] = np.nan
    broken[:, 2000:2010] = np.inf
    assert integrated_lufs(broken) == pytest.approx(-23.0, abs=0.1)


def test_block_size_does_not_matter() -> None:
    noise = (np.random.default_rng(4).standard_normal((2, RATE * 5)) * 0.1).astype(np.float32)
    whole, pieces = measure_loudness(noise), LoudnessMeter()
    for piece in np.split(noise, [1, 700, 701, 50_000, 123_457], axis=1):
        pieces.feed(piece)
    assert pieces.integrated_lufs == pytest.approx(whole.integrated_lufs, abs=1e-6)
    assert pieces.short_term_lufs == pytest.approx(whole.short_term_lufs, abs=1e-6)


def test_silence_is_not_a_number_problem() -> None:
    for frames in (0, 1, RATE // 4, RATE, 130 * RATE):
        assert integrated_lufs(np.zeros((2, frames), dtype=np.float32)) == -120.0
    assert LoudnessMeter().momentary_lufs == -120.0
