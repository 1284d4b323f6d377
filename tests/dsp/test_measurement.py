# SPDX-License-Identifier: GPL-3.0-or-later
"""What is told about finished sound, and the seconds that need a look."""

import numpy as np
import pytest

from musicstudio.dsp.measurement import Measurement, SoundMeter

RATE = 48_000


def measure_sound(audio: np.ndarray) -> Measurement:
    """A whole sound, fed a second at a time."""
    meter = SoundMeter()
    for start in range(0, audio.shape[1], RATE):
        meter.feed(audio[:, start : start + RATE])
    return meter.finish()


def tone(seconds: float, level: float = 0.1, frequency_hz: float = 997.0, right: float = 1.0) -> np.ndarray:
    """A stereo sine."""
    wave = level * np.sin(2 * np.pi * frequency_hz * np.arange(round(seconds * RATE)) / RATE)
    return np.stack([wave, wave * right]).astype(np.float32)


def test_a_sine_in_figures() -> None:
    found = measure_sound(tone(10))
    assert found.length_s == 10.0
    assert found.integrated_lufs == pytest.approx(-20.0, abs=0.1)
    assert found.max_short_term_lufs == pytest.approx(-20.0, abs=0.1)
    assert found.max_momentary_lufs == pytest.approx(-20.0, abs=0.1)
    assert found.true_peak_dbtp == pytest.approx(-20.0, abs=0.05)
    assert found.loudness_range_lu == pytest.approx(0.0, abs=0.1)
    assert (found.psr_db, found.plr_db) == pytest.approx((0.0, 0.0), abs=0.1)
    assert found.correlation == pytest.approx(1.0)
    assert not found.warnings
    assert len(found.short_term_lufs) == 71


@pytest.mark.parametrize(("right", "correlation"), [(-1.0, -1.0), (0.0, 0.0), (0.5, 1.0)])
def test_correlation_of_left_and_right(right: float, correlation: float) -> None:
    assert measure_sound(tone(3, right=right)).correlation == pytest.approx(correlation, abs=1e-6)


FAULTS = {
    "clipping": np.clip(tone(1, 2.0), -1, 1),
    "dc": tone(1) + np.float32(0.05),
    "phase": tone(1, right=-1.0),
    "low_phase": tone(1, 0.1) + tone(1, 0.1, 50.0, right=-1.0),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_is_told_with_its_second(kind: str) -> None:
    sound = np.concatenate([tone(3), FAULTS[kind], FAULTS[kind], tone(4)], axis=1)
    (warning,) = measure_sound(sound).warnings
    assert (warning.kind, warning.at_s, warning.length_s) == (kind, 3.0, 2.0)
    assert warning.text.startswith("0:03 ")


def test_a_hole_is_told_but_not_silence_before_and_after() -> None:
    nothing = np.zeros((2, 3 * RATE), np.float32)
    (warning,) = measure_sound(np.concatenate([nothing, tone(2), nothing, tone(2), nothing], axis=1)).warnings
    assert (warning.kind, warning.at_s) == ("silence", 5.0)


@pytest.mark.parametrize("audio", [
    np.zeros((2, 0), np.float32), np.zeros((2, 1), np.float32), np.zeros((1, RATE), np.float32),
    np.full((2, RATE), np.nan, np.float32), np.full((2, 100), np.inf, np.float32),
])  # fmt: skip
def test_nothing_and_what_is_no_number_are_silence(audio: np.ndarray) -> None:
    found = measure_sound(audio)
    assert (found.integrated_lufs, found.true_peak_dbtp, found.correlation) == (-120.0, -120.0, 0.0)
    assert all(np.isfinite(value) for value in found.figures().values())


def test_blocks_of_any_size_measure_the_same() -> None:
    noise = (np.random.default_rng(2).standard_normal((2, 5 * RATE + 77)) * 0.1).astype(np.float32)
    meter = SoundMeter()
    for piece in np.split(noise, [1, 500, 480_00, 100_001], axis=1):
        meter.feed(piece)
    assert meter.finish().figures() == pytest.approx(measure_sound(noise).figures(), abs=1e-3)
