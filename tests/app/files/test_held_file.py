# SPDX-License-Identifier: GPL-3.0-or-later
"""Mastered files keep their ceiling as they are decoded, and are as loud as was asked or say why not."""

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pyloudnorm
import pytest
import soundfile

from musicstudio.app.audio.master_file import master_file
from musicstudio.core.progress import run_to_end
from musicstudio.dsp.true_peak import true_peak_db

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
    audio, rate = soundfile.read(path, dtype="float32", always_2d=True)
    assert rate == RATE
    return np.ascontiguousarray(audio.T)


@pytest.mark.parametrize("target_lufs", [-14.0, -9.0])
@pytest.mark.parametrize("suffix", ["wav", "flac", "mp3", "ogg"])
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
