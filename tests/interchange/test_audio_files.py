# SPDX-License-Identifier: GPL-3.0-or-later
"""Exported audio: right samples, right metadata, equal bytes for equal exports, and never a part of a file."""

import json
import shutil
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path

import mutagen
import numpy as np
import pytest
import soundfile
from msgspec.structs import replace

from musicstudio.core.errors import InputError, StorageError
from musicstudio.core.files import open_new
from musicstudio.core.progress import run_to_end
from musicstudio.interchange.audio_file import AudioSpec, Written, write_audio
from musicstudio.interchange.song_info import CuePoint, SongInfo, song_info
from musicstudio.interchange.wav import WavWriter
from musicstudio.project.edits import tempo
from tests.faults.failing_disk import CODES, FailingDisk
from tests.project.songs import BAR, small_song

KINDS = ["a.wav", "a.flac", "a.ogg", "a.opus", "a.mp3", "a.m4a"]
FRAMES = 48_001
TONES = (0.5 * np.sin(np.outer([440, 660], np.arange(FRAMES) / 48_000 * 2 * np.pi))).astype(np.float32)
INFO = SongInfo(
    "Läuft & läuft",
    bpm=120.0,
    key="A minor",
    cues=(CuePoint("Verse", 0.25), CuePoint("Chorus", 0.5)),
    licence="CC0-1.0",
    disclosure="AI: composition",
    loudness_lufs=-14.02,
    true_peak_dbtp=-1.5,
)


def blocks(audio: np.ndarray = TONES) -> Iterator[np.ndarray]:
    return (audio[:, first : first + 10_000] for first in range(0, audio.shape[1], 10_000))


def write(path: Path, bits: int = 24, info: SongInfo = INFO, seed: int = 0) -> Written:
    return run_to_end(write_audio(path, blocks(), AudioSpec(FRAMES, bits=bits, seed=seed), info))


def chunks(data: bytes) -> dict[bytes, bytes]:
    found, place = {}, 12
    while place < len(data):
        name, size = data[place : place + 4], struct.unpack_from("<I", data, place + 4)[0]
        found[name] = data[place + 8 : place + 8 + size]
        place += 8 + size + size % 2
    assert place == len(data)
    return found


@pytest.mark.parametrize(("name", "bits", "tolerance"), [
    ("a.wav", 16, 3 / 2**16), ("a.wav", 24, 1 / 2**23), ("a.wav", 32, 0.0),
    ("a.flac", 16, 3 / 2**16), ("a.flac", 24, 1 / 2**23), ("a.ogg", 24, 0.02), ("a.mp3", 24, 0.02),
])  # fmt: skip
def test_what_is_written_decodes_to_what_went_in(tmp_path: Path, name: str, bits: int, tolerance: float) -> None:
    written = write(tmp_path / name, bits)
    samples, rate = soundfile.read(written.path, dtype="float32")
    assert (rate, samples.shape) == (48_000, (FRAMES, 2))
    assert np.abs(samples.T - TONES)[:, 1000:-1000].max() <= tolerance
    assert written.peak_dbfs == pytest.approx(-6.0, abs=0.2)
    assert written.size_bytes == written.path.stat().st_size


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg, the second opinion, is not installed")
@pytest.mark.parametrize("name", KINDS)
def test_one_sample_is_a_file_that_every_player_opens(tmp_path: Path, name: str) -> None:
    one = np.full((2, 1), 0.5, dtype=np.float32)
    run_to_end(write_audio(tmp_path / name, iter([one]), AudioSpec(1), INFO))
    command = ["ffmpeg", "-v", "error", "-i", str(tmp_path / name), "-f", "f32le", "-ac", "2", "-"]
    decoded = subprocess.run(command, capture_output=True, check=True)
    assert not decoded.stderr and len(decoded.stdout) >= 8


@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.ogg", "a.mp3"])
def test_equal_exports_are_equal_files(tmp_path: Path, name: str) -> None:
    one, other = (write(tmp_path / folder / name, 16).path for folder in ("one", "other"))
    assert one.read_bytes() == other.read_bytes()


def test_dither_makes_the_error_of_16_bits_noise_and_another_seed_makes_other_noise(tmp_path: Path) -> None:
    quiet = np.full((1, 48_000), 0.4 / 2**15, dtype=np.float32)
    for seed in (1, 2):
        run_to_end(write_audio(tmp_path / f"{seed}.wav", blocks(quiet), AudioSpec(48_000, 1, bits=16, seed=seed)))
    one, other = (soundfile.read(tmp_path / f"{seed}.wav")[0] for seed in (1, 2))
    assert one.mean() * 2**15 == pytest.approx(0.4, abs=0.02)
    assert (one != other).any()


def test_too_loud_samples_are_clipped_and_never_wrap(tmp_path: Path) -> None:
    loud = np.array([[2.0, -2.0, 1.0, -1.0]], dtype=np.float32)
    for bits in (16, 24):
        path = tmp_path / f"{bits}.wav"
        run_to_end(write_audio(path, blocks(loud), AudioSpec(4, 1, bits=bits)))
        samples, _ = soundfile.read(path)
        assert (np.sign(samples) == [1, -1, 1, -1]).all() and np.abs(samples).min() > 0.99


