# SPDX-License-Identifier: GPL-3.0-or-later
"""Seconds whose peaks go over the ceiling once a song is coded are named, and others are not."""

from pathlib import Path

import numpy as np
import pytest

from musicstudio.app.audio import after_coding
from musicstudio.app.audio.after_coding import AFTER_CODING, CodingWatch
from musicstudio.core.errors import StorageError
from musicstudio.core.progress import run_to_end
from musicstudio.dsp.true_peak import TruePeakMeter

RATE = 48_000


def steep(seconds: float) -> np.ndarray:
    """Loud square waves, which a codec overshoots."""
    wave = np.sign(np.sin(2 * np.pi * 220 * np.arange(round(seconds * RATE)) / RATE)) * 0.85
    return np.stack([wave, wave]).astype(np.float32)


def watched(folder: Path, *blocks: np.ndarray, ceiling_dbtp: float = -1.0) -> list:
    watch = CodingWatch(folder)
    for block in blocks:
        watch.feed(block)
    return run_to_end(watch.warnings(ceiling_dbtp))


def test_what_a_codec_lifts_over_the_ceiling_is_named_with_its_second(tmp_path: Path) -> None:
    quiet = steep(2.0) * np.float32(0.1)
    (found,) = watched(tmp_path, quiet, steep(1.5), quiet)
    assert found.kind == AFTER_CODING
    assert found.at_s == 2.0
    assert found.length_s == 2.0
    assert found.text.startswith("0:02 reaches ")
    assert "dBTP when it is coded as MP3" in found.text


def test_what_stays_under_it_is_not(tmp_path: Path) -> None:
    assert watched(tmp_path, steep(2.0) * np.float32(0.1)) == []
    assert watched(tmp_path, steep(1.0), ceiling_dbtp=6.0) == []


@pytest.mark.parametrize("frames", [0, 1, 1000])
def test_short_sound_is_no_trouble(tmp_path: Path, frames: int) -> None:
    assert watched(tmp_path, np.zeros((2, frames), np.float32)) == []


def test_a_disk_that_is_full_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = CodingWatch(tmp_path)

    def fail(_: np.ndarray) -> None:
        raise RuntimeError("no space")

    monkeypatch.setattr(watch._encoder, "write", fail)
    with pytest.raises(StorageError, match="the disk may be full"):
        watch.feed(steep(0.1))


def test_peaks_are_taken_second_by_second() -> None:
    meter = TruePeakMeter()
    peaks = []
    for level in (0.1, 0.5, 0.2):
        meter.feed(np.full((2, RATE), level, np.float32))
        peaks.append(meter.take())
    assert peaks[0] == pytest.approx(0.1, rel=0.2)
    assert 0.5 <= max(peaks[1:]) < 0.65
    assert after_coding.AFTER_CODING == "coding"
