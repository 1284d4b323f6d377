# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be automated of a track or the master: named, in its range, at what it is worth by itself."""

import pytest

from musicstudio.mixing.automatable import automatable, automatables, log_share
from musicstudio.project.model import Device, Master, PluginRef, Project, Send, Strip, Track

STRIP = Strip(
    gain_db=-3.0,
    pan=0.25,
    sends=(Send("reverb", -12.0), Send("gone", 0.0)),
    devices=(
        Device("f", "filter", {"cutoff_hz": 800.0}),
        Device("v", "plugin", {"mix": 0.4}, plugin=PluginRef("/p.vst3", "Verb")),
        Device("n", "plugin", {"mix": 0.5}),
        Device("x", "from-the-future"),
    ),
)
SONG = Project(
    "p",
    tracks=(Track("t", "Bass", strip=STRIP), Track("reverb", "Reverb", "bus")),
    master=Master(devices=(Device("c", "compressor"),), fader_db=-1.0),
)


def test_a_track_has_its_strip_its_sends_and_the_knobs_of_its_devices_in_the_order_of_the_signal() -> None:
    titles = [each.title for each in automatables(SONG, "t")]
    assert titles[:5] == ["Volume", "Pan", "Reverb send", "Stereo width", "Input gain"]
    assert all(title.startswith("Filter: ") for title in titles[5:-2])
    assert titles[-2:] == ["Verb: mix", "Plug-in: mix"]


def test_the_master_has_its_fader_and_its_devices() -> None:
    first, *others = automatables(SONG, "")
    assert (first.target, first.own) == ("fader_db", -1.0)
    assert {each.target.partition(".")[0] for each in others} == {"c"}


def test_of_a_track_that_is_not_there_nothing_can_be_automated() -> None:
    assert automatables(SONG, "gone") == ()
    assert automatable(SONG, "t", "gone.knob") is None


@pytest.mark.parametrize(
    ("target", "own", "low", "high", "unit", "scale"),
    [
        ("gain_db", -3.0, -60.0, 12.0, "dB", "fader"),
        ("pan", 0.25, -1.0, 1.0, "pan", "linear"),
        ("send.reverb", -12.0, -60.0, 6.0, "dB", "fader"),
        ("f.cutoff_hz", 800.0, 20.0, 20_000.0, "Hz", "log"),
        ("v.mix", 0.4, 0.0, 1.0, "", "linear"),
    ],
)
def test_a_target_knows_its_own_value_its_range_and_its_scale(target, own, low, high, unit, scale) -> None:
    found = automatable(SONG, "t", target)
    assert found is not None
    assert (found.own, found.low, found.high, found.unit, found.scale) == (own, low, high, unit, scale)


def test_values_are_held_in_the_range_and_choices_are_whole() -> None:
    volume, kind = automatable(SONG, "t", "gain_db"), automatable(SONG, "t", "f.mode")
    assert volume is not None and kind is not None and kind.choices
    assert [volume.held(value) for value in (-99.0, -7.25, 99.0)] == [-60.0, -7.25, 12.0]
    assert kind.held(0.7) == 1.0


def test_octaves_are_equally_wide_on_a_scale_of_octaves() -> None:
    shares = [log_share(hz, 20.0, 20_480.0) for hz in (5.0, 20.0, 640.0, 20_480.0)]
    assert shares == [0.0, 0.0, pytest.approx(0.5), 1.0]
