# SPDX-License-Identifier: GPL-3.0-or-later
"""The media store: audio by content, written once, read in windows, and never trusted blindly."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from musicstudio.core.errors import MediaError
from musicstudio.media.store import MediaStore
from musicstudio.media.wave_file import HEADER_BYTES, WaveInfo, read_header, wave_header

NOISE = np.random.default_rng(3).standard_normal((2, 10_000)).astype(np.float32)


@pytest.fixture
def store(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path / "media")


def test_audio_comes_back_bit_for_bit(store: MediaStore) -> None:
    content_hash, frames = store.add(NOISE)
    assert frames == 10_000
    assert (store.read_all(content_hash) == NOISE).all()
    assert store.info(content_hash) == WaveInfo(2, 48_000, 10_000)


def test_other_programs_read_the_files(store: MediaStore) -> None:
    content_hash, _ = store.add(NOISE, 44_100)
    samples, rate = soundfile.read(store.path(content_hash), dtype="float32")
    assert rate == 44_100
    assert (samples.T == NOISE).all()


def test_equal_audio_is_one_file_with_one_name(store: MediaStore, tmp_path: Path) -> None:
    content_hash, _ = store.add(NOISE)
    written = store.path(content_hash).stat().st_mtime_ns
    assert store.add(NOISE.copy())[0] == content_hash
    assert MediaStore(tmp_path / "elsewhere").add(NOISE)[0] == content_hash
    assert store.path(content_hash).stat().st_mtime_ns == written
    assert len(list(store.folder.iterdir())) == 1


def test_audio_in_blocks_gives_the_same_file_as_in_one_piece(store: MediaStore) -> None:
    expected, _ = store.add(NOISE)
    with store.adding(2) as audio:
        for first in range(0, 10_000, 777):
            audio.write(NOISE[:, first : first + 777])
    assert (audio.content_hash, audio.frames) == (expected, 10_000)


def test_a_stream_that_breaks_off_leaves_nothing(store: MediaStore) -> None:
    with pytest.raises(RuntimeError), store.adding(2) as audio:
        audio.write(NOISE)
        raise RuntimeError("cancelled")
    assert list(store.folder.iterdir()) == []


@pytest.mark.parametrize(("start", "frames"), [(0, 10), (-5, 10), (9_995, 10), (-50, 10), (20_000, 10), (500, 0)])
def test_a_window_outside_the_audio_is_silent_there(store: MediaStore, start: int, frames: int) -> None:
    content_hash, _ = store.add(NOISE)
    padded = np.pad(NOISE, ((0, 0), (100, 20_100)))
    assert (store.read(content_hash, start, frames) == padded[:, start + 100 : start + 100 + frames]).all()


@pytest.mark.parametrize(
    "audio", [np.zeros((2, 0)), np.zeros((0, 10)), np.full((1, 5), np.nan), np.full((1, 5), np.inf)]
)
def test_what_is_no_sound_is_refused(store: MediaStore, audio: np.ndarray) -> None:
    with pytest.raises(MediaError):
        store.add(audio.astype(np.float32))
    assert not store.folder.exists() or list(store.folder.iterdir()) == []


@pytest.mark.parametrize("damage", [
    lambda data: data[:50],
    lambda data: data[:-4],
    lambda data: data + b"1234",
    lambda data: b"X" + data[1:],
    lambda data: b"",
    lambda data: data[:58] + b"\0\0" + data[60:],
])  # fmt: skip
def test_a_damaged_file_is_an_error_for_that_file_only(store: MediaStore, damage: object) -> None:
    good, bad = store.add(NOISE)[0], store.add(NOISE * 0.5)[0]
    store.path(bad).write_bytes(damage(store.path(bad).read_bytes()))  # type: ignore[operator]
    with pytest.raises(MediaError, match="damaged"):
        store.read(bad, 0, 10)
    assert not store.has(bad)
    assert (store.read_all(good) == NOISE).all()
    assert store.add(NOISE * 0.5)[0] == bad
    store.verify(bad)


def test_a_flipped_bit_is_found_by_verifying(store: MediaStore) -> None:
    content_hash, _ = store.add(NOISE)
    data = bytearray(store.path(content_hash).read_bytes())
    data[5000] ^= 1
    store.path(content_hash).write_bytes(data)
    with pytest.raises(MediaError, match="damaged"):
        store.verify(content_hash)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64])
def test_names_that_are_no_hash_or_not_there_lead_nowhere(store: MediaStore, name: str) -> None:
    with pytest.raises(MediaError):
        store.read(name, 0, 1)
    assert name == "0" * 64 or not _has(store, name)


def _has(store: MediaStore, name: str) -> bool:
    try:
        return store.has(name)
    except MediaError:
        return False


def test_a_file_of_another_song_can_be_adopted_and_only_as_what_it_holds(store: MediaStore, tmp_path: Path) -> None:
    other = MediaStore(tmp_path / "other")
    content_hash, _ = other.add(NOISE)
    renamed = other.path(content_hash).rename(tmp_path / "other" / f"{'0' * 64}.wav")
    assert store.adopt(renamed) == content_hash
    store.verify(content_hash)


@pytest.mark.parametrize("frames", [1, 500_000_000, 600_000_000, 4_000_000_000])
def test_headers_of_any_size_are_read_back(tmp_path: Path, frames: int) -> None:
    """Sparse files stand in for the gigabytes."""
    info = WaveInfo(2, 48_000, frames)
    path = tmp_path / "long.wav"
    with path.open("wb") as file:
        file.write(wave_header(info))
        file.truncate(HEADER_BYTES + info.data_bytes)
    assert read_header(path) == info
    assert soundfile.info(str(path)).frames == frames
