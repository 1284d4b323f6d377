# SPDX-License-Identifier: GPL-3.0-or-later
"""The minimum requirements of EBU Tech 3341 (2023) and 3342: their signals, with their tolerances, through what is
reported and what is shown while playing. Test 6 is surround, 7 and 8 of each are recordings of the EBU.
"""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from musicstudio.dsp.integrated import integrated_lufs
from musicstudio.dsp.loudness import LoudnessMeter
from tests.dsp.test_measurement import measure_sound
from tests.dsp.whole_sound import measure_loudness, true_peak_db

RATE = 48_000
Passage = tuple[float, float]
"""Level of the peaks in dBFS, and seconds."""
SILENT_DB = -200.0


def programme(*passages: Passage, frequency_hz: float = 1000.0) -> np.ndarray:
    """A stereo sine that goes on from passage to passage."""
    levels = np.concatenate([np.full(round(seconds * RATE), 10 ** (db / 20)) for db, seconds in passages])
    sine = levels * np.sin(2 * np.pi * frequency_hz * np.arange(levels.size) / RATE)
    return np.stack([sine, sine]).astype(np.float32)


INTEGRATED = {
    "1": (((-23, 20),), -23.0),
    "2": (((-33, 20),), -33.0),
    "3": (((-36, 10), (-23, 60), (-36, 10)), -23.0),
    "4": (((-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)), -23.0),
    "5": (((-26, 20), (-20, 20.1), (-26, 20)), -23.0),
}  # fmt: skip


@pytest.mark.parametrize("measure", [integrated_lufs, lambda audio: measure_loudness(audio).integrated_lufs])
@pytest.mark.parametrize("test", INTEGRATED)
def test_integrated_loudness(test: str, measure: Callable[[np.ndarray], float]) -> None:
    passages, expected_lufs = INTEGRATED[test]
    assert measure(programme(*passages)) == pytest.approx(expected_lufs, abs=0.1)


@pytest.mark.parametrize("level_db", [-23.0, -33.0])
def test_momentary_and_short_term_of_steady_tones(level_db: float) -> None:
    meter = measure_loudness(programme((level_db, 20)))
    assert meter.momentary_lufs == pytest.approx(level_db, abs=0.1)
    assert meter.short_term_lufs == pytest.approx(level_db, abs=0.1)


def shown(audio: np.ndarray, frames: int, read: Callable[[LoudnessMeter], float]) -> list[float]:
    """What a display that is read every so many frames shows."""
    meter, values = LoudnessMeter(), []
    for start in range(0, audio.shape[1], frames):
        meter.feed(audio[:, start : start + frames])
        values.append(read(meter))
    return values


def test_9_short_term_is_constant_while_three_seconds_repeat() -> None:
    values = shown(programme(*[(-20, 1.34), (-30, 1.66)] * 5), 4800, lambda meter: meter.short_term_lufs)
    np.testing.assert_allclose(values[30:], -23.0, atol=0.1)


def test_12_momentary_is_constant_while_400_ms_repeat() -> None:
    values = shown(programme(*[(-20, 0.18), (-30, 0.22)] * 25), 4800, lambda meter: meter.momentary_lufs)
    np.testing.assert_allclose(values[10:], -23.0, atol=0.1)


@pytest.mark.parametrize("number", range(0, 20, 3))
def test_10_the_loudest_3_s_wherever_they_begin(number: int) -> None:
    audio = programme((SILENT_DB, number * 0.15), (-23, 3), (SILENT_DB, 1))
    assert measure_sound(audio).max_short_term_lufs == pytest.approx(-23.0, abs=0.1)


@pytest.mark.parametrize("number", range(20))
def test_13_the_loudest_400_ms_wherever_they_begin(number: int) -> None:
    audio = programme((SILENT_DB, number * 0.02), (-23, 0.4), (SILENT_DB, 1))
    assert measure_sound(audio).max_momentary_lufs == pytest.approx(-23.0, abs=0.1)


def test_11_and_14_maxima_follow_a_rising_level() -> None:
    for seconds, name in ((3.0, "max_short_term_lufs"), (0.4, "max_momentary_lufs")):
        meter = LoudnessMeter()
        for number in range(20):
            level_db = -38.0 + number
            meter.feed(programme((SILENT_DB, number * seconds / 20), (level_db, seconds), (SILENT_DB, seconds)))
            assert getattr(meter, name) == pytest.approx(level_db, abs=0.1)


