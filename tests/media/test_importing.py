# SPDX-License-Identifier: GPL-3.0-or-later
"""Foreign audio: what can be read is read exactly, everything else is one clear sentence and leaves nothing behind."""

import os
import signal
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from musicstudio.core.errors import MediaError, StorageError
from musicstudio.core.progress import run_to_end
from musicstudio.media import importing
from musicstudio.media.decoding import DecodedFile
from musicstudio.media.importing import import_audio, load_audio
from musicstudio.media.sniffing import Kind, sniff
from musicstudio.media.store import MediaStore

ROOT = Path(__file__).parents[2]
STEREO = (0.3 * np.sin(np.outer(np.arange(48_000) / 48_000 * 2 * np.pi, [440, 660]))).astype(np.float32)
FORMATS = {
    "a.wav": ("WAV", "PCM_24", Kind.WAV),
    "b.wav": ("WAV", "FLOAT", Kind.WAV),
    "c.wav": ("RF64", "PCM_16", Kind.RF64),
    "d.w64": ("W64", "PCM_24", Kind.W64),
    "e.aiff": ("AIFF", "PCM_24", Kind.AIFF),
    "f.flac": ("FLAC", "PCM_24", Kind.FLAC),
    "g.ogg": ("OGG", "VORBIS", Kind.OGG),
    "h.opus": ("OGG", "OPUS", Kind.OGG),
    "i.mp3": ("MP3", "MPEG_LAYER_III", Kind.MP3),
}


@pytest.fixture
def store(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path / "media")


def written(path: Path, samples: np.ndarray = STEREO, rate: int = 48_000, **options: Any) -> Path:
    soundfile.write(path, samples, rate, **options)
    return path


@pytest.mark.parametrize("name", FORMATS)
def test_every_kind_on_the_list_is_read(tmp_path: Path, store: MediaStore, name: str) -> None:
    form, subtype, kind = FORMATS[name]
    path = written(tmp_path / name, format=form, subtype=subtype)
    assert sniff(path) == (kind, 0)
    imported = run_to_end(import_audio(path, store))
    assert (imported.source.frames, imported.source.channels, imported.source.rate) == (48_000, 2, 48_000)
    assert imported.source.name == name[0]
    assert imported.notices == ()
    difference = store.read_all(imported.source.hash) - STEREO.T
    tolerance = {"FLOAT": 0.0, "PCM_24": 1e-6, "PCM_16": 1e-4}.get(subtype, 0.03)
    assert np.abs(difference[:, 1000:-1000]).max() <= tolerance


def test_the_kind_is_what_the_content_is_and_not_what_the_name_says(tmp_path: Path) -> None:
    path = written(tmp_path / "a.flac").rename(tmp_path / "a.mp3")
    assert sniff(path).kind is Kind.FLAC
    assert run_to_end(load_audio(path)).audio.shape == (2, 48_000)


@pytest.mark.parametrize(("content", "sentence"), [
    (b"", "is empty"),
    (b"just some text that is long enough to be looked at" * 3, "is not an audio file"),
    (b"\0" * 1000, "is not an audio file"),
    (b"MATLAB 5.0 MAT-file" + b"\0" * 200, "is not an audio file"),
    (b"%PDF-1.7" + b"\0" * 200, "is not an audio file"),
    (b"fLaC" + b"\xff" * 400, "damaged"),
    (b"OggS" + b"\0" * 400, "damaged"),
    (b"\xff\xfb\x90\x00" + b"\x55" * 200, "damaged"),
    (b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\x10\0data\0\0\0\0", "damaged"),
])  # fmt: skip
def test_what_is_no_sound_audio_is_refused_in_one_sentence(
    tmp_path: Path, store: MediaStore, content: bytes, sentence: str
) -> None:
    path = tmp_path / "thing.wav"
    path.write_bytes(content)
    with pytest.raises(MediaError, match=sentence) as caught:
        run_to_end(import_audio(path, store))
    assert "thing.wav" in str(caught.value)
    assert not store.folder.exists() or list(store.folder.iterdir()) == []


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="is not there"):
        run_to_end(load_audio(tmp_path / "missing.wav"))
    with pytest.raises(MediaError, match="is a folder"):
        run_to_end(load_audio(tmp_path))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_named_pipes_and_devices_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    with pytest.raises(MediaError, match=r"“pipe\.wav” is a named pipe"):
        run_to_end(load_audio(tmp_path / "pipe.wav"))
    with pytest.raises(MediaError, match="“zero” is a device"):
        run_to_end(load_audio(Path("/dev/zero")))


