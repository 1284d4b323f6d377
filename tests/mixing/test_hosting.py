# SPDX-License-Identifier: GPL-3.0-or-later
"""Third-party effects: whatever one does, the strip plays on; those that are well sound as they should.

The plug-in's process is the real one; what it holds is a stand-in that crashes, hangs or is late as its name says. With
Debian's zam-plugins installed, real ones are tried, too.
"""

import time
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from musicstudio.core.errors import MediaError
from musicstudio.core.progress import run_to_end
from musicstudio.mixing.hosting import hosted, scanning
from musicstudio.mixing.hosting.as_device import device_of, spec_of
from musicstudio.mixing.hosting.child import Child
from musicstudio.mixing.hosting.editor import edit_in_window
from musicstudio.mixing.hosting.hosted import Hosted
from musicstudio.mixing.hosting.scanning import ask, find_known, known_plugins, scan
from musicstudio.mixing.strip import DeviceChain
from musicstudio.playback.graph.graph import Graph
from musicstudio.playback.graph.plan import plan_of
from musicstudio.playback.graph.sources import Sources
from musicstudio.project.model import Strip
from tests.playback.songs import MemoryMedia, clip, song, track

from .hosting_rig import RATE, device, late, noise

ZAM = Path("/usr/lib/vst3")
needs_zam = pytest.mark.skipif(not (ZAM / "ZaMaximX2.vst3").exists(), reason="zam-plugins are not installed")


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
