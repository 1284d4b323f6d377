# SPDX-License-Identifier: GPL-3.0-or-later
"""Recordings written to a pipe, or by a recorder that was switched off: the sizes in the header are placeholders, and
the samples are all there.
"""

import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile

from musicstudio.core.progress import run_to_end
from musicstudio.media.importing import load_audio

NOISE = np.random.default_rng(1).uniform(-0.5, 0.5, (5000, 2)).astype(np.float32)
PLACEHOLDERS = {
    "recorder cut off": 0, "ffmpeg, -1": 0xFFFFFFFF, "SoX": 0x7FFFF000, "largest": 0x7FFFFFFF, "arecord": 0x80000000,
    "-1 less a header": 0xFFFFFFFF - 36, "even": 0x7FFFFFFE, "mplayer": 0x7FFFF024, "lame": 0xFFFFFF00,
}  # fmt: skip


def rewritten(path: Path, name: bytes, before: int, fresh: bytes) -> Path:
    """The file with other bytes at a distance from where a chunk's name ends."""
    data = bytearray(path.read_bytes())
    place = data.index(name) + len(name) + before
    data[place : place + len(fresh)] = fresh
    path.write_bytes(data)
    return path


def assert_read_whole(path: Path, notices: int = 0) -> None:
    loaded = run_to_end(load_audio(path))
    assert np.abs(loaded.audio - NOISE.T).max() < 1e-4
    assert len(loaded.notices) == notices


@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24", "FLOAT"])
@pytest.mark.parametrize("who", PLACEHOLDERS)
@pytest.mark.parametrize("is_riff_right", [True, False])
def test_a_streamed_wav_is_read_to_its_end(tmp_path: Path, subtype: str, who: str, is_riff_right: bool) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, NOISE, 48_000, subtype=subtype, format="WAV")
    if subtype == "FLOAT":  # libsndfile writes a PEAK chunk before the data, which stays
        assert b"PEAK" in path.read_bytes()[:100]
    rewritten(path, b"data", 0, struct.pack("<I", PLACEHOLDERS[who]))
    if not is_riff_right:
        rewritten(path, b"RIFF", 0, struct.pack("<I", PLACEHOLDERS[who]))
    assert_read_whole(path)


@pytest.mark.parametrize("length", [0, 2**64 - 1, 2**63 - 1])
@pytest.mark.parametrize("frames", [0, 2**64 - 1])
def test_a_streamed_rf64_is_read_to_its_end(tmp_path: Path, length: int, frames: int) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, NOISE, 48_000, subtype="PCM_24", format="RF64")
    assert_read_whole(rewritten(path, b"ds64", 4, struct.pack("<QQQ", length, length, frames)))


@pytest.mark.parametrize("length", [0, 17, 2**64 - 1])
def test_an_rf64_whose_samples_are_sized_in_their_chunk_only_is_read(tmp_path: Path, length: int) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, NOISE, 48_000, subtype="PCM_24", format="RF64")
    rewritten(path, b"ds64", 4, struct.pack("<QQQ", length, length, length))
    assert_read_whole(rewritten(path, b"data", 0, struct.pack("<I", NOISE.size * 3)))


@pytest.mark.parametrize("length", [0, 24, 2**64 - 1, 2**63 - 1])
def test_a_streamed_wave64_is_read_to_its_end(tmp_path: Path, length: int) -> None:
    path = tmp_path / "a.w64"
    soundfile.write(path, NOISE, 48_000, subtype="PCM_24", format="W64")
    assert_read_whole(rewritten(path, b"data", 12, struct.pack("<Q", length)))


@pytest.mark.parametrize("length", [0, 0xFFFFFFFF, 0x7F000008])
def test_a_streamed_aiff_is_read_to_its_end(tmp_path: Path, length: int) -> None:
    path = tmp_path / "a.aiff"
    soundfile.write(path, NOISE, 48_000, subtype="PCM_24", format="AIFF")
    rewritten(path, b"COMM", 6, struct.pack(">I", length))
    assert_read_whole(rewritten(path, b"SSND", 0, struct.pack(">I", length)))


@pytest.mark.parametrize(("suffix", "name", "place", "fresh"), [
    ("au", b".snd", 4, b"\xff\xff\xff\xff"),
    ("caf", b"data", 0, b"\xff" * 8),
])  # fmt: skip
def test_streamed_au_and_caf_are_read_to_their_end(
    tmp_path: Path, suffix: str, name: bytes, place: int, fresh: bytes
) -> None:
    path = tmp_path / f"a.{suffix}"
    soundfile.write(path, NOISE, 48_000, subtype="PCM_24")
    assert_read_whole(rewritten(path, name, place, fresh))


def test_a_header_that_was_never_brought_up_to_date_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, NOISE, 48_000, subtype="PCM_16")
    assert_read_whole(rewritten(path, b"data", 0, struct.pack("<I", 400)), notices=1)


@pytest.mark.parametrize("length", [5, 1, 4001])
@pytest.mark.parametrize("subtype", ["PCM_16", "FLOAT"])
def test_an_odd_chunk_without_padding_does_not_hide_the_samples(tmp_path: Path, length: int, subtype: str) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, NOISE, 48_000, subtype=subtype, format="WAV")
    whole = path.read_bytes()
    place = whole.index(b"data")
    odd = b"junk" + struct.pack("<I", length) + b"x" * length
    path.write_bytes(whole[:place] + odd + whole[place:])
    assert_read_whole(path)


def test_chunks_behind_the_samples_are_not_sound(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, NOISE, 48_000, subtype="PCM_16")
    with path.open("ab") as file:
        file.write(b"LIST" + struct.pack("<I", 50_000) + b"INFO" + bytes(49_996))
    assert_read_whole(path)
    soundfile.write(path, NOISE[:10], 48_000, subtype="PCM_16")
    with path.open("ab") as file:
        file.write(b"LIST" + struct.pack("<I", 50_000) + b"INFO" + bytes(49_996))
    assert run_to_end(load_audio(path)).audio.shape == (2, 10)
