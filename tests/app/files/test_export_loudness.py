# SPDX-License-Identifier: GPL-3.0-or-later
"""What leaves is what is heard: the target, then the master's fader."""

from pathlib import Path

import numpy as np
import pyloudnorm
import pytest
import soundfile
from msgspec.structs import replace

from musicstudio.app.files.export import export_job
from musicstudio.app.files.export_options import ExportOptions, ExportReport
from musicstudio.core.progress import run_to_end
from musicstudio.media.store import MediaStore
from musicstudio.mixing.presets import mastering_devices
from musicstudio.project.model import Clip, Master, Project, Source, Take, Track

RATE = 48_000


@pytest.fixture
def media(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path / "media")


@pytest.fixture
def song(media: MediaStore) -> Project:
    """Four seconds of noise with beats on one track."""
    time_s = np.arange(4 * RATE) / RATE
    noise = np.random.default_rng(1).standard_normal((2, 4 * RATE)) * np.exp(-((time_s * 2) % 1) * 4) * 0.2
    content_hash, frames = media.add(noise.astype(np.float32))
    take = Take("take", source=content_hash)
    clip = Clip("clip", start_s=0.0, length_s=4.0, takes=(take,), active_take_id="take")
    source = Source(content_hash, frames, RATE, 2, "noise")
    track = Track("track", "Noise", "audio", "other", clips=(clip,))
    return Project("song", tracks=(track,), sources={content_hash: source}, master=Master(mastering_devices()))


def exported(song: Project, media: MediaStore, path: Path, **options: object) -> tuple[ExportReport, float]:
    """The report, and the loudness of the file."""
    report = run_to_end(export_job(song, media, ExportOptions(path, **options)))
    audio, _ = soundfile.read(path, always_2d=True)
    return report, pyloudnorm.Meter(RATE).integrated_loudness(audio)


@pytest.mark.parametrize("suffix", ["wav", "mp3"])
@pytest.mark.parametrize("fader_db", [0.0, -20.0])
def test_the_masters_fader_comes_after_the_target(
    song: Project, media: MediaStore, tmp_path: Path, suffix: str, fader_db: float
) -> None:
    moved = replace(song, master=replace(song.master, fader_db=fader_db))
    report, lufs = exported(moved, media, tmp_path / f"out.{suffix}")
    assert lufs == pytest.approx(-14.0 + fader_db, abs=0.2)
    assert report.loudness_lufs == pytest.approx(lufs, abs=0.05)
    told = [notice for notice in report.notices if "the master's fader is at −20.0 dB" in notice]
    assert len(told) == (fader_db != 0)
    assert report.is_as_asked


def test_the_fader_moves_the_mix_without_mastering_too(song: Project, media: MediaStore, tmp_path: Path) -> None:
    _, plain = exported(song, media, tmp_path / "plain.wav", is_mastered=False)
    moved = replace(song, master=replace(song.master, fader_db=-6.0))
    _, softer = exported(moved, media, tmp_path / "softer.wav", is_mastered=False)
    assert softer == pytest.approx(plain - 6.0, abs=0.02)