@pytest.mark.parametrize("name", ["a.wav", "c.wav", "d.w64", "e.aiff", "f.flac", "g.ogg", "h.opus", "i.mp3"])
def test_of_a_file_cut_in_half_the_half_is_read_and_it_is_said(tmp_path: Path, store: MediaStore, name: str) -> None:
    form, subtype, _ = FORMATS[name]
    path = written(tmp_path / name, np.tile(STEREO, (4, 1)), format=form, subtype=subtype)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    imported = run_to_end(import_audio(path, store))
    assert 0.9 * 48_000 < imported.source.frames < 2.5 * 48_000
    assert len(imported.notices) == 1 and name in imported.notices[0]
    assert "cut off" in imported.notices[0] or "damaged after" in imported.notices[0]
    difference = store.read_all(imported.source.hash)[:, 1000:40_000] - np.tile(STEREO.T, 4)[:, 1000:40_000]
    assert np.abs(difference).max() <= 0.03


def test_a_file_without_samples_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="0 samples"):
        run_to_end(load_audio(written(tmp_path / "a.wav", np.zeros((0, 2)))))


def test_mono_stays_mono(tmp_path: Path) -> None:
    assert run_to_end(load_audio(written(tmp_path / "a.wav", STEREO[:, 0]))).audio.shape == (1, 48_000)


@pytest.mark.parametrize("rate", [8_000, 44_100, 96_000, 192_000])
def test_other_rates_are_converted_in_place_and_it_is_said(tmp_path: Path, rate: int) -> None:
    time_s = np.arange(rate) / rate
    loaded = run_to_end(load_audio(written(tmp_path / "a.wav", 0.5 * np.sin(2 * np.pi * 440 * time_s), rate)))
    assert abs(loaded.audio.shape[1] - 48_000) <= 1
    expected = 0.5 * np.sin(2 * np.pi * 440 * np.arange(48_000) / 48_000)
    assert np.abs(loaded.audio[0, 2000:46_000] - expected[2000:46_000]).max() < 1e-3
    assert "kHz" in loaded.notices[0]


def test_values_that_are_no_numbers_are_silenced_and_it_is_said(tmp_path: Path) -> None:
    samples = np.full((1000, 1), 0.25, dtype=np.float32)
    samples[500:510] = np.nan
    samples[600] = np.inf
    loaded = run_to_end(load_audio(written(tmp_path / "a.wav", samples, subtype="FLOAT")))
    assert np.isfinite(loaded.audio).all()
    assert np.count_nonzero(loaded.audio == 0.0) == 11
    assert "not numbers" in loaded.notices[0]


def test_a_header_that_lies_about_its_size_allocates_nothing(tmp_path: Path) -> None:
    path = written(tmp_path / "a.wav")
    data = bytearray(path.read_bytes())
    place = data.index(b"data") + 4
    data[place : place + 4] = struct.pack("<I", 0xFFFFFF00)
    path.write_bytes(data)
    assert run_to_end(load_audio(path)).audio.shape == (2, 48_000)


def test_a_decoder_that_dies_is_an_error_and_not_a_crash(tmp_path: Path) -> None:
    with DecodedFile(written(tmp_path / "a.flac", np.tile(STEREO, (30, 1)))) as file:
        assert file._process.pid
        os.kill(file._process.pid, signal.SIGKILL)
        with pytest.raises(MediaError, match="damaged"):
            list(file.blocks())


def test_a_cancelled_import_leaves_nothing(tmp_path: Path, store: MediaStore) -> None:
    job = import_audio(written(tmp_path / "a.wav", np.tile(STEREO, (30, 1))), store)
    fractions = [next(job).fraction for _ in range(5)]
    job.close()
    assert fractions == sorted(fractions)
    assert list(store.folder.iterdir()) == []


def test_a_file_that_does_not_fit_on_the_disk_is_refused_before_it_is_read(
    tmp_path: Path, store: MediaStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "_SPARE_BYTES", 1 << 60)
    with pytest.raises(StorageError, match="GB"):
        run_to_end(import_audio(written(tmp_path / "a.wav"), store))
    assert not store.folder.exists()


LONG_IMPORT = """
import resource, sys
from pathlib import Path
from musicstudio.core.progress import run_to_end
from musicstudio.media.importing import import_audio
from musicstudio.media.store import MediaStore

if __name__ == "__main__":
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    imported = run_to_end(import_audio(Path(sys.argv[1]), MediaStore(Path(sys.argv[2])), rate=int(sys.argv[3])))
    print(imported.source.frames, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.parametrize(("hours", "rate"), [(0.2, 8_000), pytest.param(3, 48_000, marks=pytest.mark.slow)])
def test_a_long_file_is_read_in_bounded_memory(tmp_path: Path, hours: float, rate: int) -> None:
    path, frames = tmp_path / "long.wav", int(hours * 3600 * rate)
    written(path, np.zeros((1, 2)), rate, subtype="PCM_16")
    header = bytearray(path.read_bytes()[:44])
    header[40:44] = struct.pack("<I", frames * 4)
    with path.open("wb") as file:
        file.write(header)
        file.truncate(44 + frames * 4)
    script = tmp_path / "long_import.py"
    script.write_text(LONG_IMPORT)
    command = [sys.executable, str(script), str(path), str(tmp_path / "media"), str(rate)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    found, grown_kb = map(int, run.stdout.split())
    assert found == frames
    assert grown_kb < 60_000
