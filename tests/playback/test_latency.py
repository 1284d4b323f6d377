# SPDX-License-Identifier: GPL-3.0-or-later
"""Effects that answer late hold nobody up and are held up by nobody: everything sounds at its sample."""

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from musicstudio.dsp.audio import Audio
from musicstudio.mixing import processors
from musicstudio.mixing.hosting.as_device import device_of
from musicstudio.mixing.hosting.children import children
from musicstudio.mixing.hosting.scanning import ask
from musicstudio.mixing.processors import Processor
from musicstudio.playback.graph.graph import Graph
from musicstudio.playback.graph.latency import DelayLine
from musicstudio.playback.graph.plan import plan_of
from musicstudio.playback.graph.sources import Sources
from musicstudio.project.model import Device, Project, Send, Strip

from .songs import RATE, MemoryMedia, clip, song, track

ZAMAXIM = Path("/usr/lib/vst3/ZaMaximX2.vst3")
needs_zam = pytest.mark.skipif(not ZAMAXIM.exists(), reason="zam-plugins are not installed")


class Late(Processor):
    """Gives what it gets, 137 frames for each decibel of its threshold later."""

    def __init__(self) -> None:
        self._line = DelayLine(0)

    def set_values(self, values: dict[str, float]) -> None:
        self.latency_frames = round(-values["threshold_db"] * 137)
        self._line = DelayLine(self.latency_frames)

    def process(self, audio: Audio, key: Audio | None = None) -> Audio:
        return self._line.process(audio)


@pytest.fixture
def media(monkeypatch: pytest.MonkeyPatch) -> MemoryMedia:
    """Clicks, and a gate that is late instead of a gate."""
    monkeypatch.setitem(processors._CLASSES, "gate", Late)
    made = MemoryMedia()
    click = np.zeros((2, RATE), np.float32)
    click[:, [1000, 20_000]] = 0.1
    made.add("click", click)
    return made


def late(times: int) -> tuple[Device, ...]:
    return (Device(f"late-{times}", "gate", {"threshold_db": -float(times)}),)


def everywhere(media: MemoryMedia) -> Project:
    """Late effects on tracks, a group, a bus, and none."""
    room = track("room", kind="bus", strip=Strip(devices=late(7)))
    sends = (Send(room.id, 0.0),)
    return song(
        media, track("plain", clip("click", 0.0, 1.0)),
        track("late", clip("click", 0.0, 1.0), strip=Strip(devices=late(3))),
        track("grouped", clip("click", 0.0, 1.0), group_id="band", strip=Strip(devices=late(2), sends=sends)),
        track("also grouped", clip("click", 0.0, 1.0), group_id="band"),
        track("band", kind="group", strip=Strip(devices=late(5))), room,
    )  # fmt: skip


@pytest.mark.parametrize("block", [64, 777, 4096, 48_000])
def test_clicks_on_all_ways_through_the_desk_meet_at_their_sample(media: MemoryMedia, block: int) -> None:
    graph = Graph(plan_of(everywhere(media)), Sources(media), wants_stems=True)
    rendered = [graph.render(at, min(block, RATE - at)) for at in range(0, RATE, block)]
    mix = np.concatenate([each.mix for each in rendered], axis=1)
    assert np.flatnonzero(mix[0]).tolist() == [1000, 20_000]
    np.testing.assert_allclose(mix[:, 1000], 0.5, atol=1e-6)
    stems = sum(np.concatenate([each.stems[key] for each in rendered], axis=1) for key in rendered[0].stems)
    np.testing.assert_allclose(stems, mix, atol=1e-6)


def test_a_jump_is_in_time_too(media: MemoryMedia) -> None:
    graph = Graph(plan_of(everywhere(media)), Sources(media))
    graph.render(0, 30_000)
    again = graph.render(0, 30_000, came_from=30_000).mix
    assert np.flatnonzero(np.abs(again[0]) > 0.4).tolist() == [1000, 20_000]


@needs_zam
@pytest.mark.parametrize("block", [64, 4096])
def test_a_real_plugin_that_is_late_holds_nobody_up(block: int) -> None:
    media = MemoryMedia()
    click = np.zeros((2, RATE), np.float32)
    click[:, [1000, 20_000]] = 0.01
    media.add("click", click)
    limiter = device_of(ask(ZAMAXIM))
    assert limiter.plugin is not None and limiter.plugin.latency_frames == 480
    rows = [
        track("plain", clip("click", 0.0, 1.0)),
        track("limited", clip("click", 0.0, 1.0), strip=Strip(devices=(limiter,))),
    ]
    with closing(Graph(plan_of(song(media, *rows)), Sources(media), wants_stems=True)) as graph:
        rendered = [graph.render(at, min(block, RATE - at)) for at in range(0, RATE, block)]
    children.close_idle()
    stems = {key: np.concatenate([each.stems[key] for each in rendered], axis=1) for key in rendered[0].stems}
    assert len(stems) == 2
    for stem in stems.values():
        assert np.flatnonzero(np.abs(stem[0]) > 0.005).tolist() == [1000, 20_000]
