# SPDX-License-Identifier: GPL-3.0-or-later
"""Faders, pan, automation and the presets that new tracks start from."""

import numpy as np
import pedalboard
import pytest

from musicstudio.mixing.automation import curve_of
from musicstudio.mixing.devices import DEVICES
from musicstudio.mixing.fader import Fader, Input, Width, pan_gains
from musicstudio.mixing.presets import default_buses, mastering_devices, strip_for_role
from musicstudio.mixing.strip import DeviceChain
from musicstudio.project.model import AutomationLane, AutomationPoint, Device, Strip, Tempo, TempoMap
from musicstudio.project.model.tracks import ROLES

BEAT_FRAMES = 24_000


def lane(target: str, *points: tuple[int, float]) -> AutomationLane:
    """A lane from (tick, value) pairs."""
    return AutomationLane(target, tuple(AutomationPoint(*point) for point in points))


def test_pan_keeps_power_and_leaves_the_middle_alone() -> None:
    gains = pan_gains(np.linspace(-1, 1, 21))
    np.testing.assert_allclose(np.square(gains).sum(axis=0), 2.0, atol=1e-6)
    np.testing.assert_allclose(gains[:, 10], 1.0, atol=1e-6)
    np.testing.assert_allclose(gains[:, 0], [np.sqrt(2), 0.0], atol=1e-6)


@pytest.mark.parametrize("law_db", [-3.0, -4.5, -6.0])
def test_a_pan_law_sets_the_middle_against_the_sides(law_db: float) -> None:
    left, middle, right = pan_gains(np.array([-1.0, 0.0, 1.0]), law_db).T
    np.testing.assert_allclose(20 * np.log10(middle), law_db, atol=0.03)
    np.testing.assert_allclose([left, right], [[1, 0], [0, 1]], atol=1e-6)


