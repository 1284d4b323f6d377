# SPDX-License-Identifier: GPL-3.0-or-later
"""The process of a plug-in: what the studio asks of it, whatever the plug-in is like, and when it ends.

The process is the real one; in the place of a foreign plug-in stands one with pedalboard's interface, which adds up
what it is told.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from musicstudio.core.errors import MediaError
from musicstudio.core.helper_pipe import MessageReader
from musicstudio.mixing.hosting import child, host_process
from musicstudio.mixing.hosting.child import Child

ROOT = Path(host_process.__file__).parents[3]
PLUGIN = """
import sys, types
import numpy as np
sys.path[:0] = {root!r},

class Param:
    def __init__(self, name, raw_value, label=""):
        self.name, self.raw_value, self.label = name, raw_value, label

class Plugin:
    name, manufacturer_name, reported_latency_samples = "Sum", "Tests", 3
    def __init__(self, kind):
        self.kind, self.is_instrument, self.raw_state, self.resets = kind, "instrument" in kind, b"as found", 0
        self.parameters = {{"gain": Param("Gain", 0.5, "x"), "bypass": Param("Bypass", 0.0)}}
    def reset(self): self.resets += 1
    def show_editor(self): self.raw_state, self.parameters["gain"].raw_value = b"by hand", 0.75
    def process(self, what, *more, **options):
        return self.play(what, *more, **options) if self.is_instrument else self.work(what)
    def work(self, audio):
        if self.kind == "refuses" or (self.kind == "mono" and len(audio) > 1): raise ValueError("wrong channels")
        if self.kind == "down-mixes": return audio[:1]
        if self.kind == "ill" and audio.any(): raise RuntimeError("it is ill.\\nand says more")
        made = audio * 2 * self.parameters["gain"].raw_value
        if self.kind == "late": made = made[:, 2:]
        if self.kind == "nan" and audio.any(): made[:, 0] = np.nan
        return made
    def play(self, messages, length_s, rate, num_channels, buffer_size, reset):
        made = np.zeros((1 if "mono" in self.kind else 2, int(length_s * rate)), np.float32)
        gain = 2 * self.parameters["gain"].raw_value
        for message, at_s in messages: made[:, round(at_s * rate)] = message[2] / 127 * gain
        return made[:, :-2] if "short" in self.kind else made

def load_plugin(path, plugin_name):
    if plugin_name == "gone": raise ImportError("no such plug-in\\nin any folder")
    return Plugin(plugin_name)

