# SPDX-License-Identifier: GPL-3.0-or-later
"""The meters agree with the signals of EBU Tech 3341/3342 and with pyloudnorm, whatever the block size."""

import numpy as np
import pyloudnorm
import pytest

from musicstudio.dsp.integrated import IntegratedMeter, integrated_lufs
from musicstudio.dsp.loudness import LoudnessMeter, measure_loudness

RATE = 48_000


def tone(level_db: float, seconds: float, frequency_hz: float = 1000.0) -> np.ndarray:
    """A stereo sine whose peak is at a level."""
    time_s = np.arange(round(seconds * RATE)) / RATE
    sine = 10 ** (level_db / 20) * np.sin(2 * np.pi * frequency_hz * time_s)
    return np.stack([sine, sine]).astype(np.float32)


@pytest.mark.parametrize("level_db", [-23.0, -33.0])
def test_a_stereo_1_khz_sine_reads_its_peak_level(level_db: float) -> None:
    # EBU Tech 3341 tests 1 and 2.
    meter = measure_loudness(tone(level_db, 20))
    assert meter.integrated_lufs == pytest.approx(level_db, abs=0.1)
    assert meter.momentary_lufs == pytest.approx(level_db, abs=0.1)
    assert meter.short_term_lufs == pytest.approx(level_db, abs=0.1)


def test_quiet_passages_are_gated_out() -> None:
    # EBU Tech 3341 test 3: -36, -23, -36 dBFS for 10, 60 and 10 s.
    programme = np.concatenate([tone(-36, 10), tone(-23, 60), tone(-36, 10)], axis=1)
    assert integrated_lufs(programme) == pytest.approx(-23.0, abs=0.1)


def test_range_is_the_distance_of_two_levels() -> None:
    # EBU Tech 3342 test 1: 20 s at -20 and 20 s at -30 dBFS make 10 LU.
    assert measure_loudness(np.concatenate([tone(-20, 20), tone(-30, 20)], axis=1)).range_lu == pytest.approx(
        10.0, abs=1.0
    )


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


@pytest.mark.parametrize("measure", [integrated_lufs, lambda audio: measure_loudness(audio).integrated_lufs])
def test_ebu_tech_3341_through_both_meters(measure) -> None:
    # Tests 1 to 5: steady tones, and passages that the relative and the absolute gate leave out.
    signals = {
        "1": (tone(-23, 20), -23.0), "2": (tone(-33, 20), -33.0),
        "3": (np.concatenate([tone(-36, 10), tone(-23, 60), tone(-36, 10)], axis=1), -23.0),
        "4": (np.concatenate([tone(-72, 10), tone(-36, 10), tone(-23, 60), tone(-36, 10)], axis=1), -23.0),
        "5": (np.concatenate([tone(-26, 20), tone(-20, 20.1), tone(-26, 20)], axis=1), -23.0),
    }  # fmt: skip
    for name, (signal, expected) in signals.items():
        assert measure(signal) == pytest.approx(expected, abs=0.1), f"test {name}"


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
