# SPDX-License-Identifier: GPL-3.0-or-later
"""Stems for a DAW: one length, one start, names that sort, and a manifest that says how they belong together."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
import soundfile

from musicstudio.core.errors import InputError
from musicstudio.core.progress import run_to_end
from musicstudio.interchange.audio_file import AudioSpec
from musicstudio.interchange.song_info import SongInfo
from musicstudio.interchange.stems import StemName, short_key, stem_file_names, write_stems

INFO = SongInfo("Song", bpm=120.0, key="A minor")
NAMES = [StemName("Drums", "drums"), StemName("Lead: Synth/2", "lead"), StemName("Drums", "drums")]
SOUNDS = np.random.default_rng(2).standard_normal((3, 2, 5000)).astype(np.float32) * 0.1


def rows() -> Iterator[list[np.ndarray]]:
    return ([stem[:, first : first + 900] for stem in SOUNDS] for first in range(0, 5000, 900))


def test_stems_have_one_length_and_sum_to_the_mix(tmp_path: Path) -> None:
    written = run_to_end(write_stems(tmp_path / "stems", NAMES, rows(), AudioSpec(5000), INFO))
    decoded = [soundfile.read(file, dtype="float32")[0].T for file in written.files]
    assert {stem.shape for stem in decoded} == {(2, 5000)}
    residual = np.abs(sum(decoded) - SOUNDS.sum(axis=0)).max()
    assert 20 * np.log10(residual) < -120.0


def test_names_sort_tell_tempo_and_key_and_are_safe() -> None:
    assert stem_file_names(NAMES, INFO) == [
        "01_Drums_120bpm_Amin.wav",
        "02_Lead-Synth-2_120bpm_Amin.wav",
        "03_Drums_120bpm_Amin.wav",
    ]
    assert stem_file_names([StemName("../../CON")], SongInfo()) == ["01_CON_.wav"]
    assert [short_key(key) for key in ("Bb major", "F# dorian", "")] == ["Bbmaj", "F#dor", ""]


def test_the_manifest_names_every_file(tmp_path: Path) -> None:
    written = run_to_end(write_stems(tmp_path, NAMES, rows(), AudioSpec(5000, bits=16), INFO))
    manifest = msgspec.json.decode(written.manifest.read_bytes())
    assert (manifest["bpm"], manifest["key"], manifest["frames"], manifest["rate"]) == (120.0, "A minor", 5000, 48_000)
    assert [stem["file"] for stem in manifest["stems"]] == [file.name for file in written.files]
    assert [stem["role"] for stem in manifest["stems"]] == ["drums", "lead", "drums"]


def test_a_cancelled_export_leaves_nothing(tmp_path: Path) -> None:
    job = write_stems(tmp_path, NAMES, rows(), AudioSpec(5000), INFO)
    next(job)
    job.close()
    assert list(tmp_path.iterdir()) == []


def test_stems_of_unequal_length_are_a_mistake_of_the_caller_and_leave_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError):
        run_to_end(write_stems(tmp_path, NAMES, iter([[SOUNDS[0]]]), AudioSpec(5000), INFO))
    assert list(tmp_path.iterdir()) == []


def test_no_stems_and_odd_depths_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        run_to_end(write_stems(tmp_path, [], iter([]), AudioSpec(0)))
    with pytest.raises(InputError):
        run_to_end(write_stems(tmp_path, NAMES, rows(), AudioSpec(5000, bits=8)))