sys.modules["pedalboard"] = types.SimpleNamespace(load_plugin=load_plugin)
from musicstudio.mixing.hosting import host_process
sys.exit(host_process.main(sys.argv[1:]))
"""


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Child]]:
    """Starts a process that holds a plug-in of a kind."""
    script = tmp_path / "plugin.py"
    script.write_text(PLUGIN.format(root=str(ROOT)))
    started: list[tuple[subprocess.Popen[bytes], MessageReader]] = []

    def start(_: str, arguments: list[str]) -> tuple["subprocess.Popen[bytes]", MessageReader]:
        process = subprocess.Popen(
            [sys.executable, str(script), *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert process.stdout is not None
        started.append((process, MessageReader(process.stdout)))
        return started[-1]

    monkeypatch.setattr(child, "start_helper", start)
    yield lambda kind: Child("Plug.vst3", kind)
    for process, reader in started:
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(30) in (0, 1), "it ends with its pipe"
        reader.close()


def block(*first: float) -> np.ndarray:
    audio = np.zeros((2, 8), np.float32)
    audio[:, : len(first)] = first
    return audio


def test_it_tells_what_it_holds_without_what_frameworks_put_among_the_knobs(load) -> None:
    about = load("stereo").about()
    assert about["params"] == [{"name": "gain", "title": "Gain", "default": 0.5, "unit": "x"}]
    told = [about[name] for name in ("name", "maker", "is_instrument", "latency_frames", "is_mono", "state")]
    assert told == ["Sum", "Tests", False, 3, False, "YXMgZm91bmQ="]


def test_knobs_are_held_between_0_and_1_and_unknown_ones_passed_over(load) -> None:
    plugin = load("stereo")
    plugin.about()
    plugin.set_values({"gain": 7.0, "no such knob": 1.0})
    np.testing.assert_array_equal(plugin.process(block(0.25, -0.5), 10.0), block(0.5, -1.0))
    plugin.set_values({"gain": -7.0})
    assert not plugin.process(block(0.25), 10.0).any()


def test_a_mono_one_is_there_twice_and_each_side_goes_through_its_own(load) -> None:
    plugin = load("mono")
    assert plugin.about()["is_mono"]
    plugin.set_values({"gain": 1.0})
    audio = block(0.25)
    audio[1] = 0.0
    np.testing.assert_array_equal(plugin.process(audio, 10.0), 2 * audio)
    plugin.set_state(b"another")


def test_one_that_makes_one_channel_of_two_works_on_each_by_itself(load) -> None:
    plugin = load("down-mixes")
    assert plugin.about()["is_mono"]
    sides = np.stack([block(0.25)[0], block(0.5)[0]])
    np.testing.assert_array_equal(plugin.process(sides, 10.0), sides)


@pytest.mark.parametrize(("kind", "why"), [("gone", "no such plug-in"), ("refuses", "neither mono nor stereo")])
def test_one_that_cannot_be_used_says_why_in_a_line(load, kind, why) -> None:
    with pytest.raises(MediaError, match=why) as told:
        load(kind).about()
    assert "\n" not in str(told.value) and "in any folder" not in str(told.value)


def test_what_is_missing_of_a_block_is_silence_before_it_and_what_is_no_number_is_silence(load) -> None:
    late = load("late")
    late.about()
    np.testing.assert_array_equal(late.process(np.ones((2, 4), np.float32), 10.0)[0], [0, 0, 1, 1])
    ill = load("nan")
    ill.about()
    np.testing.assert_array_equal(ill.process(np.ones((2, 4), np.float32), 10.0)[0], [0, 1, 1, 1])


def test_one_that_fails_at_a_block_says_so_in_a_line_and_goes_on(load) -> None:
    plugin = load("ill")
    plugin.about()
    with pytest.raises(MediaError, match=r"^it says: it is ill$"):
        plugin.process(block(1.0), 10.0)
    assert not plugin.process(block(), 10.0).any()


def test_its_window_leaves_its_state_and_its_knobs(load) -> None:
    plugin = load("stereo")
    plugin.about()
    plugin.open_window()
    while plugin.is_window_open():
        continue
    assert plugin.left_in_window() == {"state": "YnkgaGFuZA==", "values": {"gain": 0.75}}


@pytest.mark.parametrize("kind", ["instrument", "mono instrument", "short instrument"])
def test_an_instrument_plays_notes_at_their_sample_on_both_sides(load, kind) -> None:
    plugin = load(kind)
    assert plugin.about()["is_instrument"]
    plugin.set_state(b"another")
    made = plugin.play([(100 / host_process.RATE, [0x90, 69, 127])], 1000, True, 10.0)
    assert made.shape == (2, 1000)
    assert [int(np.flatnonzero(side)[0]) for side in made] == [100, 100]


def test_each_sound_of_an_instrument_begins_anew(load) -> None:
    plugin = load("instrument")
    plugin.about()
    first, second = (plugin.play([(0.0, [0x90, 69, 127])], 500, True, 10.0) for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_settings_of_an_instrument_turn_at_their_frame(load) -> None:
    plugin = load("instrument")
    plugin.about()
    notes = [(at / host_process.RATE, [0x90, 69, 127]) for at in (100, 400, 700)]
    turns = [(400, {"gain": 0.25}), (650, {"gain": 0.125}), (5000, {"gain": 1.0})]
    made = plugin.play(notes, 1000, True, 10.0, turns)
    assert made.shape == (2, 1000)
    assert [made[0, at] for at in (100, 400, 700)] == [1.0, 0.5, 0.25]
    assert np.count_nonzero(made[0]) == 3


def test_an_effect_plays_no_notes(load) -> None:
    plugin = load("stereo")
    plugin.about()
    with pytest.raises(MediaError, match="plays no notes"):
        plugin.play([], 100, True, 10.0)


def test_it_ends_when_the_studio_has_gone_even_if_its_pipe_is_held_open(tmp_path: Path) -> None:
    """A process in the studio's place starts it, hands its pipe to this one, and is gone."""
    script = tmp_path / "plugin.py"
    script.write_text(PLUGIN.format(root=str(ROOT)))
    read, write = os.pipe()
    studio = (
        "import subprocess, sys\n"
        f"child = subprocess.Popen([sys.executable, {str(script)!r}, 'Plug.vst3', 'stereo'], stdin=0, stdout={write})\n"
        "print(child.pid, flush=True)\nsys.stdin.close()\nimport os, time\n"
        f"os.read({read}, 5)\n"
    )
    holding_read, holding_write = os.pipe()
    gone = subprocess.run(
        [sys.executable, "-c", studio], stdin=holding_read, stdout=subprocess.PIPE, pass_fds=(read, write), timeout=60,
        check=True,
    )  # fmt: skip
    os.close(holding_read)
    os.close(write)
    assert int(gone.stdout) > 0
    with os.fdopen(read, "rb") as said:
        about = said.read()  # until its end of the pipe is closed, which only its own end does
    assert json.loads(b"{" + about.split(b"{", 1)[1])["name"] == "Sum"
    os.close(holding_write)
