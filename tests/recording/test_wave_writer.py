# SPDX-License-Identifier: GPL-3.0-or-later
"""A recording's file is whole at every moment."""

import shutil
from collections import namedtuple

import numpy as np
import pytest
import soundfile

from musicstudio.core.errors import StorageError
from musicstudio.media.wave_file import read_header
from musicstudio.recording.wave_writer import KEPT_FREE_BYTES, SETTLE_EVERY_FRAMES, WaveWriter, mend_length

Usage = namedtuple("Usage", "total used free")


def ramp(frames, channels=1, start=0):
    return np.tile(np.arange(start, start + frames, dtype=np.float32) / 1e6, (channels, 1))


@pytest.mark.parametrize("channels", [1, 2])
def test_what_was_written_is_what_is_read(tmp_path, channels):
    writer = WaveWriter(tmp_path / "a.wav", channels)
    for start in range(0, 90_000, 1_000):
        writer.write(ramp(1_000, channels, start))
    writer.close()
    writer.close()
    audio, rate = soundfile.read(tmp_path / "a.wav", dtype="float32", always_2d=True)
    assert rate == 48_000 and np.array_equal(audio.T, ramp(90_000, channels))


def test_a_file_that_nobody_closed_reads_up_to_the_last_quarter_second(tmp_path):
    writer = WaveWriter(tmp_path / "a.wav", 1)
    for start in range(0, 50_000, 500):
        writer.write(ramp(500, start=start))
    assert soundfile.info(tmp_path / "a.wav").frames >= 50_000 - SETTLE_EVERY_FRAMES
    assert mend_length(tmp_path / "a.wav", 1) == 50_000
    assert np.array_equal(soundfile.read(tmp_path / "a.wav", dtype="float32")[0], ramp(50_000)[0])
    writer.close()


def test_half_a_sample_at_the_end_is_cut_away(tmp_path):
    writer = WaveWriter(tmp_path / "a.wav", 2)
    writer.write(ramp(100, 2))
    writer.close()
    with (tmp_path / "a.wav").open("ab") as file:
        file.write(b"\0" * 7)
    assert mend_length(tmp_path / "a.wav", 2) == 100


def test_a_disk_is_not_filled_to_the_brim(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1 << 40, 1 << 40, KEPT_FREE_BYTES - 1))
    writer = WaveWriter(tmp_path / "a.wav", 1)
    with pytest.raises(StorageError, match="nearly full"):
        for start in range(0, 48_000, 1_000):
            writer.write(ramp(1_000, start=start))
    writer.close()
    assert read_header(tmp_path / "a.wav").frames >= SETTLE_EVERY_FRAMES


def test_a_file_that_is_there_is_not_written_over(tmp_path):
    (tmp_path / "a.wav").write_bytes(b"mine")
    with pytest.raises(StorageError):
        WaveWriter(tmp_path / "a.wav", 1)
    assert (tmp_path / "a.wav").read_bytes() == b"mine"
