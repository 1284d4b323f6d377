# SPDX-License-Identifier: GPL-3.0-or-later
"""Which folders hold a usable model."""

import pytest
from musicstudio_musicgen.weights import are_present, hash_of, why_unavailable

# A tiny vocabulary has no room for the usual ids, which transformers remarks on once a process.
pytestmark = pytest.mark.logs("Model config:")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "config.json").write_text('{"model_type": "musicgen"}')
    for name in ("tokenizer.json", "preprocessor_config.json", "model.safetensors"):
        (tmp_path / name).write_bytes(b"{}")
    return tmp_path


def test_a_whole_folder_is_usable(folder):
    assert are_present(folder) and why_unavailable(folder) == ""


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "preprocessor_config.json", "model.safetensors"])
def test_every_file_is_needed_and_pickled_weights_do_not_count(folder, name):
    (folder / name).unlink()
    (folder / "pytorch_model.bin").write_bytes(b"never read")
    assert not are_present(folder) and str(folder) in why_unavailable(folder)


def test_another_model_is_named(folder):
    (folder / "config.json").write_text('{"model_type": "musicgen_melody"}')
    assert "musicgen_melody" in why_unavailable(folder)
    (folder / "config.json").write_text("[")
    assert "unreadable" in why_unavailable(folder)


def test_the_hash_is_of_the_weights_alone_and_can_be_stopped(folder):
    first = hash_of(folder, lambda: None)
    (folder / "tokenizer.json").write_text("[]")
    assert hash_of(folder, lambda: None) == first
    (folder / "model.safetensors").write_bytes(b"other")
    assert hash_of(folder, lambda: None) != first
    with pytest.raises(KeyboardInterrupt):
        hash_of(folder, _interrupt)


def _interrupt():
    raise KeyboardInterrupt
