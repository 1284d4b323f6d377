# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever holds sound is read: phones' and cameras' files, old and new codecs, tags and junk before the sound."""

import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile

from musicstudio.core.errors import MediaError
from musicstudio.core.progress import run_to_end
from musicstudio.media.importing import Loaded, load_audio
from musicstudio.media.sniffing import Kind, sniff

from .foreign import encoded, tone

FOREIGN = {
    "a.m4a": ("aac", Kind.M4A, {}),
    "lossless.m4a": ("alac", Kind.M4A, {}),
    "a.aac": ("aac", Kind.AAC, {"container": "adts"}),
    "a.caf": ("pcm_s24be", Kind.CAF, {}),
    "a.wma": ("wmav2", Kind.WMA, {}),
    "a.au": ("pcm_s16be", Kind.AU, {}),
    "a.mka": ("flac", Kind.MATROSKA, {}),
    "a.webm": ("libopus", Kind.MATROSKA, {}),
    "film.mp4": ("aac", Kind.M4A, {"has_picture": True}),
    "film.mov": ("pcm_s16le", Kind.M4A, {"has_picture": True}),
    "film.mkv": ("libopus", Kind.MATROSKA, {"has_picture": True}),
    "film.avi": ("libmp3lame", Kind.AVI, {"has_picture": True}),
    "film.ts": ("aac", Kind.TS, {"has_picture": True, "container": "mpegts"}),
    "a.mpg": ("mp2", Kind.MPEG, {"container": "mpeg"}),
    "a.flv": ("aac", Kind.FLASH, {}),
    "a.mp2": ("mp2", Kind.MP3, {}),
    "a.wv": ("wavpack", Kind.WAVPACK, {}),
    "a.tta": ("tta", Kind.TTA, {}),
    "a.ac3": ("ac3", Kind.AC3, {}),
    "a.oga": ("flac", Kind.OGG, {"container": "ogg"}),
}


def assert_tone(loaded: Loaded, hz: float = 440.0, seconds: float = 1.0) -> None:
    """One tone from the beginning to the end, at its level."""
    assert loaded.audio.shape[1] / 48_000 == pytest.approx(seconds, abs=0.06)
    middle = loaded.audio[0, 4800:-4800]
    assert np.sqrt(np.mean(np.square(middle))) == pytest.approx(0.3 / 2**0.5, rel=0.05)
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    assert np.argmax(spectrum) * 48_000 / len(middle) == pytest.approx(hz, abs=2)


@pytest.mark.parametrize("name", FOREIGN)
def test_the_sound_of_foreign_containers_is_read(tmp_path: Path, name: str) -> None:
    codec, kind, options = FOREIGN[name]
    path = encoded(tmp_path / name, tone(440, channels=2), codec, **options)
    assert sniff(path).kind is kind
    loaded = run_to_end(load_audio(path))
    assert loaded.audio.shape[0] == 2 and loaded.notices == ()
    assert_tone(loaded)


def test_an_m4a_cut_off_before_its_index_is_refused_and_one_cut_off_behind_it_is_read(tmp_path: Path) -> None:
    whole = encoded(tmp_path / "a.m4a", tone(440, 4.0), "aac").read_bytes()
    (tmp_path / "a.m4a").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(MediaError, match=r"“a\.m4a” is damaged"):
        run_to_end(load_audio(tmp_path / "a.m4a"))
    whole = encoded(tmp_path / "b.m4a", tone(440, 4.0), "aac", options={"movflags": "faststart"}).read_bytes()
    (tmp_path / "b.m4a").write_bytes(whole[: len(whole) * 2 // 3])
    loaded = run_to_end(load_audio(tmp_path / "b.m4a"))
    assert 1.5 * 48_000 < loaded.audio.shape[1] < 3.5 * 48_000
    assert "cut off" in loaded.notices[0] or "damaged" in loaded.notices[0]


def test_a_film_without_sound_and_a_picture_hold_no_sound(tmp_path: Path) -> None:
    import av

    with av.open(str(tmp_path / "a.mp4"), "w") as file:
        picture = file.add_stream("mpeg4", rate=25, width=64, height=48, pix_fmt="yuv420p")
        file.mux(picture.encode(av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), dtype=np.uint8))))
        file.mux(picture.encode(None))
    with pytest.raises(MediaError, match="holds no sound"):
        run_to_end(load_audio(tmp_path / "a.mp4"))


