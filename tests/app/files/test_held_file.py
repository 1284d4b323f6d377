# SPDX-License-Identifier: GPL-3.0-or-later
"""Mastered files keep their ceiling as they are decoded, and are as loud as was asked or say why not."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyloudnorm
import pytest
import soundfile

from musicstudio.app.audio.master_file import master_file
from musicstudio.app.files.hold import Attempt, Hold, best_attempt, next_hold
from musicstudio.core.progress import run_to_end
from musicstudio.media.decoding import DecodedFile
from tests.dsp.whole_sound import true_peak_db

RATE = 48_000


def dense(seconds: float = 6.0) -> np.ndarray:
    """Something with beats and much treble, (frames, 2)."""
    rng, time_s = np.random.default_rng(7), np.arange(round(seconds * RATE)) / RATE
    beats = np.exp(-((time_s * 2) % 1) * 12) * np.sin(2 * np.pi * 60 * time_s)
    hats = np.exp(-((time_s * 4) % 1) * 20) * rng.standard_normal((2, time_s.size)) * 0.4
    tones = sum(np.sin(2 * np.pi * f * time_s) for f in (220, 277.2, 329.6, 4000)) * 0.2
    return ((beats + hats + tones) * 0.2).T


@pytest.fixture(scope="module")
def mix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mix") / "mix.wav"
    soundfile.write(path, dense(), RATE, subtype="FLOAT")
    return path


def decoded(path: Path) -> np.ndarray:
    """A file as another program decodes it, (2, frames)."""
    if path.suffix == ".m4a":
        with DecodedFile(path) as file:
            return np.concatenate([block for block in file.blocks() if block is not None], axis=1)
    audio, rate = soundfile.read(path, dtype="float32", always_2d=True)
    assert rate == RATE
    return np.ascontiguousarray(audio.T)


@pytest.mark.parametrize("target_lufs", [-14.0, -9.0])
@pytest.mark.parametrize("suffix", ["wav", "flac", "mp3", "ogg", "opus", "m4a"])
def test_a_mastered_file_is_as_loud_as_asked_under_the_ceiling(
    mix: Path, tmp_path: Path, suffix: str, target_lufs: float
) -> None:
    out = tmp_path / f"out.{suffix}"
    report = run_to_end(master_file(mix, out, target_lufs, -1.0))
    audio = decoded(out)
    assert true_peak_db(audio) <= -1.0
    loudness = pyloudnorm.Meter(RATE).integrated_loudness(audio.T)
    assert report["loudness_lufs"] == pytest.approx(loudness, abs=0.05)
    assert report["true_peak_dbtp"] == pytest.approx(true_peak_db(audio), abs=0.05)
    assert report["is_on_target"] == (abs(loudness - target_lufs) <= 0.2)
    assert report["is_on_target"] or any("not at the" in notice for notice in report["notices"])
    assert [file.name for file in tmp_path.iterdir()] == [out.name]


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg, the second opinion, is not installed")
@pytest.mark.parametrize("suffix", ["mp3", "ogg"])
def test_ffmpeg_decodes_it_under_the_ceiling_too(mix: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"out.{suffix}"
    run_to_end(master_file(mix, out, -10.0, -1.0))
    command = ["ffmpeg", "-nostats", "-i", str(out), "-af", "ebur128=peak=true", "-f", "null", "-"]
    summary = subprocess.run(command, capture_output=True, text=True, check=True).stderr.rsplit("Summary:", 1)[1]
    assert float(summary.rsplit("Peak:", 1)[1].split("dBFS")[0]) <= -0.8  # its meter and ours differ by 0.2 at most


def test_a_cancelled_file_leaves_nothing(mix: Path, tmp_path: Path) -> None:
    job = master_file(mix, tmp_path / "out.mp3", -9.0, -1.0)
    for progress in job:
        if progress.fraction > 0.85:
            break
    job.close()
    assert not list(tmp_path.iterdir())


def search(codec: Callable[[Hold], tuple[float, float]]) -> list[Attempt]:
    """All attempts with a codec that answers to a hold with what its peaks are over, and the loudness it takes."""
    attempts, hold = list[Attempt](), Hold()
    while hold is not None:
        attempts.append(Attempt(hold, *codec(hold)))
        hold = next_hold(attempts)
    return attempts


def test_peaks_are_lowered_and_loudness_is_made_up_again() -> None:
    def codec(hold: Hold) -> tuple[float, float]:
        return 0.9 + hold.peaks_db * 0.8, 0.4 - hold.gain_db - hold.peaks_db * 0.2

    best = best_attempt(search(codec))
    assert best.is_good


def test_room_that_a_careful_try_left_is_taken_back() -> None:
    # Over by 2 dB at first, but never again: a codec's peaks depend on every sample.
    attempts = search(
        lambda hold: (2.0, 0.0) if hold == Hold() else (hold.peaks_db * 0.9, -hold.peaks_db / 2 - hold.gain_db)
    )
    assert best_attempt(attempts).is_good


def test_a_codec_that_cannot_be_held_is_turned_down_until_it_is() -> None:
    attempts = search(lambda hold: (1.0 + hold.gain_db * 0.5, -hold.gain_db))
    best = best_attempt(attempts)
    assert best.over_db <= 0.0 < best.lost_lu
    assert len(attempts) <= 9


def test_loudness_that_no_gain_brings_is_not_tried_for_ever() -> None:
    attempts = search(lambda hold: (-0.05, 1.0))
    assert len(attempts) <= 3
