# SPDX-License-Identifier: GPL-3.0-or-later
"""Surround files become stereo as ITU-R BS.775 folds them: by the channels' places, or by convention without them."""

import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile

from musicstudio.core.progress import run_to_end
from musicstudio.media.importing import Loaded, load_audio

from .foreign import encoded

HALF, QUARTER = 0.5 * 0.5**0.5, 0.25
LEVEL = 0.5
MASKS = {"3.0": 0x7, "quad": 0x33, "5.0": 0x37, "5.1": 0x3F, "5.1 side": 0x60F, "6.1": 0x70F, "7.1": 0x63F, "2.1": 0xB}
PLACES = {
    0x1: (LEVEL, 0), 0x2: (0, LEVEL), 0x4: (HALF, HALF), 0x8: (0, 0), 0x10: (HALF, 0), 0x20: (0, HALF),
    0x100: (QUARTER, QUARTER), 0x200: (HALF, 0), 0x400: (0, HALF),
}  # fmt: skip


def stepped(channels: int) -> np.ndarray:
    """(frames, channels) where each channel alone is at `LEVEL` for 1,000 frames, one after the other."""
    return LEVEL * np.repeat(np.eye(channels), 1000, axis=0)


def extensible_wav(path: Path, mask: int) -> Path:
    """A 16-bit WAV with a channel mask."""
    samples = stepped(mask.bit_count())
    channels = samples.shape[1]
    data = np.round(samples * 32768).astype("<i2").tobytes()
    guid = bytes.fromhex("0100000000001000800000aa00389b71")
    form = struct.pack("<HHIIHHHHI", 0xFFFE, channels, 48_000, 96_000 * channels, 2 * channels, 16, 22, 16, mask) + guid
    body = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(data)) + data
    path.write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)
    return path


def sides(loaded: Loaded) -> list[tuple[float, float]]:
    """Level left and right in each step."""
    assert loaded.audio.shape[0] == 2
    return [tuple(loaded.audio[:, step + 500].tolist()) for step in range(0, loaded.audio.shape[1] - 500, 1000)]


@pytest.mark.parametrize("name", MASKS)
def test_channels_go_where_the_mask_says_that_they_are(tmp_path: Path, name: str) -> None:
    mask = MASKS[name]
    loaded = run_to_end(load_audio(extensible_wav(tmp_path / "a.wav", mask)))
    expected = [PLACES[1 << bit] for bit in range(18) if mask >> bit & 1]
    assert np.allclose(sides(loaded), expected, atol=1e-4)
    assert f"{mask.bit_count()} channels" in loaded.notices[0] and "BS.775" in loaded.notices[0]
    assert ("LFE channel was left out" in loaded.notices[0]) == bool(mask & 8)


@pytest.mark.parametrize(("channels", "mask"), [(3, 0x7), (4, 0x33), (5, 0x37), (6, 0x3F), (7, 0x70F), (8, 0x63F)])
@pytest.mark.parametrize("suffix", ["wav", "aiff", "w64"])
def test_without_a_mask_channels_lie_as_they_usually_do(tmp_path: Path, channels: int, mask: int, suffix: str) -> None:
    soundfile.write(tmp_path / f"a.{suffix}", stepped(channels), 48_000, subtype="PCM_24")
    expected = [PLACES[1 << bit] for bit in range(18) if mask >> bit & 1]
    assert np.allclose(sides(run_to_end(load_audio(tmp_path / f"a.{suffix}"))), expected, atol=1e-4)


@pytest.mark.parametrize(
    ("name", "codec"), [("a.flac", "flac"), ("a.m4a", "alac"), ("a.caf", "pcm_s16le"), ("a.mka", "flac")]
)
def test_other_containers_say_where_their_channels_are(tmp_path: Path, name: str, codec: str) -> None:
    path = encoded(tmp_path / name, stepped(6).T.astype(np.float32), codec, layout="5.1")
    expected = [PLACES[place] for place in (0x1, 0x2, 0x4, 0x8, 0x10, 0x20)]
    assert np.allclose(sides(run_to_end(load_audio(path))), expected, atol=1e-3)


def test_sixteen_channels_have_no_places_and_it_is_said(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.tile([0.0, 0.5], (2000, 8)), 48_000)
    loaded = run_to_end(load_audio(tmp_path / "a.wav"))
    assert np.allclose(loaded.audio[0], 0.0) and np.allclose(loaded.audio[1], 0.5, atol=1e-4)
    assert "16 channels without places" in loaded.notices[0]


def test_mono_and_stereo_stay_as_they_are(tmp_path: Path) -> None:
    for channels in (1, 2):
        soundfile.write(tmp_path / "a.wav", stepped(channels), 48_000, subtype="FLOAT")
        loaded = run_to_end(load_audio(tmp_path / "a.wav"))
        assert np.array_equal(loaded.audio, stepped(channels).T.astype(np.float32))
        assert loaded.notices == ()