def test_automation_is_straight_between_points_and_constant_outside() -> None:
    curve = curve_of(lane("gain_db", (960, -20.0), (1920, 0.0)), TempoMap())
    assert curve is not None
    values = curve.over(0, 3 * BEAT_FRAMES)
    assert values[0] == values[BEAT_FRAMES] == -20.0
    assert values[BEAT_FRAMES * 3 // 2] == pytest.approx(-10.0)
    assert values[-1] == 0.0


def test_automation_jumps_and_bends_with_the_tempo() -> None:
    jump = curve_of(lane("pan", (0, -1.0), (960, -1.0), (960, 1.0)), TempoMap())
    assert jump is not None
    assert [jump.at(BEAT_FRAMES - 1), jump.at(BEAT_FRAMES + 1)] == [-1.0, 1.0]
    slower = TempoMap(tempos=(Tempo(0, 120.0), Tempo(960, 60.0)))
    bent = curve_of(lane("pan", (0, 0.0), (1920, 1.0)), slower)
    assert bent is not None
    assert bent.at(BEAT_FRAMES) == pytest.approx(0.5)
    assert bent.at(2 * BEAT_FRAMES) == pytest.approx(0.75)
    assert curve_of(lane("pan"), TempoMap()) is None


def test_an_automated_fader_moves_sample_by_sample_and_wins_over_its_own_value() -> None:
    curve = curve_of(lane("gain_db", (0, -60.0), (960, 0.0)), TempoMap())
    assert curve is not None
    gains = Fader(Strip(gain_db=6.0), (curve,)).gains(0, BEAT_FRAMES + 10)[0]
    assert (np.diff(gains[:BEAT_FRAMES]) >= 0).all()
    assert (gains[0], gains[-1]) == (0.0, pytest.approx(1.0))
    still = Fader(Strip(gain_db=-6.0)).gains(0, 100)
    np.testing.assert_allclose(still, 10 ** (-6 / 20), atol=1e-6)


def test_an_automated_knob_turns_in_place_whatever_the_blocks() -> None:
    device = Device("f", "eq", {"bell1_hz": 440.0, "bell1_q": 0.5})
    curve = curve_of(lane("f.bell1_db", (0, 0.0), (960, 12.0)), TempoMap())
    assert curve is not None
    tone = np.tile(0.1 * np.sin(2 * np.pi * 440 * np.arange(BEAT_FRAMES) / 48_000), (2, 1)).astype(np.float32)
    louder = DeviceChain((device,), (curve,)).process(tone, 0, lambda _: None)
    assert np.abs(louder[:, -200:]).max() / 0.1 == pytest.approx(10 ** (12 / 20), rel=0.05)
    chain, pieces, position = DeviceChain((device,), (curve,)), [], 0
    for piece in np.split(tone, [100, 1000, 1001, 9999], axis=1):
        pieces.append(chain.process(piece, position, lambda _: None))
        position += piece.shape[1]
    np.testing.assert_array_equal(np.concatenate(pieces, axis=1), louder)


def test_a_strip_is_a_pedalboard_of_pedalboards_own_plugins() -> None:
    strip = Strip(devices=(Device("e", "eq", {"low_cut_hz": 90.0, "bell1_db": -2.0, "high_shelf_db": 1.0}),
                           Device("c", "chorus"), Device("d", "delay"), Device("r", "reverb")))  # fmt: skip
    (board,) = DeviceChain(strip.devices).boards
    assert isinstance(board, pedalboard.Pedalboard)
    names = [type(plugin).__name__ for plugin in board]
    assert names == ["HighpassFilter", "HighpassFilter", "PeakFilter", "PeakFilter", "HighShelfFilter", "Chorus",
                     "Mix", "Mix"]  # fmt: skip


@pytest.mark.parametrize("role", ["vocals", "drums", "bass", "lead"])
@pytest.mark.parametrize("frames", [64, 256, 1000, 4096])
def test_a_full_strip_sounds_the_same_in_blocks_of_any_size(role: str, frames: int) -> None:
    devices = strip_for_role(role).devices
    noise = (np.random.default_rng(3).standard_normal((2, BEAT_FRAMES)) * 0.2).astype(np.float32)
    whole = DeviceChain(devices).process(noise, 0, lambda _: None)
    chain = DeviceChain(devices)
    pieces = [chain.process(noise[:, at : at + frames], at, lambda _: None) for at in range(0, BEAT_FRAMES, frames)]
    np.testing.assert_allclose(np.concatenate(pieces, axis=1), whole, rtol=0, atol=1e-6)


def test_a_flat_band_that_is_automated_is_there_when_its_time_comes() -> None:
    curve = curve_of(lane("f.low_cut_hz", (0, 20.0), (960, 20.0), (960, 1000.0)), TempoMap())
    assert curve is not None
    tone = np.tile(0.1 * np.sin(2 * np.pi * 100 * np.arange(2 * BEAT_FRAMES) / 48_000), (2, 1)).astype(np.float32)
    cut = DeviceChain((Device("f", "eq"),), (curve,)).process(tone, 0, lambda _: None)
    assert np.abs(cut[:, BEAT_FRAMES // 2 : BEAT_FRAMES]).max() == pytest.approx(0.1, rel=0.01)
    assert np.abs(cut[:, -BEAT_FRAMES // 2 :]).max() == pytest.approx(0.001, rel=0.1)


def test_devices_that_are_off_or_unknown_pass_the_sound() -> None:
    chain = DeviceChain((Device("a", "compressor", is_on=False), Device("b", "from-the-future")))
    assert chain.is_empty


@pytest.mark.parametrize("role", [*ROLES, "theremin"])
def test_preset_strips_name_existing_devices_and_parameters(role: str) -> None:
    strip = strip_for_role(role, "reverb", "delay")
    devices = [*strip.devices, *(bus.strip.devices[0] for bus in default_buses()), *mastering_devices()]
    for device in devices:
        assert {param.name for param in DEVICES[device.kind].params} >= set(device.params)


def tone(level: float = 0.5) -> np.ndarray:
    return np.tile(level * np.sin(2 * np.pi * 440 * np.arange(BEAT_FRAMES) / 48_000), (2, 1)).astype(np.float32)


def test_each_device_that_turns_levels_down_tells_what_it_heard_and_did() -> None:
    pressed = Device("c", "compressor", {"threshold_db": -30.0, "ratio": 10.0})
    gated = Device("g", "gate", {"threshold_db": -60.0})
    chain = DeviceChain((pressed, Device("e", "eq", {"bell1_db": 3.0}), gated))
    chain.process(tone(), 0, lambda _: None)
    meters = chain.meters
    assert set(meters) >= {"c", "g"}
    assert meters["c"].level_db == pytest.approx(-6.0, abs=0.2)
    assert meters["c"].reduction_db > 10
    assert chain.reduction_db == pytest.approx(meters["c"].reduction_db), "what rests closed is not counted"


def test_what_stands_around_a_device_can_be_looked_at_and_nothing_sounds_otherwise() -> None:
    devices = (Device("a", "eq", {"bell1_db": 6.0}), Device("b", "eq", {"bell1_db": -6.0}), Device("c", "chorus"))
    plain = DeviceChain(devices).process(tone(), 0, lambda _: None)
    watched = DeviceChain(devices, watched_id="b")
    np.testing.assert_array_equal(watched.process(tone(), 0, lambda _: None), plain)
    before, after = watched.around
    np.testing.assert_array_equal(before, DeviceChain(devices[:1]).process(tone(), 0, lambda _: None))
    np.testing.assert_array_equal(after, DeviceChain(devices[:2]).process(tone(), 0, lambda _: None))
    assert len(watched.boards) == 3


def test_a_side_chain_listens_to_the_track_that_is_named() -> None:
    asked = []
    keyed = (
        Device("c", "compressor", {}, key_id="kick"),
        Device("d", "ducker", {"source": float(ROLES.index("bass"))}),
    )
    DeviceChain(keyed).process(tone(), 0, lambda name: asked.append(name))
    assert asked == ["kick", "bass"]


def test_a_strip_before_and_after_its_devices_turns_up_inverts_and_narrows() -> None:
    audio = np.stack([tone()[0], 0.5 * tone()[0]])
    assert Input(Strip()).process(audio, 0) is audio
    inverted = Input(Strip(input_gain_db=6.0, is_phase_inverted=True)).process(audio, 0)
    np.testing.assert_allclose(inverted, audio * -(10 ** (6 / 20)), rtol=1e-5)
    assert Width(Strip()).process(audio, 0) is audio
    mono = Width(Strip(width=0.0)).process(audio, 0)
    np.testing.assert_allclose(mono, np.tile(audio.mean(axis=0), (2, 1)), atol=1e-6)
    wide = Width(Strip(width=2.0)).process(audio, 0)
    np.testing.assert_allclose(wide[0] - wide[1], 2 * (audio[0] - audio[1]), atol=1e-6)


def test_knobs_that_a_device_does_not_have_turn_nothing() -> None:
    curves = (curve_of(lane("e.no_such_knob", (0, 0.0), (960, 1.0)), TempoMap()),)
    devices = (Device("e", "eq", {"bell1_db": 6.0}),)
    plain = DeviceChain(devices).process(tone(), 0, lambda _: None)
    np.testing.assert_array_equal(DeviceChain(devices, curves).process(tone(), 0, lambda _: None), plain)


def test_one_knob_turns_and_its_neighbor_on_the_same_board_stays() -> None:
    curve = curve_of(lane("a.bell1_db", (0, 0.0), (960, 12.0)), TempoMap())
    assert curve is not None
    moving, still = Device("a", "eq", {"bell1_hz": 440.0}), Device("b", "eq", {"bell2_hz": 440.0, "bell2_db": 6.0})
    chain = DeviceChain((moving, still), (curve,))
    turned = DeviceChain((moving,), (curve,)).process(tone(0.05), 0, lambda _: None)
    apart = DeviceChain((still,)).process(turned, 0, lambda _: None)
    np.testing.assert_allclose(chain.process(tone(0.05), 0, lambda _: None), apart, atol=1e-6)
    chain.close()
