# SPDX-License-Identifier: GPL-3.0-or-later
"""Which sound devices are tried first."""

import sys
from types import SimpleNamespace

import pytest

from musicstudio.core.sound_system import likely_devices, stream_settings


class NoSuchDevice(Exception):
    pass


@pytest.fixture
def devices(monkeypatch):
    """A sound system whose default devices are these."""
    names = {"input": "Microphone", "output": "Speakers"}

    def query(kind):
        if kind not in names:
            raise NoSuchDevice
        return {"name": names[kind]}

    monkeypatch.setitem(sys.modules, "sounddevice", SimpleNamespace(PortAudioError=NoSuchDevice, query_devices=query))
    return names


def test_the_systems_choice_comes_before_the_sound_servers(devices) -> None:
    assert likely_devices("input") == ["Microphone", "pipewire", "pulse"]
    assert likely_devices("output")[0] == "Speakers"


def test_where_there_is_no_default_the_sound_servers_are_left(devices) -> None:
    devices.clear()
    assert likely_devices("input") == ["pipewire", "pulse"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows converts")
def test_only_windows_needs_settings(devices) -> None:
    assert stream_settings() == {}
