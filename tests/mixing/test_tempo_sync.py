# SPDX-License-Identifier: GPL-3.0-or-later
"""Delays in notes: their time follows the song's tempo, and nothing else of the chain changes."""

import pytest

from musicstudio.mixing.automation import Curve, curve_of
from musicstudio.mixing.devices import NOTE_LENGTHS
from musicstudio.mixing.tempo_sync import sync_to_tempo, time_ms
from musicstudio.project.model import AutomationLane, AutomationPoint, Device, Tempo, TempoMap

EIGHTH = float(list(NOTE_LENGTHS).index("1/8"))
FOLLOWS = Device("d", "delay", {"sync": EIGHTH, "time_ms": 77.0})
FREE = Device("free", "delay", {"time_ms": 77.0})


def curve(target: str) -> Curve:
    made = curve_of(AutomationLane(target, (AutomationPoint(0, 10.0), AutomationPoint(960, 500.0))), TempoMap())
    assert made is not None
    return made


def test_where_nothing_follows_the_tempo_everything_stays_the_same_object() -> None:
    devices, curves = (FREE, Device("r", "reverb")), (curve("free.time_ms"),)
    chain, kept = sync_to_tempo(devices, curves, TempoMap())
    assert chain is devices and kept is curves


def test_an_eighth_lasts_a_quarter_of_a_second_at_120() -> None:
    chain, curves = sync_to_tempo((FOLLOWS, FREE), (), TempoMap())
    assert chain[0].params["time_ms"] == pytest.approx(250.0)
    assert chain[1] is FREE
    assert curves == ()


def test_automation_of_a_time_that_follows_the_tempo_is_not_played_and_other_automation_is() -> None:
    others = (curve("d.mix"), curve("free.time_ms"))
    _, curves = sync_to_tempo((FOLLOWS, FREE), (curve("d.time_ms"), *others), TempoMap())
    assert curves == others


def test_the_time_jumps_where_the_tempo_does() -> None:
    tempo_map = TempoMap((Tempo(0, 120.0), Tempo(960, 60.0)))
    _, (steps,) = sync_to_tempo((FOLLOWS,), (), tempo_map)
    assert steps.target == "d.time_ms"
    assert [steps.at(frame) for frame in (0, 23_999, 24_000, 99_999)] == pytest.approx([250, 250, 500, 500])


def test_a_time_stays_within_what_a_delay_can_do() -> None:
    longest = max(time_ms(share, 1.0) for share in NOTE_LENGTHS.values())
    assert time_ms(1.0, 1.0) == longest < 240_000
    assert time_ms(1 / 64, 1000.0) > 0
