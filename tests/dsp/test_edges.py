# SPDX-License-Identifier: GPL-3.0-or-later
"""Fades, splices, dither, resampling, true peak and the click finder, on signals whose answer is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from musicstudio.dsp.dither import quantize
from musicstudio.dsp.fades import equal_gain_in, equal_power_in, with_fades
from musicstudio.dsp.resample import StreamResampler, resample, window_for
from musicstudio.dsp.splice import crossfade, level_match_db
from musicstudio.dsp.true_peak import TruePeakMeter
from tests.clicks import find_clicks, find_gaps
from tests.dsp.whole_sound import true_peak_db

RATE = 48_000


def sine(frequency_hz: float, seconds: float, rate: int = RATE, level: float = 0.5, phase: float = 0.0) -> np.ndarray:
    """A stereo sine."""
    wave = level * np.sin(2 * np.pi * frequency_hz * np.arange(round(seconds * rate)) / rate + phase)
    return np.stack([wave, wave]).astype(np.float32)


def noise(frames: int, seed: int = 0) -> np.ndarray:
    """Stereo white noise at -20 dBFS RMS."""
    return (np.random.default_rng(seed).standard_normal((2, frames)) * 0.1).astype(np.float32)


@given(st.integers(1, 2000))
def test_fade_pairs_keep_power_or_gain(frames: int) -> None:
    power, gain = equal_power_in(frames), equal_gain_in(frames)
    np.testing.assert_allclose(power**2 + power[::-1] ** 2, 1.0, atol=1e-6)
    np.testing.assert_allclose(gain + gain[::-1], 1.0, atol=1e-6)


def test_fades_touch_only_the_ends() -> None:
    audio = noise(1000)
    faded = with_fades(audio, 100, 200)
    np.testing.assert_array_equal(faded[:, 100:800], audio[:, 100:800])
    assert np.abs(faded[:, [0, -1]]).max() < 0.01


def test_a_bare_cut_clicks_and_a_crossfade_does_not() -> None:
    old, new = sine(220, 1.0), sine(300, 1.0, phase=1.3)
    cut = np.concatenate([old[:, :10_000], new[:, 10_000:]], axis=1)
    assert find_clicks(cut).size == 1
    seam = crossfade(old[:, 10_000:10_480], new[:, 10_000:10_480])
    assert find_clicks(np.concatenate([old[:, :10_000], seam, new[:, 10_480:]], axis=1)).size == 0


def test_crossing_a_sound_with_itself_changes_nothing() -> None:
    audio = noise(500)
    np.testing.assert_allclose(crossfade(audio, audio, is_related=True), audio, atol=1e-7)


def test_level_match_finds_the_difference_and_ignores_silence() -> None:
    audio = noise(5000)
    assert level_match_db(audio * np.float32(0.5), audio) == pytest.approx(6.02, abs=0.01)
    assert level_match_db(audio * 0, audio) == 0.0


@pytest.mark.parametrize("rate", [22_050, 32_000, 44_100, 96_000])
def test_resampling_keeps_length_position_and_level(rate: int) -> None:
    converted = resample(sine(997, 0.5, rate), rate, RATE)
    assert converted.shape == (2, RATE // 2)
    np.testing.assert_allclose(converted[:, 2000:-2000], sine(997, 0.5)[:, 2000:-2000], atol=2e-4)


def test_streamed_resampling_equals_one_piece() -> None:
    audio = noise(44_100)
    stream = StreamResampler(44_100, RATE)
    parts = [stream.feed(part) for part in np.split(audio, [100, 5000, 5001, 30_000], axis=1)]
    joined = np.concatenate([*parts, stream.finish()], axis=1)
    np.testing.assert_allclose(joined, resample(audio, 44_100, RATE)[:, : joined.shape[1]], atol=1e-6)


@pytest.mark.parametrize("rate", [44_100, 22_050, 11_025, 96_000])
def test_any_window_converts_as_in_the_whole(rate: int) -> None:
    audio = noise(rate * 2)
    whole = resample(audio, rate, RATE)
    first, frames, drop = window_for(30_011, 7000, rate, RATE)
    assert first >= 0
    window = resample(audio[:, first : first + frames], rate, RATE)[:, drop : drop + 7000]
    np.testing.assert_allclose(window, whole[:, 30_011 : 30_011 + 7000], atol=1e-5)


def test_true_peak_sees_between_the_samples() -> None:
    # A quarter-rate sine sampled at 45 degrees: samples at -3 dB of the true peak (EBU Tech 3341 test 16).
    wave = sine(RATE / 4, 0.2, level=0.5, phase=np.pi / 4)
    assert 20 * np.log10(np.abs(wave).max()) == pytest.approx(-9.03, abs=0.01)
    assert true_peak_db(wave[:, 100:-100]) == pytest.approx(-6.0, abs=0.4)


def test_streamed_true_peak_equals_the_whole() -> None:
    audio, meter = noise(20_000), TruePeakMeter()
    for part in np.split(audio, [7, 300, 12_345], axis=1):
        meter.feed(part)
    assert meter.peak_db == pytest.approx(true_peak_db(audio), abs=0.05)
    assert true_peak_db(audio * 0) == -120.0


def test_dither_is_seeded_and_removes_the_dead_zone() -> None:
    quiet = np.full((2, 48_000), 0.3 / 32768, dtype=np.float32)
    first, again = (quantize(quiet, 16, np.random.default_rng(5)) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    assert first.mean() == pytest.approx(0.3, abs=0.02)
    assert not quantize(quiet, 16, None).any()
    assert quantize(np.array([[2.0, -2.0]], dtype=np.float32), 16, None).tolist() == [[32767, -32768]]


def test_gaps_are_found_and_smooth_sound_has_none() -> None:
    wave = sine(440, 0.5)
    assert find_gaps(wave) == []
    wave[:, 5000:5300] = 0.0
    assert find_gaps(wave) == [(pytest.approx(5000, abs=1), pytest.approx(5300, abs=1))]
    assert find_clicks(wave).size >= 1
