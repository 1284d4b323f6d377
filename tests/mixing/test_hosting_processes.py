# SPDX-License-Identifier: GPL-3.0-or-later
"""Processes of third-party effects: how many are kept, what the player gives them, and what happens when one stops."""

import gc
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from musicstudio.core.errors import MediaError
from musicstudio.mixing.devices import DEVICES
from musicstudio.mixing.hosting import child, hosted, scanning
from musicstudio.mixing.hosting.as_device import spec_of, title_of
from musicstudio.mixing.hosting.child import Child
from musicstudio.mixing.hosting.scanning import ask
from musicstudio.mixing.hosting.stopped import stopped
from musicstudio.mixing.strip import DeviceChain
from musicstudio.playback.player.messages import PluginStopped, StartAgain
from musicstudio.project.model import Device, Project, Strip
from tests.playback.rig import Rig
from tests.playback.songs import MemoryMedia, song, track

from .hosting_rig import RATE, device, late, noise


def test_more_that_wait_to_be_used_again_than_are_kept_are_ended(stand_in: Path) -> None:
    chains = [DeviceChain((device(stand_in, "well"),)) for _ in range(3)]
    for chain in chains:
        chain.process(noise(10), 0, lambda _: None)
    before = plugin_processes(stand_in)
    assert len(before) == 3
    del chain, chains
    gc.collect()
    assert len(plugin_processes(stand_in)) == 2


def plugin_processes(path: Path) -> set[str]:
    """The processes that hold a plug-in."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            if str(path).encode() in command and (folder / "stat").read_bytes().rpartition(b")")[2].split()[0] != b"Z":
                found.add(folder.name)
        except OSError:
            continue
    return found


def test_the_player_gives_a_block_no_more_time_than_it_has(stand_in: Path) -> None:
    hosted.play_live(0.2)
    live = DeviceChain((device(stand_in, "well", gain=0.0),))
    audio = noise(500)
    np.testing.assert_array_equal(live.process(audio, 0, lambda _: None), late(audio))
    assert live.failures == [], "it is loading, and not waited for"
    until = time.monotonic() + 60
    while live.process(audio, 0, lambda _: None).any():
        assert time.monotonic() < until, "once it is loaded, it sounds"


def test_what_stopped_while_it_was_played_stays_bypassed_until_it_is_started_again(stand_in: Path) -> None:
    ill, audio = device(stand_in, "crashes"), noise(500)
    rig = Rig(strip_song(ill), MemoryMedia())
    hosted.play_live(2.0)
    live, until = DeviceChain((ill,)), time.monotonic() + 60
    while not live.failures:
        live.process(audio, 0, lambda _: None)
        assert time.monotonic() < until
    (told,) = live.failures
    edited = DeviceChain((replace(ill, params={"gain": 0.1}),))
    assert edited.failures == [told], "an edit does not start it again"
    np.testing.assert_array_equal(edited.process(audio, 0, lambda _: None), late(audio))
    assert plugin_processes(stand_in) == set()
    until = time.monotonic() + 60
    while not any(isinstance(event, PluginStopped) for event in rig.events):
        rig.hear(240)
        assert time.monotonic() < until
    assert PluginStopped(ill.id, told) in rig.events
    rig.do(StartAgain(ill.id))
    assert stopped.all() == {}
    again = DeviceChain((ill,))
    assert again.failures == []
    assert len(plugin_processes(stand_in)) == 1
    again.close()


def strip_song(*devices: Device) -> Project:
    """A row of nothing with these devices."""
    media = MemoryMedia()
    media.add("noise", noise(RATE))
    return song(media, track("ill", strip=Strip(devices=devices)))


def test_an_export_tries_what_stopped_while_it_was_played(stand_in: Path) -> None:
    stopped.note("device-well", "The plug-in “well” was bypassed: it crashed.")
    chain = DeviceChain((device(stand_in, "well"),))
    assert chain.failures == []
    stopped.start_again("device-well")
    stopped.start_again("never there")


def test_what_answers_out_of_turn_or_has_ended_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess
    import sys

    from musicstudio.core.helper_pipe import MessageReader

    def start(_: str, arguments: list[str]) -> tuple["subprocess.Popen[bytes]", MessageReader]:
        says = "import sys, struct; sys.stdout.buffer.write(struct.pack('<I', 3) + b'Axy')"
        process = subprocess.Popen([sys.executable, "-c", says], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert process.stdout is not None
        return process, MessageReader(process.stdout)

    monkeypatch.setattr(child, "start_helper", start)
    with closing(Child("Plug.vst3")) as plugin:
        with pytest.raises(MediaError, match="out of turn"):
            plugin.about()
        with pytest.raises(MediaError, match="it crashed"):
            plugin.about()
        with pytest.raises(MediaError, match="it stopped"):
            plugin.set_state(b"x" * (1 << 20))


def test_where_no_process_can_be_started_a_plugin_is_bypassed_and_told(
    stand_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("too many processes")

    monkeypatch.setattr(child, "start_helper", refuse)
    chain = DeviceChain((device(stand_in, "well"),))
    audio = noise(500)
    np.testing.assert_array_equal(chain.process(audio, 0, lambda _: None), late(audio))
    assert chain.failures == ["The plug-in “well” was bypassed: its process could not be started."]
    assert ask(stand_in).failure == "its process could not be started"


@pytest.mark.parametrize(
    ("platform", "place"),
    [
        ("darwin", "Library/Audio/Plug-Ins/VST3"),
        ("darwin", "Library/Audio/Plug-Ins/Components"),
        ("win32", "Programs/Common/VST3"),
        ("linux", ".vst3"),
    ],
)
def test_each_system_keeps_its_plugins_where_it_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, place: str
) -> None:
    added = tmp_path / "mine"
    for folder in (tmp_path / place, added):
        folder.mkdir(parents=True)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setenv(scanning.ENVIRONMENT, str(added))
    monkeypatch.setattr("musicstudio.mixing.hosting.scanning.sys.platform", platform)
    assert scanning.plugin_folders()[:2] == [added, tmp_path / place]


def test_a_plugin_that_goes_while_it_is_asked_is_told_and_asked_again_when_it_comes_back(stand_in: Path) -> None:
    stand_in.unlink()
    assert ask(stand_in).modified_ns == 0


def test_devices_have_titles_whether_they_are_known_or_not(tmp_path: Path) -> None:
    assert title_of(Device("d", "eq")) == "Equalizer"
    assert title_of(Device("d", "from-the-future")) == "from-the-future"
    assert title_of(device(tmp_path, "Verb")) == "Verb"
    assert title_of(Device("d", "plugin")) == "Plug-in"
    assert spec_of(Device("d", "eq")) is DEVICES["eq"]
    assert spec_of(Device("d", "from-the-future")) is None
