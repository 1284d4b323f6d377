# SPDX-License-Identifier: GPL-3.0-or-later
"""Content Credentials: what is signed holds, what was changed shows, and nothing else of the file is touched."""

import json
import stat
import struct
from pathlib import Path

import c2pa
import mutagen.flac
import numpy as np
import pytest
import soundfile

from musicstudio.core.errors import StudioError
from musicstudio.core.progress import run_to_end
from musicstudio.interchange.audio_file import AudioSpec, write_audio
from musicstudio.interchange.credentials.identity import identity_folder, new_identity, own_identity
from musicstudio.interchange.credentials.signing import Verdict, sidecar_of, sign_file, verify_file
from musicstudio.interchange.provenance import credits_of
from musicstudio.interchange.song_info import CuePoint, SongInfo
from tests.interchange.test_provenance import MACHINE, RECORDED, with_recipes

FRAMES = 48_000
SOUND = (0.1 * np.random.default_rng(0).standard_normal((2, FRAMES))).astype(np.float32)
SHEET = credits_of(with_recipes(bass=MACHINE, drums=MACHINE, vocal=RECORDED), artist="Mara Lind")
ME = new_identity("Mara Lind")
INFO = SongInfo("Rain", "Mara Lind", 96.0, cues=(CuePoint("Verse", 0.2),))
EMBEDDING, BESIDE = ["a.wav", "a.flac", "a.mp3", "a.m4a"], ["a.ogg", "a.opus"]


def written(path: Path) -> Path:
    return run_to_end(write_audio(path, [SOUND], AudioSpec(FRAMES), INFO)).path


def verified(path: Path) -> Verdict:
    return run_to_end(verify_file(path, ME.root))


@pytest.mark.parametrize("name", EMBEDDING + BESIDE)
def test_a_signed_file_says_who_made_it_and_sounds_as_before(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / name)
    before = soundfile.read(path)[0] if name != "a.m4a" else None
    files = run_to_end(sign_file(path, SHEET, ME))
    assert files == ((path,) if name in EMBEDDING else (path, sidecar_of(path)))
    if before is not None:
        assert np.array_equal(soundfile.read(path)[0], before)
    verdict = verified(path)
    assert verdict.is_signed and verdict.is_intact and verdict.is_own and verdict.signer == "Mara Lind"
    assert verdict.roles["vocals"] == "human" and verdict.roles["instrumentation"] == "AI"
    assert verdict.digital_source_type.endswith("/compositeWithTrainedAlgorithmicMedia")
    stranger = run_to_end(verify_file(path))
    assert stranger.is_intact and not stranger.is_own


def test_others_read_it_too(tmp_path: Path) -> None:
    path = written(tmp_path / "a.wav")
    run_to_end(sign_file(path, SHEET, ME))
    with path.open("rb") as file:
        reader = c2pa.Reader("audio/wav", file)
        report = json.loads(reader.json())
        assert reader.get_validation_state() == "Valid"
    labels = [each["label"] for each in report["manifests"][report["active_manifest"]]["assertions"]]
    assert {"c2pa.actions.v2", "cawg.training-mining", "org.musicstudio.credits"} <= set(labels)
    data = path.read_bytes()
    assert all(mark in data for mark in (b"bext", b"iXML", b"cue ", b"id3 "))


@pytest.mark.parametrize("name", EMBEDDING + BESIDE)
def test_one_changed_bit_of_sound_shows(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / name)
    run_to_end(sign_file(path, SHEET, ME))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    verdict = verified(path)
    assert verdict.is_signed and not verdict.is_intact


def test_a_changed_tag_shows(tmp_path: Path) -> None:
    path = written(tmp_path / "a.flac")
    run_to_end(sign_file(path, SHEET, ME))
    tags = mutagen.flac.FLAC(path)
    tags["artist"] = "Somebody else"
    tags.save()
    assert not verified(path).is_intact


def test_a_large_wav_is_signed_beside(tmp_path: Path) -> None:
    """RF64, whose structure c2pa does not know."""
    path = written(tmp_path / "a.wav")
    data = path.read_bytes()
    junk, sound = data.index(b"JUNK"), data.index(b"data")
    size = struct.unpack_from("<I", data, sound + 4)[0]
    sizes = struct.pack("<QQQI", len(data) - 8, size, FRAMES, 0)
    head = b"RF64" + b"\xff" * 4 + data[8:junk] + b"ds64" + data[junk + 4 : junk + 8] + sizes
    path.write_bytes(head + data[junk + 36 : sound + 4] + b"\xff" * 4 + data[sound + 8 :])
    assert run_to_end(sign_file(path, SHEET, ME)) == (path, sidecar_of(path))
    assert verified(path).is_intact
    sidecar_of(path).unlink()
    assert not verified(path).is_signed


@pytest.mark.parametrize("content", [b"", b"RIFF", b"RIFF\xff\xff\xff\xffWAVE", bytes(4000), b"ID3" + bytes(99)])
@pytest.mark.parametrize("name", ["a.wav", "a.mp3", "a.flac", "a.m4a"])
def test_what_is_no_sound_is_never_called_intact(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    try:
        assert not verified(tmp_path / name).is_intact
    except StudioError as error:
        assert len(str(error).splitlines()) == 1


def test_a_file_that_cannot_be_signed_stays_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"RIFF but not really")
    with pytest.raises(StudioError, match="could not be signed"):
        run_to_end(sign_file(tmp_path / "a.wav", SHEET, ME))
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("a.wav", b"RIFF but not really")]


def test_the_identity_of_a_machine_is_made_once_and_kept_from_others(home: Path) -> None:
    first = own_identity("Mara Lind")
    assert own_identity("Somebody else") == first
    mode = stat.S_IMODE((identity_folder() / "key.pem").stat().st_mode)
    assert mode == 0o600
    (identity_folder() / "key.pem").write_text("-----BEGIN PRIVATE KEY-----\nno\n-----END PRIVATE KEY-----\n")
    with pytest.raises(StudioError, match="no signing identity"):
        own_identity()
