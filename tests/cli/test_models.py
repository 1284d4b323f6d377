# SPDX-License-Identifier: GPL-3.0-or-later
"""``models`` on the command line: terms before the first byte, import, verify, remove; no network unasked."""

import builtins
import socket

import pytest

from musicstudio.model_store import hub
from tests.model_store import hub_server
from tests.model_store.conftest import musicgen_files


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("MUSICSTUDIO_HOME", str(tmp_path / "home"))


@pytest.fixture
def served(monkeypatch):
    with hub_server.running(musicgen_files()) as server:
        monkeypatch.setattr(hub, "default_endpoint", lambda: server.address)
        monkeypatch.setattr("musicstudio.model_store.install.default_endpoint", lambda: server.address)
        monkeypatch.setattr("musicstudio.model_store.packages.version", lambda _: "5.23.0")
        yield server


@pytest.fixture
def carried(tmp_path):
    place = tmp_path / "musicgen-small"
    place.mkdir()
    for name, content in musicgen_files().items():
        (place / name).write_bytes(content)
    return place


def test_listing_and_asking_reach_for_no_network(run, monkeypatch):
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("reached for the net"))
    listed = run("models", "list", "--json").json
    assert {row["kind"] for row in listed} == {"engine", "separator", "voice", "soundfont"}
    small = next(row for row in listed if row["name"] == "musicgen-small")
    assert not small["is_present"] and not small["is_commercial_use_allowed"] and small["size_bytes"] > 2e9
    assert "not for commercial use" in run("models", "list", "--kind", "engine").out
    monkeypatch.setattr(builtins, "input", lambda _: "n")
    refused = run("models", "install", "musicgen-small")
    assert "CC-BY-NC-4.0" in refused.out and "Creative Commons" in refused.out and "ready" not in refused.out


def test_the_licence_stands_before_the_first_byte(run, served, monkeypatch):
    seen = []
    monkeypatch.setattr(builtins, "input", lambda _: seen.append(len(served.asked)) or "y")
    assert run("models", "install", "musicgen-small").code == 0
    assert seen == [0] and served.asked
    assert run("models", "verify", "musicgen-small").out == "MusicGen small: as it came\n"


def test_a_folder_is_imported_checked_and_removed(run, carried):
    assert run("models", "import", carried).code == 0
    assert run("models", "verify", "musicgen-small").code == 0
    weights = next((carried.parent / "home").rglob("model.safetensors"))
    weights.write_bytes(weights.read_bytes()[:-4] + b"zzzz")
    damaged = run("models", "verify", "musicgen-small")
    assert damaged.code == 1 and "is not what came" in damaged.err
    assert run("models", "remove", "musicgen-small", "--yes").code == 0 and not weights.exists()
    again = run("models", "remove", "musicgen-small", "--yes")
    assert again.code == 1 and "nothing of MusicGen small" in again.err


def test_what_cannot_be_is_one_sentence(run):
    for words, sentence in (
        (("install", "nonsense"), "There is no model “nonsense”"),
        (("install", "htdemucs_nope"), "There is no model"),
        (("install", "studio_small", "--yes"), "is here already"),
        (("install", "fluidr3-gm", "--yes"), "not on offer"),
        (("remove", "studio_small", "--yes"), "nothing of Studio Small"),
        (("verify", "htdemucs"), "not on this machine"),
        (("import", "nowhere"), "does not exist"),
    ):
        ran = run("models", *words)
        assert ran.code == 1 and sentence in ran.err and "Traceback" not in ran.err