def burst(phase_deg: float, period: int, level: float) -> np.ndarray:
    """A sine whose samples stand at a phase, faded so that only the sine is measured."""
    time = np.arange(RATE)
    wave = level * np.sin(2 * np.pi * time / period + np.radians(phase_deg))
    return np.tile(wave * np.minimum(1, np.minimum(time, time[::-1]) / 4800), (2, 1)).astype(np.float32)


TRUE_PEAKS = {
    "15": (burst(0, 4, 0.5), -6.0), "16": (burst(45, 4, 0.5), -6.0), "17": (burst(60, 6, 0.5), -6.0),
    "18": (burst(67.5, 8, 0.5), -6.0), "19": (burst(45, 4, 1.41), 3.0),
}  # fmt: skip


@pytest.mark.parametrize("test", TRUE_PEAKS)
def test_true_peaks(test: str) -> None:
    audio, expected_dbtp = TRUE_PEAKS[test]
    assert expected_dbtp - 0.4 <= true_peak_db(audio) <= expected_dbtp + 0.2
    assert measure_sound(audio).true_peak_dbtp == pytest.approx(true_peak_db(audio), abs=0.01)


@pytest.mark.parametrize("offset", range(4))
def test_20_to_23_true_peaks_of_a_step_between_samples(offset: int) -> None:
    # A quarter-rate sine of half scale that doubles for one period: made at four times the rate, then taken down.
    fine = 0.5 * np.sin(np.pi / 8 * np.arange(8 * RATE))
    fine[2 * RATE + 5 : 2 * RATE + 21] *= 2.0
    spectrum = np.fft.rfft(np.roll(fine, offset))
    coarse = np.fft.irfft(spectrum[: RATE + 1], 2 * RATE) / 4
    shape = np.minimum(1, np.minimum(np.arange(2 * RATE), np.arange(2 * RATE)[::-1]) / 4800)
    expected_dbtp = 20 * np.log10(np.abs(np.fft.irfft(np.fft.rfft(coarse * shape), 32 * RATE)).max() * 16)
    assert (
        expected_dbtp - 0.4 <= true_peak_db(np.tile(coarse * shape, (2, 1)).astype(np.float32)) <= expected_dbtp + 0.2
    )


RANGES = {
    "1": (((-20, 20), (-30, 20)), 10.0), "2": (((-20, 20), (-15, 20)), 5.0), "3": (((-40, 20), (-20, 20)), 20.0),
    "4": (((-50, 20), (-35, 20), (-20, 20), (-35, 20), (-50, 20)), 15.0),
}  # fmt: skip


@pytest.mark.parametrize("test", RANGES)
def test_3342_loudness_range(test: str) -> None:
    passages, expected_lu = RANGES[test]
    assert measure_loudness(programme(*passages)).range_lu == pytest.approx(expected_lu, abs=1.0)


def below(cutoff_hz: float, audio: np.ndarray) -> np.ndarray:
    """Without what lies above: there the interpolators of meters roll off, each in its own way (BS.1770-4, annex 2)."""
    spectrum = np.fft.rfft(audio, axis=1)
    spectrum[:, np.fft.rfftfreq(audio.shape[1], 1 / RATE) > cutoff_hz] = 0
    return np.fft.irfft(spectrum, audio.shape[1], axis=1)


def peaky(name: str) -> np.ndarray:
    """Sounds whose true peak lies between samples."""
    rng = np.random.default_rng(8)
    noise = rng.standard_normal((2, 2 * RATE)) * 0.2
    return {
        "noise": noise,
        "dull noise": np.apply_along_axis(lambda row: np.convolve(row, np.hanning(9) / 4, "same"), 1, noise),
        "square": np.tile(0.5 * np.sign(np.sin(2 * np.pi * 441 * np.arange(RATE) / RATE)), (2, 1)),
        "quarter": TRUE_PEAKS["16"][0],
        "clipped": below(18_000, np.clip(noise * 6, -0.7, 0.7)),
    }[name].astype(np.float32)


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg, the second opinion, is not installed")
@pytest.mark.parametrize("name", ["noise", "dull noise", "square", "quarter", "clipped"])
def test_ffmpeg_finds_the_same_true_peak(name: str, tmp_path: Path) -> None:
    audio, path = peaky(name), tmp_path / "peaky.wav"
    soundfile.write(path, audio.T, RATE, subtype="FLOAT")
    command = ["ffmpeg", "-nostats", "-i", str(path), "-af", "ebur128=peak=true", "-f", "null", "-"]
    summary = subprocess.run(command, capture_output=True, text=True, check=True).stderr.rsplit("Summary:", 1)[1]
    assert true_peak_db(audio) == pytest.approx(float(summary.rsplit("Peak:", 1)[1].split("dBFS")[0]), abs=0.2)
