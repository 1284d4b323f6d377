# SPDX-License-Identifier: GPL-3.0-or-later
"""Knobs that are turned while the song plays: what they turn follows, and the rest of the device goes on."""

import numpy as np
import pytest

from musicstudio.mixing.assistant.hearing import Ear
from musicstudio.mixing.assistant.match import suggest_match
from musicstudio.mixing.automation import curve_of
from musicstudio.mixing.devices import DEVICES
from musicstudio.mixing.fader import Fader, SendLevel
from musicstudio.mixing.strip import DeviceChain
from musicstudio.project.model import AutomationLane, AutomationPoint, Device, Master, Project, Send, Strip, TempoMap

BEAT = 24_000


def chain(kind: str, param: str, first: float, later: float, **params: float) -> DeviceChain:
    """A device whose knob jumps after a beat, half a second at 120 BPM."""
    points = tuple(AutomationPoint(*point) for point in ((0, first), (960, first), (960, later)))
    curve = curve_of(AutomationLane(f"d.{param}", points), TempoMap())
    assert curve is not None
    return DeviceChain((Device("d", kind, params),), (curve,))


def through(made: DeviceChain, audio: np.ndarray) -> np.ndarray:
    return made.process(audio, 0, lambda _: None)


def noise(frames: int = 2 * BEAT) -> np.ndarray:
    return (np.random.default_rng(4).standard_normal((2, frames)) * 0.1).astype(np.float32)


def level_db(audio: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(np.square(audio, dtype=np.float64)) + 1e-20))


def test_the_lows_go_to_the_middle_when_they_are_told_to_and_back() -> None:
    tone = 0.2 * np.sin(2 * np.pi * 60 * np.arange(2 * BEAT) / 48_000)
    sides = np.stack([tone, -tone]).astype(np.float32)
    narrowed = through(chain("stereo_width", "mono_below_hz", 20.0, 300.0), sides)
    assert level_db(narrowed[:, :BEAT]) == pytest.approx(level_db(sides[:, :BEAT]), abs=0.1)
    assert level_db(narrowed[:, -4800:]) < level_db(sides) - 12
    widened = through(chain("stereo_width", "mono_below_hz", 300.0, 20.0), sides)
    assert level_db(widened[:, -4800:]) == pytest.approx(level_db(sides), abs=0.1)


def test_an_equalizer_goes_from_the_middle_to_the_sides() -> None:
    tone = (0.1 * np.sin(2 * np.pi * 1000 * np.arange(2 * BEAT) / 48_000)).astype(np.float32)
    middle = np.stack([tone, tone])
    works_on = {choice: number for number, choice in enumerate(DEVICES["eq"].param("works_on").choices)}
    assert len(works_on) == 3
    louder = through(chain("eq", "works_on", 1, 2, bell1_hz=1000.0, bell1_db=12.0, works_on=1.0), middle)
    assert level_db(louder[:, 4800:BEAT]) > level_db(middle) + 8
    assert level_db(louder[:, -4800:]) == pytest.approx(level_db(middle), abs=0.5), "there are no sides"


def test_a_space_keeps_its_tail_while_its_mix_is_turned() -> None:
    audio = noise()
    audio[:, BEAT:] = 0.0
    wet = through(chain("convolution", "mix", 50.0, 100.0, decay_s=2.0), audio)
    assert level_db(wet[:, BEAT + 480 : BEAT + 4800]) > -60, "what sounded before still rings"


def test_a_send_and_a_fader_that_are_off_let_nothing_through() -> None:
    assert SendLevel(Send("bus", -60.0)).is_open is False
    level = SendLevel(Send("bus", -6.0, is_pre_fader=True))
    assert (level.bus_id, level.is_pre_fader) == ("bus", True)
    assert level.gains(0, 100)[-1] == pytest.approx(10 ** (-6 / 20))
    assert Fader(Strip(gain_db=-60.0)).gains(0, 10).max() == 0.0


def test_what_is_not_heard_has_no_moments() -> None:
    assert Ear().heard().active.shape == (0,)


def test_a_reference_that_sounds_alike_changes_nothing() -> None:
    ear = Ear()
    ear.feed(noise(4 * BEAT))
    heard = ear.heard()
    assert suggest_match(Project("p", master=Master(target_lufs=round(heard.lufs, 1))), heard, heard) == []
