# SPDX-License-Identifier: GPL-3.0-or-later
"""ACE-Step of a few thousand random weights, turbo and base, laid where the real ones belong."""

import shutil
import socket

import pytest
from musicstudio_acestep import making

from musicstudio.engines.neural.warm import unload
from musicstudio.model_store.catalogue import find_entry
from tests.plugins.tiny_models import save_ace_step


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    make = tmp_path_factory.mktemp
    return {kind: save_ace_step(make(kind), kind == "turbo") for kind in ("turbo", "base")}


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("MUSICSTUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(making, "BASE", (6, 1.0))
    yield tmp_path / "home"
    unload()


@pytest.fixture
def put(home, tiny):
    def lay(kind="turbo"):
        found = find_entry(f"acestep-v15-xl-{kind}")
        shutil.copytree(tiny[kind], found.folder)
        return found

    return lay


@pytest.fixture(autouse=True)
def no_net(monkeypatch):
    """Reaching for the net fails."""

    def refuse(*_):
        raise AssertionError("reached for the net")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
