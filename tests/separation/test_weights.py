# SPDX-License-Identifier: GPL-3.0-or-later
"""Weights are taken only in a form that cannot run programs, and only when they are what they claim to be."""

import os
import pickle
from pathlib import Path

import pytest

from musicstudio.core.errors import InputError, MediaError
from musicstudio.core.progress import run_to_end
from musicstudio.separation import store
from musicstudio.separation.models import BUNDLED, find_model, list_models
from musicstudio.separation.weights import check_weights, load_network
from tests.separation.handmade_weights import write_safetensors


class _Trap:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.path),)


@pytest.mark.parametrize("suffix", [".th", ".pt", ".ckpt", ".pth"])
def test_a_pickle_is_refused_with_the_reason_and_never_run(tmp_path: Path, home: Path, suffix: str) -> None:
    trap = tmp_path / "sprung"
    path = tmp_path / f"955717e8{suffix}"
    path.write_bytes(pickle.dumps(_Trap(trap)))
    with pytest.raises(MediaError, match="pickled"):
        run_to_end(store.import_path(path))
    assert not trap.exists()


def test_a_pickle_in_disguise_is_refused(tmp_path: Path, home: Path) -> None:
    trap = tmp_path / "sprung"
    path = tmp_path / "955717e8.safetensors"
    path.write_bytes(pickle.dumps(_Trap(trap)))
    with pytest.raises(MediaError):
        run_to_end(store.import_path(path))
    assert not trap.exists() and not find_model("htdemucs").is_present


@pytest.mark.parametrize("klass", ["os.system", "demucs.utils.fatal", "subprocess.Popen", ""])
def test_only_the_classes_of_demucs_are_made(tmp_path: Path, klass: str) -> None:
    path = tmp_path / "x.safetensors"
    write_safetensors(path, {"klass": klass, "args": '["touch sprung"]', "kwargs": "{}"})
    with pytest.raises(MediaError, match="no Demucs network"):
        load_network(path)


@pytest.mark.parametrize("content", [b"", b"\xff" * 8, b"\x05\0\0\0\0\0\0\0hello", b"\x02\0\0\0\0\0\0\0[]"])
def test_damaged_files_are_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "cut.safetensors"
    path.write_bytes(content)
    with pytest.raises(MediaError, match=r"cut\.safetensors"):
        check_weights(path)


def test_a_truncated_file_is_not_admitted(tiny_weights: Path, tmp_path: Path, home: Path) -> None:
    path = tmp_path / "955717e8.safetensors"
    path.write_bytes(tiny_weights.read_bytes()[:-1000])
    with pytest.raises(MediaError):
        run_to_end(store.import_path(path))
    assert not find_model("htdemucs").is_present
    assert not find_model("htdemucs").folder.exists()


def test_a_folder_is_recognized_by_its_files(tiny_weights: Path, home: Path) -> None:
    model = run_to_end(store.import_path(tiny_weights.parent))
    assert model.name == "htdemucs" and model.is_present
    store.remove("htdemucs")
    assert not model.is_present


def test_a_file_of_any_name_is_known_by_its_stems(tiny_weights: Path, tmp_path: Path, home: Path) -> None:
    path = tmp_path / "downloaded somewhere.safetensors"
    path.write_bytes(tiny_weights.read_bytes())
    assert run_to_end(store.import_path(path, "htdemucs")).is_present


def test_a_model_of_other_stems_is_refused(tiny_weights: Path, home: Path) -> None:
    with pytest.raises(InputError, match="six stems"):
        run_to_end(store.import_path(tiny_weights, "htdemucs_6s"))


def test_the_bundled_model_cannot_be_fetched_or_removed() -> None:
    with pytest.raises(InputError):
        run_to_end(store.install(BUNDLED))
    with pytest.raises(InputError):
        store.remove(BUNDLED)


def test_every_model_says_size_and_license() -> None:
    for model in list_models():
        assert model.size_bytes > 0 and model.licence and model.files
