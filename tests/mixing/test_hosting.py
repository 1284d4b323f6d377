# SPDX-License-Identifier: GPL-3.0-or-later
"""Third-party effects: whatever one does, the strip plays on; those that are well sound as they should.

The plug-in's process is the real one; what it holds is a stand-in that crashes, hangs or is late as its name says. With
Debian's zam-plugins installed, real ones are tried, too.
"""

import gc
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from musicstudio.core.errors import MediaError
from musicstudio.core.progress import run_to_end
from musicstudio.mixing.devices import DEVICES
from musicstudio.mixing.hosting import child, hosted, scanning
from musicstudio.mixing.hosting.as_device import device_of, spec_of, title_of
from musicstudio.mixing.hosting.child import Child
from musicstudio.mixing.hosting.children import children
from musicstudio.mixing.hosting.editor import edit_in_window
from musicstudio.mixing.hosting.hosted import Hosted
from musicstudio.mixing.hosting.scanning import ask, find_known, known_plugins, scan
from musicstudio.mixing.hosting.stopped import stopped
from musicstudio.mixing.strip import DeviceChain
from musicstudio.playback.graph.graph import Graph
from musicstudio.playback.graph.plan import plan_of
from musicstudio.playback.graph.sources import Sources
from musicstudio.playback.player.messages import PluginStopped, StartAgain
from musicstudio.project.model import Device, PluginRef, Project, Strip
from tests.playback.rig import Rig
from tests.playback.songs import MemoryMedia, clip, song, track