def test_a_wav_file_carries_broadcast_cue_and_tempo_chunks(tmp_path: Path) -> None:
    found = chunks(write(tmp_path / "a.wav").path.read_bytes())
    bext = found[b"bext"]
    assert len(bext) == 602
    assert struct.unpack_from("<H", bext, 346)[0] == 2
    assert struct.unpack_from("<5h", bext, 412) == (-1402, 0x7FFF, -150, 0x7FFF, 0x7FFF)
    count, first, place = struct.unpack_from("<III", found[b"cue "])
    assert (count, first, place) == (2, 1, 12_000)
    assert b"Chorus\0" in found[b"LIST"]
    flags, root, _, _, beats, denominator, numerator, bpm = struct.unpack("<IHHfIHHf", found[b"acid"])
    assert (flags, root, beats, denominator, numerator, bpm) == (6, 69, 2, 4, 4, 120.0)
    assert "<PROJECT>Läuft &amp; läuft</PROJECT>" in found[b"iXML"].decode()


COVER = b"\xff\xd8\xff\xe0" + bytes(99)
FULL = replace(
    INFO,
    artist="Mara Lind",
    album="Window Seat",
    isrc="SE5XR2600417",
    created="2026-11-30",
    copyright="2026 Mara Lind",
    comment="for Oskar",
    lyrics="Carry me home\ncarry me",
    cover=COVER,
)


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_file_carries_every_tag(tmp_path: Path, name: str) -> None:
    """Read by ffmpeg, which knows nothing of mutagen."""
    path = write(tmp_path / name, info=FULL).path
    command = ["ffprobe", "-v", "error", "-show_format", "-show_streams", "-of", "json", str(path)]
    probed = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    tags = {key.lower(): value for key, value in probed["format"].get("tags", {}).items()}
    sound = next(stream for stream in probed["streams"] if stream["codec_type"] == "audio")
    tags |= {key.lower(): value for key, value in sound.get("tags", {}).items()}
    file = mutagen.File(path)
    text = str(file.tags.pprint())
    said = " / ".join(tags.values()) + (text if name == "a.wav" else "")  # of whose ID3 ffmpeg takes the cover only
    assert tags["title"] == "Läuft & läuft" and tags["artist"] == "Mara Lind" and tags["album"] == "Window Seat"
    for value in ("SE5XR2600417", "2026", "2026 Mara Lind", "for Oskar", "AI: composition", "carry me", "CC0-1.0"):
        assert value in said, value
    assert tags.get("copyright", "2026 Mara Lind") == "2026 Mara Lind", "a licence is no copyright"
    assert "120" in text and "Am" in text
    assert any(stream["codec_type"] == "video" for stream in probed["streams"]), "the cover"


def test_a_loop_has_its_points_in_an_smpl_chunk(tmp_path: Path) -> None:
    smpl = chunks(write(tmp_path / "a.wav", info=replace(INFO, loop_s=(0.0, 1.0))).path.read_bytes())[b"smpl"]
    fields = struct.unpack("<15I", smpl)
    assert (fields[2], fields[3], fields[7]) == (round(1e9 / 48_000), 69, 1)
    assert fields[10:13] == (0, 0, 47_999)


def test_what_is_measured_while_writing_stands_in_the_file(tmp_path: Path) -> None:
    def measured(about: SongInfo) -> SongInfo:
        return replace(about, loudness_lufs=-9.5, true_peak_dbtp=-0.8, range_lu=4.0)

    unknown = replace(FULL, loudness_lufs=None, true_peak_dbtp=None)
    for name in ("a.wav", "a.flac"):
        run_to_end(write_audio(tmp_path / name, blocks(), AudioSpec(FRAMES), unknown, measured))
    bext = chunks((tmp_path / "a.wav").read_bytes())[b"bext"]
    assert struct.unpack_from("<5h", bext, 412)[:3] == (-950, 400, -80)
    assert mutagen.File(tmp_path / "a.flac")["replaygain_track_gain"] == ["-8.50 dB"]
    assert len(soundfile.read(tmp_path / "a.wav")[0]) == FRAMES


