# SPDX-License-Identifier: GPL-3.0-or-later
"""An empty home, a model of a few bytes in the published layout, and a hub that offers it. Nothing leaves 127.0.0.1."""

import json
import socket
from pathlib import Path

import pytest

from tests.model_store import hub_server


def tensors(count=64):
    """A safetensors file of one tensor."""
    data = bytes(4 * count)
    header = json.dumps({"weight": {"dtype": "F32", "shape": [count], "data_offsets": [0, len(data)]}}).encode()
    return len(header).to_bytes(8, "little") + header + data


def musicgen_files():
    return {
        "config.json": b'{"model_type": "musicgen"}',
        "model.safetensors": tensors(200_000),
        "preprocessor_config.json": b"{}",
        "tokenizer_config.json": b"{}",
        "tokenizer.json": b"{}",
        "README.md": b"# MusicGen",
        "pytorch_model.bin": b"\x80\x04poison",
        "state_dict.bin": b"\x80\x04poison",
    }


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("MUSICSTUDIO_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def hub():
    with hub_server.running(musicgen_files()) as server:
        yield server


@pytest.fixture
def folder(tmp_path):
    """A folder with the files of MusicGen small, as somebody carried it here."""
    place = tmp_path / "carried"
    for name, content in musicgen_files().items():
        place.mkdir(exist_ok=True)
        (place / name).write_bytes(content)
    return place


@pytest.fixture
def no_net(monkeypatch):
    """Reaching for the net fails."""

    def refuse(*_):
        raise AssertionError("reached for the net")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def names_in(path: Path) -> set[str]:
    return {each.relative_to(path).as_posix() for each in path.rglob("*") if each.is_file()}
