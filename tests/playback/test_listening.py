# SPDX-License-Identifier: GPL-3.0-or-later
"""Listening to the song otherwise than it leaves, and looking into a strip, while it plays."""

import numpy as np
import pytest
from msgspec.structs import replace

from musicstudio.dsp.bands import FLOOR_DB, band_centers_hz
from musicstudio.mixing.presets import mastering_devices
from musicstudio.playback.player.messages import Play
from musicstudio.playback.player.monitor import HeardBand, Monitor, Watch
from musicstudio.project.model import Device, Master, Project, Send, Strip, Track
from tests.whole_mix import render_mix

from .rig import Rig, sounding
from .songs import RATE, MemoryMedia, clip, noise, sine, song, track

SQUASH = Device("squash", "compressor", {"threshold_db": -40.0, "ratio": 8.0, "attack_ms": 1.0})
CUT = Device("cut", "eq", {"high_shelf_hz": 2000.0, "high_shelf_db": -18.0})


@pytest.fixture
def media() -> MemoryMedia:
    """A sine and noise, three seconds each."""
    media = MemoryMedia()
    media.add("sine", sine(441, 3.0))
    media.add("noise", noise(3.0))
    return media


def played(project: Project, media: MemoryMedia, *commands: object) -> tuple[Rig, np.ndarray]:
    """What is heard of the first second and a half."""
    rig = Rig(project, media)
    for command in commands:
        rig.do(command)  # type: ignore[arg-type]
    rig.do(Play())
    return rig, rig.hear(3 * RATE // 2)


def two_tracks(media: MemoryMedia, **strip: object) -> Project:
    """A sine whose strip is given, and noise, mastered."""
    tone = track("tone", clip("sine", 0.0, 3.0), strip=Strip(**strip))  # type: ignore[arg-type]
    return song(media, tone, track("noise", clip("noise", 0.0, 3.0)), master=Master(mastering_devices(), gain_db=6.0))


@pytest.mark.parametrize("strip", [
    {"gain_db": -60.0}, {"is_muted": True}, {"pan": 1.0, "gain_db": -12.0},
])  # fmt: skip
def test_before_the_fader_a_strip_is_heard_alone_and_unmastered_whatever_its_fader_says(media, strip) -> None:
    rig, heard = played(two_tracks(media, **strip), media, Monitor(before_fader=("tone",)))
    at = rig.player.status().heard_frame
    np.testing.assert_allclose(heard[:, -100:], media.audio["sine"][:, at - 100 : at], atol=1e-6)
    frames = sounding(heard, 0.0)[:, : RATE // 2]
    np.testing.assert_allclose(frames, media.audio["sine"][:, 1 : 1 + frames.shape[1]], atol=1e-6)


def test_a_strip_is_listened_to_though_another_is_soloed(media) -> None:
    project = two_tracks(media)
    soloed = replace(project, tracks=(project.tracks[0], replace(project.tracks[1], strip=Strip(is_soloed=True))))
    _, heard = played(soloed, media, Monitor(before_fader=("tone",)))
    assert np.abs(heard).max() == pytest.approx(0.25, abs=1e-3)


def test_after_the_fader_level_and_pan_count(media) -> None:
    _, heard = played(two_tracks(media, gain_db=-6.0, pan=-1.0), media, Monitor(after_fader=("tone",)))
    assert not heard[1].any()
    assert 0.1 < np.abs(heard[0]).max() < 0.25


def test_several_strips_and_a_bus_are_heard_together(media) -> None:
    fed = replace(two_tracks(media, sends=(Send("bus", 0.0),)).tracks[0])
    bus = Track("bus", "Bus", kind="bus", role="fx")
    project = song(media, fed, bus, track("noise", clip("noise", 0.0, 3.0)))
    _, heard = played(project, media, Monitor(before_fader=("tone", "bus")))
    assert np.abs(heard).max() == pytest.approx(0.5, abs=2e-3)


def test_without_its_mastering_the_song_is_the_mix_at_the_level_asked_for(media) -> None:
    project = two_tracks(media)
    mix = render_mix(project, media, with_master=False, end_s=1.0)
    _, heard = played(project, media, Monitor(is_unmastered=True, gain_db=-6.0))
    begin = int(np.flatnonzero(mix[0])[0])
    expected = mix[:, begin:] * np.float32(10 ** (-6 / 20))
    np.testing.assert_allclose(sounding(heard, 0.0)[:, : expected.shape[1]], expected, atol=1e-6)


def test_dim_and_mono(media) -> None:
    project = song(media, track("tone", clip("sine", 0.0, 3.0), strip=Strip(pan=-1.0)))
    _, plain = played(project, media)
    _, other = played(project, media, Monitor(is_dimmed=True, is_mono=True))
    np.testing.assert_array_equal(other[0], other[1])
    assert np.abs(other).max() == pytest.approx(np.abs(plain).max() / 20, rel=0.01)


def test_a_way_of_listening_is_changed_while_playing_and_ends(media) -> None:
    project = two_tracks(media)
    rig, _ = played(project, media, Monitor(before_fader=("tone",)))
    rig.do(Monitor())
    rig.hear(RATE // 2)
    at = rig.player.status().heard_frame
    exported = render_mix(project, media)
    np.testing.assert_allclose(rig.device.read[-1], exported[:, at - 240 : at], atol=2e-2)


def test_looking_into_a_strip_changes_no_sample(media) -> None:
    neighbors = (Device("a", "eq", {"low_shelf_db": 6.0}), CUT, Device("b", "eq", {"bell1_db": -6.0}), SQUASH)
    project = two_tracks(media, devices=neighbors)
    _, plain = played(project, media)
    _, watched = played(project, media, Watch("tone", "cut"))
    np.testing.assert_array_equal(watched, plain)


@pytest.mark.parametrize("owner", ["noise", "master"])
def test_a_device_shows_the_spectrum_before_it_and_after_it(media, owner) -> None:
    strip = Strip(devices=(CUT,)) if owner == "noise" else Strip()
    master = replace(Master(mastering_devices()), devices=(CUT,))
    project = song(media, track("noise", clip("noise", 0.0, 3.0), strip=strip), master=master)
    rig, _ = played(project, media, Watch(owner, "cut"))
    watched = rig.player.meters.readings.watched
    assert watched is not None
    difference_db = watched.after_db - watched.before_db
    assert np.median(difference_db[band_centers_hz() > 6000]) == pytest.approx(-18, abs=1.5)
    assert np.median(difference_db[band_centers_hz() < 400]) == pytest.approx(0, abs=1.5)


def test_a_device_that_is_off_or_gone_shows_silence(media) -> None:
    project = two_tracks(media, devices=(replace(CUT, is_on=False),))
    for watch in (Watch("tone", "cut"), Watch("tone", "gone")):
        watched = played(project, media, watch)[0].player.meters.readings.watched
        assert watched is not None
        assert watched.before_db.max() == FLOOR_DB
    assert played(project, media, Watch("gone", "cut"))[0].player.meters.readings.watched is None


def test_gain_reduction_is_shown_for_the_device_the_strip_and_the_master(media) -> None:
    project = two_tracks(media, devices=(SQUASH,))
    rig, _ = played(project, media, Watch("tone", "squash"))
    readings = rig.player.meters.readings
    level_db, reduction_db = readings.watched.meters["squash"]
    # A sine of -12 dBFS, 28 dB over the threshold, at 8 to 1.
    assert level_db == pytest.approx(-12.0, abs=0.1)
    assert reduction_db == pytest.approx(28 * 7 / 8, abs=1.0)
    assert readings.lanes[0, 4] == pytest.approx(reduction_db)
    assert readings.lanes[1, 4] == 0
    assert rig.player.status().master_reduction_db == pytest.approx(readings.master_reduction_db)


def test_the_limiter_of_the_master_tells_how_hard_it_works(media) -> None:
    pushed = replace(Master(mastering_devices()), gain_db=18.0, devices=())
    rig, _ = played(song(media, track("tone", clip("sine", 0.0, 3.0)), master=pushed), media)
    # -12 dBFS and 18 dB of gain are 7 dB over the ceiling of -1 dBTP, and the limiter keeps a margin.
    assert rig.player.status().master_reduction_db == pytest.approx(7.35, abs=0.3)


def test_left_and_right_are_compared(media) -> None:
    in_phase = song(media, track("tone", clip("sine", 0.0, 3.0)))
    assert played(in_phase, media)[0].player.status().correlation == pytest.approx(1.0, abs=0.01)
    media.add("against", media.audio["sine"] * np.float32([[1], [-1]]))
    rig, _ = played(song(media, track("tone", clip("against", 0.0, 3.0))), media)
    assert rig.player.status().correlation == pytest.approx(-1.0, abs=0.01)
    left, right = rig.player.meters.stereo
    np.testing.assert_allclose(left, -right, atol=1e-6)
    assert np.abs(left).max() > 0.2


@pytest.mark.parametrize(("band", "low_hz", "high_hz"), [
    (HeardBand("band", 1000.0, 1.4), 707, 1414), (HeardBand("low", 300.0), 20, 300),
    (HeardBand("high", 5000.0), 5000, 20_000),
])  # fmt: skip
def test_one_band_is_heard_alone(media, band, low_hz, high_hz) -> None:
    project = song(media, track("noise", clip("noise", 0.0, 3.0)), track("tone", clip("sine", 0.0, 3.0)))
    _, heard = played(project, media, Monitor(after_fader=("noise",), band=band))
    power = np.abs(np.fft.rfft(heard[0, -RATE:] * np.hanning(RATE))) ** 2
    frequencies = np.fft.rfftfreq(RATE, 1 / RATE)
    is_inside = (frequencies > low_hz / 1.5) & (frequencies < high_hz * 1.5)
    assert power[is_inside].sum() > 20 * power[~is_inside].sum()


def test_a_band_of_any_width_is_a_filter_that_stands(media) -> None:
    project = song(media, track("noise", clip("noise", 0.0, 3.0)))
    for band in (HeardBand("band", 20.0, 0.0), HeardBand("band", 20_000.0, 40.0), HeardBand("high", 1e9)):
        assert np.isfinite(played(project, media, Monitor(band=band))[1]).all()