@pytest.mark.parametrize(
    ("name", "spec", "rate", "codec"),
    [
        ("a.m4a", AudioSpec(FRAMES, kbps=192), 48_000, "aac"),
        ("a.m4a", AudioSpec(FRAMES, is_lossless=True), 48_000, "alac"),
        ("a.m4a", AudioSpec(FRAMES, is_lossless=True, bits=16, rate=44_100), 44_100, "alac"),
        ("a.opus", AudioSpec(FRAMES, kbps=96), 48_000, "opus"),
        ("a.mp3", AudioSpec(FRAMES, kbps=128, rate=44_100), 44_100, "mp3"),
        ("a.wav", AudioSpec(FRAMES, rate=44_100), 44_100, "pcm_s24le"),
        ("a.flac", AudioSpec(FRAMES, rate=96_000), 96_000, "flac"),
    ],
)
def test_rates_and_qualities_are_those_asked_for(
    tmp_path: Path, name: str, spec: AudioSpec, rate: int, codec: str
) -> None:
    long = np.tile(TONES[:, :48_000], 4)
    run_to_end(write_audio(tmp_path / name, blocks(long), replace(spec, frames=long.shape[1]), INFO))
    command = ["ffmpeg", "-v", "error", "-i", str(tmp_path / name), "-f", "f32le", "-"]
    decoded = np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, np.float32).reshape(-1, 2)
    assert len(decoded) / rate == pytest.approx(4.0, abs=0.03)
    spectrum = np.abs(np.fft.rfft(decoded[rate : 2 * rate, 0]))
    assert np.argmax(spectrum) == pytest.approx(440, abs=1)
    probe = ["ffprobe", "-v", "error", "-show_streams", "-show_format", "-of", "json", str(tmp_path / name)]
    found = json.loads(subprocess.run(probe, capture_output=True, check=True).stdout)
    stream = found["streams"][0]
    assert (stream["codec_name"], int(stream["sample_rate"])) == (codec, rate)
    if spec.kbps and codec in ("mp3", "aac"):
        assert int(stream["bit_rate"]) / 1000 == pytest.approx(spec.kbps, rel=0.25)


@pytest.mark.parametrize(
    ("name", "spec"),
    [("a.opus", AudioSpec(1, rate=44_100)), ("a.mp3", AudioSpec(1, kbps=999)), ("a.flac", AudioSpec(1, kbps=128)),
     ("a.mp3", AudioSpec(1, rate=96_000)), ("a.wav", AudioSpec(1, rate=22_050))],
)  # fmt: skip
def test_what_a_format_has_not_is_refused(tmp_path: Path, name: str, spec: AudioSpec) -> None:
    with pytest.raises(InputError):
        run_to_end(write_audio(tmp_path / name, blocks(), spec, INFO))
    assert list(tmp_path.iterdir()) == []


def test_without_a_date_given_none_is_written(tmp_path: Path) -> None:
    bext = chunks(write(tmp_path / "a.wav").path.read_bytes())[b"bext"]
    assert bext[320:338] == bytes(18)


def test_a_file_of_more_than_4_gib_is_rf64(tmp_path: Path) -> None:
    """A sparse file stands in for the gigabytes."""
    frames = 800_000_000
    with open_new(tmp_path / "long.wav") as file:
        writer = WavWriter(file, 2, bits=24, info=INFO)
        header_bytes = file.size_bytes
        writer.frames = frames
        writer.finish()
    with (tmp_path / "long.wav").open("r+b") as grown:
        grown.truncate(header_bytes + frames * 6)
    found = soundfile.info(str(tmp_path / "long.wav"))
    assert (found.format, found.frames, found.subtype) == ("RF64", frames, "PCM_24")


@pytest.mark.parametrize(("name", "bits"), [("a.xyz", 24), ("a", 24), ("a.wav", 20), ("a.wav", 0)])
def test_unknown_kinds_and_depths_are_refused(tmp_path: Path, name: str, bits: int) -> None:
    with pytest.raises(InputError):
        write(tmp_path / name, bits)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", KINDS)
def test_a_cancelled_export_leaves_nothing_and_keeps_what_was_there(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"old")
    job = write_audio(tmp_path / name, blocks(), AudioSpec(FRAMES))
    next(job)
    next(job)
    job.close()
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [(name, b"old")]


@pytest.mark.parametrize("code", CODES)
def test_a_failing_disk_leaves_no_part_of_a_file(tmp_path: Path, code: int) -> None:
    fail_at, has_failed = 1, True
    while has_failed:
        path = tmp_path / str(fail_at) / "a.wav"
        with pytest.MonkeyPatch.context() as patch:
            disk = FailingDisk(patch, fail_at, code, is_lasting=False)
            try:
                write(path)
            except StorageError as error:
                assert "a.wav" in str(error)
                assert not path.exists() or soundfile.info(str(path)).frames == FRAMES
            has_failed = disk.has_failed
        assert not path.parent.exists() or not list(path.parent.glob(".*"))
        fail_at += 1


def test_what_a_song_says_about_itself() -> None:
    info = song_info(small_song())
    assert (info.title, info.bpm, info.key, info.meter) == ("Small song", 120.0, "C major", (4, 4))
    assert info.cues == (CuePoint("Verse 1", 0.0), CuePoint("Chorus 1", 8.0), CuePoint("Drop", 8.0))
    assert info.has_one_tempo
    slowing = song_info(tempo.set_tempo(60.0, 7 * BAR)(small_song()))
    assert (slowing.bpm, slowing.has_one_tempo) == (120.0, False)
    part = song_info(small_song(), 7.0, 9.0)
    assert [cue.at_s for cue in part.cues] == [1.0, 1.0]
