# SPDX-License-Identifier: GPL-3.0-or-later
"""Stable Audio Open of a few thousand random weights, laid where the real one belongs. Eight steps instead of 100."""

import shutil
import socket

import pytest
from musicstudio_stableaudio import making

from musicstudio.engines.neural.warm import unload
from musicstudio.model_store.catalogue import find_entry
from tests.plugins.tiny_models import save_stable_audio


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    return save_stable_audio(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("MUSICSTUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(making, "STEPS", 8)
    yield tmp_path / "home"
    unload()


@pytest.fixture
def entry(home, tiny):
    found = find_entry("stable-audio-open-1.0")
    shutil.copytree(tiny, found.folder)
    return found


@pytest.fixture(autouse=True)
def no_net(monkeypatch):
    """Reaching for the net fails."""

    def refuse(*_):
        raise AssertionError("reached for the net")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