ZAM = Path("/usr/lib/vst3")
needs_zam = pytest.mark.skipif(not (ZAM / "ZaMaximX2.vst3").exists(), reason="zam-plugins are not installed")
RATE = 48_000
STAND_IN = """
import os, sys, time
import numpy as np
sys.path[:0] = {places!r}
from musicstudio.mixing.hosting import host_process

class Held:
    def __init__(self, path, name):
        self.kind, self.blocks, self.waiting, self.gain = name, 0, np.zeros((2, 100), np.float32), 0.5
        if self.kind == "refuses": raise ValueError("it is no plug-in")
        if self.kind == "never loads": time.sleep(60)
        if self.kind == "dies": os.abort()
    def about(self):
        return {{"name": self.kind, "maker": "Tests", "is_instrument": False, "latency_frames": 100, "is_mono": False,
                "state": "AAAA", "params": [{{"name": "gain", "title": "Gain", "default": 0.5}}]}}
    def set_state(self, state): self.waiting[:] = 0
    def play(self, messages, turns, frames, is_first): return np.zeros((2, frames - 1), np.float32)
    def set_values(self, values): self.gain = values.get("gain", self.gain)
    def reset(self): self.waiting[:] = 0
    def edit(self):
        if self.kind == "no screen": raise RuntimeError("No display.")
        if self.kind == "stays open": time.sleep(0.5)
        return {{"state": "BBBB", "values": {{"gain": self.gain + 0.25}}}}
    def process(self, audio):
        self.blocks += 1
        if self.blocks > 2 and self.kind == "crashes": os.abort()
        if self.blocks > 2 and self.kind == "hangs": time.sleep(60)
        if self.blocks > 2 and self.kind == "eats": [bytearray(1 << 30) for _ in range(100)]
        if self.kind == "loses some": return audio[:, 1:]
        joined = np.concatenate([self.waiting, audio * np.float32(2 * self.gain)], axis=1)
        self.waiting = joined[:, audio.shape[1]:]
        return joined[:, :audio.shape[1]]

host_process.Held = Held
sys.exit(host_process.main(sys.argv[1:]))
"""


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """No process of a plug-in outlives its test."""
    yield
    gc.collect()
    children.close_idle()


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Plug-ins whose process is real and whose content is the stand-in; their path."""
    import subprocess
    import sys

    from musicstudio.core.helper_pipe import MessageReader

    script = tmp_path / "stand_in.py"
    script.write_text(STAND_IN.format(places=[str(Path(child.__file__).parents[3])]))

    def start(_: str, arguments: list[str]) -> tuple["subprocess.Popen[bytes]", MessageReader]:
        process = subprocess.Popen(
            [sys.executable, str(script), *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert process.stdout is not None
        return process, MessageReader(process.stdout)

    monkeypatch.setattr(child, "start_helper", start)
    monkeypatch.setattr(hosted, "_state", {"patience_s": 1.0, "waits_for_loading": True})
    path = tmp_path / "Plug.vst3"
    path.write_bytes(b"")
    return path


def device(path: Path, name: str, **params: float) -> Device:
    return Device(f"device-{name}", "plugin", params, plugin=PluginRef(str(path), name, 100))


def noise(frames: int) -> np.ndarray:
    return (np.random.default_rng(1).standard_normal((2, frames)) * 0.1).astype(np.float32)


def late(audio: np.ndarray, frames: int = 100) -> np.ndarray:
    return np.pad(audio, ((0, 0), (frames, 0)))[:, : audio.shape[1]]


def test_a_plugin_sounds_turns_and_is_as_late_as_it_says(stand_in: Path) -> None:
    chain = DeviceChain((device(stand_in, "well", gain=1.0),))
    assert chain.latency_frames == 100
    audio = noise(10_000)
    pieces = [chain.process(piece, 0, lambda _: None) for piece in np.split(audio, [1, 500, 6000], axis=1)]
    np.testing.assert_allclose(np.concatenate(pieces, axis=1), late(audio * 2), atol=1e-6)
    assert chain.failures == []


@pytest.mark.parametrize("name", ["crashes", "hangs", "eats"])
def test_one_that_fails_is_bypassed_in_time_and_named(stand_in: Path, name: str) -> None:
    chain = DeviceChain((device(stand_in, name),))
    audio, began = noise(3000), time.monotonic()
    pieces = [chain.process(piece, 0, lambda _: None) for piece in np.split(audio, 6, axis=1)]
    assert time.monotonic() - began < 30
    # With its gain at the default it passes what it gets, as the bypass does: nothing is lost or moved.
    np.testing.assert_allclose(np.concatenate(pieces, axis=1), late(audio), atol=1e-6)
    (told,) = chain.failures
    assert f"“{name}” was bypassed" in told


@pytest.mark.parametrize("name", ["crashes", "hangs", "eats"])
def test_the_rest_of_a_song_loses_no_sample_to_one_that_fails(stand_in: Path, name: str) -> None:
    media = MemoryMedia()
    media.add("noise", noise(RATE))
    rows = [
        track("well", clip("noise", 0.0, 1.0)),
        track("ill", clip("noise", 0.0, 1.0), strip=Strip(devices=(device(stand_in, name),))),
    ]
    with closing(Graph(plan_of(song(media, *rows)), Sources(media), wants_stems=True)) as graph:
        rendered = [graph.render(at, min(4096, RATE - at)) for at in range(0, RATE, 4096)]
        told = graph.failures
    for stem in rendered[0].stems:
        heard = np.concatenate([block.stems[stem] for block in rendered], axis=1)
        np.testing.assert_allclose(heard, noise(RATE), atol=1e-6)
    assert len(told) == 1 and name in told[0]


@pytest.mark.parametrize("name", ["refuses", "never loads", "dies"])
def test_one_that_does_not_load_is_bypassed_and_named(
    stand_in: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosted, "LOADING_S", 1.0)
    chain = DeviceChain((device(stand_in, name),))
    audio = noise(1000)
    np.testing.assert_array_equal(chain.process(audio, 0, lambda _: None), late(audio))
    assert "was bypassed" in chain.failures[0]


def test_one_that_is_not_installed_keeps_its_settings(tmp_path: Path) -> None:
    gone = device(tmp_path / "Gone.vst3", "Gone", gain=0.25)
    chain = DeviceChain((gone,))
    audio = noise(500)
    np.testing.assert_array_equal(chain.process(audio, 0, lambda _: None), late(audio))
    assert "not installed; its settings are kept" in chain.failures[0]
    spec = spec_of(gone)
    assert spec is not None
    assert [param.name for param in spec.params] == ["gain"]


def test_the_next_chain_takes_the_process_over_and_hears_nothing_of_the_last(stand_in: Path) -> None:
    chain = DeviceChain((device(stand_in, "well"),))
    chain.process(noise(1000), 0, lambda _: None)
    first = next(iter(chain._stretches))._processor
    assert isinstance(first, Hosted)
    process = first._child._process.pid if first._child else 0
    del chain, first
    again = DeviceChain((device(stand_in, "well"),))
    assert not again.process(np.zeros((2, 500), np.float32), 0, lambda _: None).any()
    second = again._stretches[0]._processor
    assert isinstance(second, Hosted)
    assert second._child is not None
    assert second._child._process.pid == process


def test_what_is_set_in_its_own_window_comes_back(stand_in: Path) -> None:
    edited = run_to_end(edit_in_window(device(stand_in, "well", gain=0.5)))
    assert edited.params == {"gain": 0.75}
    assert edited.plugin is not None
    assert edited.plugin.state == "BBBB"
    with pytest.raises(MediaError, match=r"The window of “no screen” cannot be shown: it says: No display\."):
        run_to_end(edit_in_window(device(stand_in, "no screen")))


def test_live_playing_does_not_wait_for_loading(stand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosted, "_state", {"patience_s": 0.2, "waits_for_loading": False})
    chain = DeviceChain((device(stand_in, "never loads"),))
    began = time.monotonic()
    audio = noise(1000)
    np.testing.assert_array_equal(chain.process(audio, 0, lambda _: None), late(audio))
    assert time.monotonic() - began < 1.0


def test_a_scan_asks_each_once_and_keeps_the_answers(
    stand_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUSICSTUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(scanning, "plugin_folders", lambda: [tmp_path])
    (found,) = run_to_end(scan())
    assert (found.maker, found.latency_frames, found.failure) == ("Tests", 100, "")
    assert known_plugins() == (found,)
    asked: list[Path] = []
    monkeypatch.setattr(scanning, "ask", lambda path, _: asked.append(path))
    run_to_end(scan())
    assert asked == []


@needs_zam
def test_a_real_plugin_limits_comes_back_the_same_and_is_compensated(tmp_path: Path) -> None:
    known = ask(ZAM / "ZaMaximX2.vst3")
    assert (known.failure, known.latency_frames) == ("", 480)
    limiter = device_of(known)
    loud = noise(48_000) * 20
    chain = DeviceChain((replace(limiter, params=limiter.params | {"threshold_db": 0.2}),))
    held = chain.process(loud, 0, lambda _: None)
    assert np.abs(held).max() < np.abs(loud).max() / 2
    again = DeviceChain((replace(limiter, id="other", params=limiter.params | {"threshold_db": 0.2}),))
    np.testing.assert_array_equal(again.process(loud, 0, lambda _: None), held)
    click = np.zeros((2, 4000), np.float32)
    click[:, 1000] = 0.01
    heard = DeviceChain((replace(limiter, id="third"),)).process(click, 0, lambda _: None)
    assert int(np.abs(heard[0]).argmax()) == 1480


@needs_zam
def test_a_mono_plugin_runs_twice_on_stereo() -> None:
    known = ask(ZAM / "ZamComp.vst3")
    assert known.failure == ""
    audio = noise(4000)
    audio[1] = 0
    made = DeviceChain((device_of(known),)).process(audio, 0, lambda _: None)
    assert np.abs(made[0]).max() > 0.01
    assert np.abs(made[1]).max() < 1e-3


@needs_zam
def test_one_that_never_returns_from_loading_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "does not answer" in ask(ZAM / "ZamVerb.vst3", patience_s=3.0).failure
    assert find_known("ZamVerb") is None


def test_its_window_stays_open_as_long_as_it_is_wanted(stand_in: Path) -> None:
    editing = edit_in_window(device(stand_in, "stays open"))
    told = (progress.message for progress in editing)
    assert next(message for message in told if "is open" in message) == "stays open is open"
    editing.close()


def test_a_window_of_one_that_is_not_installed_is_not_waited_for(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="“Gone” is not installed; its settings are kept"):
        run_to_end(edit_in_window(device(tmp_path / "Gone.vst3", "Gone")))


def test_one_that_gives_back_another_length_is_bypassed_and_named(stand_in: Path) -> None:
    chain = DeviceChain((device(stand_in, "loses some"),))
    audio = noise(1000)
    np.testing.assert_array_equal(chain.process(audio, 0, lambda _: None), late(audio))
    assert chain.failures == ["The plug-in “loses some” was bypassed: it gave back another length."]
    with pytest.raises(MediaError, match="another length"), closing(Child(str(stand_in), "well")) as plugin:
        plugin.about()
        plugin.play([], 100, True, 5.0)


def test_knobs_turned_while_it_sounds_are_told_and_those_that_stand_are_not(stand_in: Path) -> None:
    turned = Hosted(device(stand_in, "well"))
    audio = noise(1000)
    turned.set_values({"gain": 1.0})
    turned.process(audio)
    turned.set_values({"gain": 0.25})
    turned.set_values({"gain": 0.25})
    np.testing.assert_allclose(turned.process(audio)[:, 100:], audio[:, :900] * 0.5, atol=1e-6)
    turned.close()
    np.testing.assert_array_equal(turned.process(audio)[:, 100:], audio[:, :900])
    assert turned.failure == "", "what was given back to be used again has not failed"


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