def id3(length: int, content: bytes = b"") -> bytes:
    size = bytes(length >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x04\0\0" + size + content.ljust(length, b"\0")


APE_TAG = b"APETAGEX" + struct.pack("<IIII", 2000, 32, 0, 0xA0000000) + bytes(8)
JUNK = {
    "tag": id3(5000),
    "two tags": id3(100) + id3(70_000),
    "tag with a picture": id3(3000, b"APIC\0" + b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8),
    "zeros": bytes(12_345),
    "tag and zeros": id3(10) + bytes(4097),
    "the rest of a stream": np.random.default_rng(3).integers(0, 256, 3000, dtype=np.uint8).tobytes(),
    "a server's answer": b"HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n",
    "an APE tag": APE_TAG,
}
BEHIND_JUNK = {
    "a.mp3": ("libmp3lame", {}), "a.aac": ("aac", {"container": "adts"}), "a.flac": ("flac", {}),
    "a.wav": ("pcm_s16le", {}), "a.aiff": ("pcm_s16be", {}), "a.ogg": ("libopus", {}),
}  # fmt: skip


@pytest.mark.parametrize("name", BEHIND_JUNK)
@pytest.mark.parametrize("junk", JUNK)
def test_sound_is_found_behind_what_lies_before_it(tmp_path: Path, name: str, junk: str) -> None:
    codec, options = BEHIND_JUNK[name]
    path = encoded(tmp_path / name, tone(440, channels=2), codec, **options)
    path.write_bytes(JUNK[junk] + path.read_bytes())
    loaded = run_to_end(load_audio(path))
    assert_tone(loaded)


def test_a_file_that_begins_within_a_frame_is_read(tmp_path: Path) -> None:
    path = encoded(tmp_path / "a.mp3", tone(440, 2.0), "libmp3lame")
    path.write_bytes(path.read_bytes()[1000:])
    assert run_to_end(load_audio(path)).audio.shape[1] > 1.7 * 48_000


def test_files_put_one_behind_the_other_are_read_whole(tmp_path: Path) -> None:
    one = encoded(tmp_path / "one.mp3", tone(440), "libmp3lame").read_bytes()
    two = encoded(tmp_path / "two.mp3", tone(880), "libmp3lame").read_bytes()
    (tmp_path / "a.mp3").write_bytes(id3(100) + one + b"TAG" + bytes(125) + id3(100) + two)
    audio = run_to_end(load_audio(tmp_path / "a.mp3")).audio
    assert audio.shape[1] / 48_000 == pytest.approx(2.0, abs=0.12)
    assert_tone(Loaded(audio[:, -45_000:], 48_000, ()), 880.0, 0.94)


@pytest.mark.parametrize("subtype", ["VORBIS", "OPUS"])
def test_links_of_an_ogg_may_differ_in_rate_and_channels(tmp_path: Path, subtype: str) -> None:
    parts = [(440, 48_000, 2), (880, 24_000, 1), (660, 48_000, 2)]
    chain = b""
    for hz, rate, channels in parts:
        soundfile.write(tmp_path / "a.ogg", tone(hz, 1.0, rate, channels).T, rate, format="OGG", subtype=subtype)
        chain += (tmp_path / "a.ogg").read_bytes()
    (tmp_path / "a.ogg").write_bytes(chain)
    audio = run_to_end(load_audio(tmp_path / "a.ogg")).audio
    assert audio.shape == (2, 3 * 48_000)
    for number, (hz, _, _) in enumerate(parts):
        part = audio[:, number * 48_000 : (number + 1) * 48_000]
        assert_tone(Loaded(part, 48_000, ()), hz)


def test_a_damaged_link_of_an_ogg_costs_that_link_and_is_told(tmp_path: Path) -> None:
    links = []
    for hz in (440, 880, 660):
        soundfile.write(tmp_path / "a.ogg", tone(hz).T, 48_000, format="OGG", subtype="VORBIS")
        links.append(bytearray((tmp_path / "a.ogg").read_bytes()))
    links[1][28:58] = bytes(30)
    (tmp_path / "a.ogg").write_bytes(b"".join(links))
    loaded = run_to_end(load_audio(tmp_path / "a.ogg"))
    assert loaded.audio.shape[1] >= 2 * 48_000
    assert "damaged" in loaded.notices[0]


@pytest.mark.parametrize("content", [
    b"PK\3\4" + bytes(60) + b"fLaC\0\0\0\x22" + bytes(500),
    b"\xff\xfeT\0h\0i\0s\0 \0i\0s\0 \0t\0e\0x\0t\0" * 40,
    bytes(range(256)) * 40,
    np.random.default_rng(4).integers(0, 256, 300_000, dtype=np.uint8).tobytes(),
    id3(300) + b"no sound behind a tag" * 50,
])  # fmt: skip
def test_what_is_no_audio_is_not_taken_for_it(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.mp3").write_bytes(content)
    with pytest.raises(MediaError, match="is not an audio file"):
        sniff(tmp_path / "a.mp3")
