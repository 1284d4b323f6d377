# SPDX-License-Identifier: GPL-3.0-or-later
"""Waveform overviews: true to the samples at every zoom, kept on disk, made again when damaged."""

from pathlib import Path

import numpy as np
import pytest

from musicstudio.core.errors import MediaError
from musicstudio.core.progress import run_to_end
from musicstudio.media.peaks import PeakStore, Waveform, build_levels, level_counts
from musicstudio.media.store import MediaStore

RATE = 48_000


@pytest.fixture
def media(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path / "media")


def waveform_of(media: MediaStore, audio: np.ndarray) -> Waveform:
    content_hash, _ = media.add(audio.astype(np.float32))
    return run_to_end(PeakStore(media.folder.parent / "peaks", media).waveform(content_hash, RATE))


def noise(seconds: float, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((2, int(seconds * RATE))) * 0.3


@pytest.mark.parametrize("frames", [1, 255, 256, 257, 100_000, 1_000_003])
def test_every_level_holds_the_extremes_of_its_samples(frames: int) -> None:
    samples = np.random.default_rng(frames).standard_normal((frames, 2)).astype(np.float32)
    levels = run_to_end(build_levels(samples))
    assert [level.shape[2] for level in levels] == level_counts(frames)
    for index, level in enumerate(levels):
        step = 256 * 4**index
        for place in {0, level.shape[2] // 2, level.shape[2] - 1}:
            part = samples[place * step : (place + 1) * step]
            assert (level[:, 0, place] == part.min(axis=0)).all()
            assert (level[:, 1, place] == part.max(axis=0)).all()


@pytest.mark.parametrize("seconds_per_px", [1 / RATE, 0.0007, 0.004, 0.02, 0.1])
def test_every_sample_is_seen_where_it_is_or_one_column_later(media: MediaStore, seconds_per_px: float) -> None:
    audio = noise(5.0).astype(np.float32)
    lows, highs = waveform_of(media, audio).columns(0.5, seconds_per_px, 40)
    edges = np.rint((0.5 + np.arange(41) * seconds_per_px) * RATE).astype(int)
    reach = int(max(256, seconds_per_px * RATE)) if seconds_per_px * RATE >= 256 else 0
    for column in range(39):
        inside = audio[:, edges[column] : edges[column + 1]]
        around = audio[:, max(0, edges[column] - reach) : edges[column + 1] + reach]
        assert (highs[:, column] <= around.max(axis=1)).all()
        assert (lows[:, column] >= around.min(axis=1)).all()
        assert (highs[:, column : column + 2].max(axis=1) >= inside.max(axis=1)).all()
        assert (lows[:, column : column + 2].min(axis=1) <= inside.min(axis=1)).all()


def test_a_lone_click_is_seen_at_every_zoom(media: MediaStore) -> None:
    audio = np.zeros((1, 10 * RATE))
    audio[0, 7 * RATE] = 0.9
    waveform = waveform_of(media, audio)
    for seconds_per_px in (0.00001, 0.001, 0.01, 0.1, 1.0, 5.0):
        _, highs = waveform.columns(7.0 - 3 * seconds_per_px, seconds_per_px, 8)
        assert highs.max() == np.float32(0.9), seconds_per_px


def test_outside_the_audio_columns_are_flat(media: MediaStore) -> None:
    waveform = waveform_of(media, np.full((1, RATE), 0.5))
    for seconds_per_px in (0.001, 0.05):
        lows, highs = waveform.columns(-10 * seconds_per_px, seconds_per_px, 10)
        assert not lows.any() and not highs.any()
        _, highs = waveform.columns(1.1, seconds_per_px, 10)
        assert not highs.any()


def test_kept_peaks_are_used_and_equal(media: MediaStore) -> None:
    content_hash, _ = media.add(noise(3.0).astype(np.float32))
    peaks = PeakStore(media.folder.parent / "peaks", media)
    assert peaks.read_kept(content_hash, RATE) is None
    made = run_to_end(peaks.waveform(content_hash, RATE))
    kept = peaks.read_kept(content_hash, RATE)
    assert kept
    for one, other in zip(made.levels, kept.levels, strict=True):
        assert (one == other).all()


@pytest.mark.parametrize("damage", [b"", b"garbage", b"MSPEAKS1" + b"\0" * 200])
def test_damaged_peaks_are_made_again(media: MediaStore, damage: bytes) -> None:
    content_hash, _ = media.add(noise(1.0).astype(np.float32))
    peaks = PeakStore(media.folder.parent / "peaks", media)
    run_to_end(peaks.waveform(content_hash, RATE))
    (file,) = peaks.folder.iterdir()
    file.write_bytes(damage)
    assert peaks.read_kept(content_hash, RATE) is None
    run_to_end(peaks.waveform(content_hash, RATE))
    assert peaks.read_kept(content_hash, RATE)


def test_missing_audio_is_an_error_and_a_folder_that_cannot_be_written_is_none(media: MediaStore) -> None:
    with pytest.raises(MediaError):
        run_to_end(PeakStore(media.folder.parent / "peaks", media).waveform("0" * 64, RATE))
    (media.folder.parent / "blocked").write_text("a file where the folder should be")
    content_hash, _ = media.add(noise(0.5).astype(np.float32))
    assert (
        run_to_end(PeakStore(media.folder.parent / "blocked", media).waveform(content_hash, RATE)).frames == RATE // 2
    )
