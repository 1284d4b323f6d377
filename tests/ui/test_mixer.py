# SPDX-License-Identifier: GPL-3.0-or-later
"""The mixer: faders preview and commit, strips give way to their faders, meters move only when levels do."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QWidget

from musicstudio.mixing.assistant.suggestion import Suggestion
from musicstudio.mixing.devices import DEVICES, device_values
from musicstudio.project.edits.strips import set_devices, set_gain
from musicstudio.project.model import Device
from musicstudio.ui.mixer.gain_field import typed_gain_db
from musicstudio.ui.mixer.level_views import level_out_db
from musicstudio.ui.mixer.panel import MixerPanel
from musicstudio.ui.mixer.params import share_of, typed_value, value_at, value_text
from musicstudio.ui.mixer.strip_frame import StripFrame
from musicstudio.ui.song_sound_state import SongSoundState
from musicstudio.ui.widgets import Meter
from musicstudio.ui.widgets.levels import fader_gain_db, fader_position, gain_text, pan_text

from .mouse import drag, drag_without_release, key

ALL_PARAMS = [param for spec in DEVICES.values() for param in spec.params if not param.choices]


@pytest.fixture
def mixer(qapp, bridge):
    made = MixerPanel(bridge, SongSoundState(bridge))
    made.resize(1300, 280)
    made.show()
    qapp.processEvents()
    yield made
    made.close_editor()
    made.close()
    made.deleteLater()


def control(mixer, name):
    """What is called so on the desk."""
    return next(each for each in mixer.findChildren(QWidget) if each.accessibleName().startswith(name))


def gain_of(bridge, track_id) -> float:
    return bridge.project.track(track_id).strip.gain_db


def test_there_is_a_strip_for_every_track_and_the_master(mixer, bridge):
    assert list(mixer.strips) == [track.id for track in bridge.project.tracks]


def test_a_drag_of_the_fader_is_one_step(mixer, bridge):
    fader, steps = mixer.strips["track-piano"].fader, len(bridge.session.document.history)
    drag(fader, QPointF(13, 20), QPointF(13, 45))
    assert gain_of(bridge, "track-piano") < 0
    assert len(bridge.session.document.history) == steps + 1


def test_while_it_is_dragged_the_song_only_previews(mixer, bridge):
    fader, before = mixer.strips["track-piano"].fader, bridge.session.document.committed
    drag_without_release(fader, QPointF(13, 20), QPointF(13, 45))
    assert bridge.session.document.committed is before
    assert gain_of(bridge, "track-piano") < 0


def test_strips_follow_the_document(mixer, bridge):
    from musicstudio.project.edits.strips import set_gain
    from musicstudio.project.edits.tracks import remove_tracks

    bridge.edit("Level", set_gain({"track-cello"}, -12.0))
    assert mixer.strips["track-cello"].fader.gain_db == pytest.approx(-12.0, abs=0.2)
    bridge.edit("Remove", remove_tracks({"track-cello"}))
    assert "track-cello" not in mixer.strips


def test_mute_and_solo(mixer, bridge):
    control(mixer, "Mute Bass").click()
    control(mixer, "Solo Pad").click()
    assert bridge.project.track("track-bass").strip.is_muted
    assert bridge.project.track("track-pad").strip.is_soloed


@pytest.mark.parametrize("spec", ALL_PARAMS, ids=lambda spec: spec.name)
def test_knobs_reach_their_ends_and_their_default(spec):
    assert value_at(spec, 0.0) == pytest.approx(spec.min)
    assert value_at(spec, 1.0) == pytest.approx(spec.max)
    assert value_at(spec, share_of(spec, spec.default)) == pytest.approx(spec.default, rel=0.02, abs=0.01)
    assert value_text(spec, spec.default)


@settings(deadline=None)
@given(st.floats(-60, 12))
def test_fader_travel_and_gain_are_inverse(gain_db):
    assert fader_gain_db(fader_position(gain_db)) == pytest.approx(gain_db, abs=1e-6)


def test_levels_in_words():
    assert gain_text(-60.0) == "−∞ dB"
    assert gain_text(-3.25) in ("−3.2 dB", "−3.3 dB")
    assert (pan_text(0.0), pan_text(-0.3), pan_text(1.0)) == ("C", "L30", "R100")


def test_a_meter_rises_at_once_falls_slowly_and_rests(qapp):
    meter = Meter("Level")
    meter.show_levels(-3.0, -3.0)
    high = meter.shown[0]
    meter.show_levels(-120.0, -120.0)
    assert 0 < meter.shown[0] < high
    for _ in range(200):
        meter.show_levels(-120.0, -120.0)
    assert meter.shown == [0.0, 0.0]
    meter.deleteLater()


def test_sends_follow_the_names_of_their_buses(mixer, bridge):
    from musicstudio.project.edits.tracks import rename_track

    told = control(mixer, "Sends of Piano")
    assert told.accessibleName() == "Sends of Piano: Reverb −18 dB"
    bridge.edit("Rename", rename_track("bus-reverb", "Hall"))
    assert told.accessibleName() == "Sends of Piano: Hall −18 dB"


def test_a_send_turns_by_its_knob_in_one_step(mixer, bridge):
    knob, steps = control(mixer, "Send of Piano to Reverb"), len(bridge.session.document.history)
    drag(knob, QPointF(12, 20), QPointF(12, 4))
    assert bridge.project.track("track-piano").strip.sends[0].gain_db > -18.0
    assert len(bridge.session.document.history) == steps + 1


@pytest.mark.parametrize("height", [300, 460, 700])
def test_faders_travel_far_and_the_master_stays_in_sight(mixer, qapp, height):
    mixer.resize(700, height)
    qapp.processEvents()
    strips = [*mixer.strips.values(), mixer.master]
    assert all(strip.fader.travel_px >= 110 for strip in strips)
    right_px = mixer.master.mapTo(mixer, mixer.master.rect().topRight()).x()
    assert right_px <= mixer.width()


@pytest.mark.parametrize(("text", "gain_db"), [
    ("-3", -3.0), ("−3.5 dB", -3.5), ("+2,5", 2.5), ("-inf", -60.0), ("-∞ dB", -60.0), ("99", 12.0), ("", None),
    ("loud", None), ("nan", None),
])  # fmt: skip
def test_levels_are_read_as_people_type_them(text, gain_db):
    assert typed_gain_db(text) == gain_db


def test_a_typed_level_is_one_step_for_a_track_and_for_the_master(mixer, bridge):
    steps = len(bridge.session.document.history)
    for field in (mixer.strips["track-piano"].gain_field, mixer.master.gain_field):
        field.setFocus()
        field.selectAll()
        field.insert("-7.5")
        field.editingFinished.emit()
    assert gain_of(bridge, "track-piano") == bridge.project.master.fader_db == -7.5
    assert bridge.project.master.gain_db == 0.0
    assert len(bridge.session.document.history) == steps + 2


def test_the_phase_is_turned(mixer, bridge):
    control(mixer, "Turn Bass upside down").click()
    assert bridge.project.track("track-bass").strip.is_phase_inverted


def test_what_the_assistant_suggests_is_kept_by_ticks_in_one_step(mixer, bridge):
    rows = [Suggestion(f"track-{name}", f"{name} -5 dB", "why", set_gain({f"track-{name}"}, -5.0)) for name in
            ("piano", "bass")]  # fmt: skip
    steps = len(bridge.session.document.history)
    mixer.offer("Balance", rows)
    next(each for each in mixer.card.findChildren(QCheckBox) if each.text() == "bass -5 dB").setChecked(False)
    bass_db = gain_of(bridge, "track-bass")
    next(each for each in mixer.card.findChildren(QPushButton) if each.text() == "Keep 1").click()
    assert gain_of(bridge, "track-piano") == -5.0
    assert gain_of(bridge, "track-bass") == bass_db
    assert len(bridge.session.document.history) == steps + 1
    assert mixer.card is None


@pytest.mark.parametrize(("kind", "params", "level_db", "out_db"), [
    ("compressor", {"threshold_db": -20.0, "ratio": 4.0}, -8.0, -17.0),
    ("compressor", {"threshold_db": -20.0, "ratio": 4.0, "makeup_db": 3.0}, -40.0, -37.0),
    ("gate", {"threshold_db": -40.0, "ratio": 4.0}, -45.0, -60.0),
    ("expander", {"threshold_db": -40.0, "ratio": 4.0, "range_db": 6.0}, -50.0, -56.0),
    ("limiter", {"threshold_db": -3.0}, 0.0, -3.0),
])  # fmt: skip
def test_the_curve_of_levels_is_what_a_steady_sound_gets(kind, params, level_db, out_db):
    assert level_out_db(kind, device_values(Device("d", kind, params)), level_db) == pytest.approx(out_db, abs=0.1)


def test_the_keys_of_a_strip(mixer, bridge, qapp):
    strip, steps = mixer.strips["track-piano"], len(bridge.session.document.history)
    start_db = gain_of(bridge, "track-piano")
    key(strip, Qt.Key.Key_Up)
    key(strip, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert gain_of(bridge, "track-piano") == pytest.approx(start_db + 0.6)
    assert len(bridge.session.document.history) == steps + 1, "steps that follow each other are one"
    type_key(strip, Qt.Key.Key_0, "0")
    assert gain_of(bridge, "track-piano") == 0.0
    type_key(strip, Qt.Key.Key_M, "m")
    assert bridge.project.track("track-piano").strip.is_muted
    type_key(strip, Qt.Key.Key_Return, "\r")
    assert mixer.devices.owner_id == "track-piano"


def test_arrows_go_from_strip_to_strip_and_digits_type_a_level(mixer, qtbot):
    mixer.activateWindow()
    qtbot.waitUntil(mixer.isActiveWindow)
    first, second = list(mixer.strips.values())[:2]
    first.setFocus()
    key(first, Qt.Key.Key_Right)
    assert QApplication.focusWidget() is second
    type_key(second, Qt.Key.Key_9, "9")
    assert QApplication.focusWidget() is second.gain_field
    assert second.gain_field.text() == "9"


@pytest.mark.parametrize("height", [268, 300, 340, 400, 460])
def test_a_low_strip_leaves_out_effects_and_sends_and_keeps_its_fader_and_its_value(mixer, qapp, height):
    mixer.resize(1300, height)
    qapp.processEvents()
    for strip in [*mixer.strips.values(), mixer.master]:
        assert strip.fader.travel_px >= 110
        assert strip.gain_field.geometry().bottom() < strip.height()
        assert strip.mapTo(mixer, strip.rect().bottomLeft()).y() <= mixer.height()


def test_a_high_strip_shows_effects_with_their_switches(mixer, bridge, qapp):
    mixer.resize(1300, 500)
    qapp.processEvents()
    control(mixer, "Switch Equalizer, Piano").click()
    assert not bridge.project.track("track-piano").strip.devices[0].is_on
    control(mixer, "Open Compressor, Piano").click()
    assert mixer.devices.owner_id == "track-piano"


@pytest.mark.parametrize("height", [280, 360, 500])
def test_knobs_switches_and_faders_stand_at_one_height_whatever_effects_a_strip_has(mixer, bridge, qapp, height):
    bridge.edit("Take effects away", set_devices("track-piano", ()))
    mixer.resize(1300, height)
    qapp.processEvents()
    assert len({len(track.strip.devices) for track in bridge.project.tracks}) > 1
    for part in ("knobs", "fader", "gain_field"):
        places = {getattr(strip, part).geometry().top() for strip in mixer.strips.values()}
        assert len(places) == 1, part


def test_the_meter_shows_peak_rms_and_gain_reduction(mixer, bridge, monkeypatch):
    player = bridge.player
    monkeypatch.setattr(player, "rms_levels", lambda track_id: (-20.0, -21.0))
    monkeypatch.setattr(player, "reduction_db", lambda track_id: 4.5 if track_id == "track-bass" else 0.0)
    bridge.ticked.emit()
    bass, piano = mixer.strips["track-bass"].meter, mixer.strips["track-piano"].meter
    assert (bass.reduction_db, piano.reduction_db) == (4.5, 0.0)
    assert "RMS −20.0 dBFS" in bass.reading()
    assert "reduction 4.5 dB" in bass.reading()
    monkeypatch.setattr(player, "reduction_db", lambda track_id: 0.0)
    bridge.ticked.emit()
    assert 0 < bass.reduction_db < 4.5, "it falls slowly"


def test_a_strip_is_listened_to_by_its_button_before_its_fader_or_after_it(mixer, bridge):
    control(mixer, "Listen to Bass alone, before its fader").click()
    assert bridge.player.monitored.before_fader == ("track-bass",)
    control(mixer, "The strips listen after their faders (AFL)").click()
    assert bridge.player.monitored.after_fader == ("track-bass",)
    assert not bridge.player.monitored.before_fader
    button = control(mixer, "Listen to Bass alone, after its fader")
    assert (button.text(), button.isChecked()) == ("AFL", True)
    button.click()
    assert bridge.session.monitoring.is_plain


def test_the_master_dims_and_sums_what_is_heard(mixer, bridge):
    control(mixer, "Dim by 20 dB").click()
    control(mixer, "Listen in mono").click()
    assert bridge.player.monitored.is_dimmed
    assert bridge.player.monitored.is_mono
    bridge.session.monitoring.end()
    assert not control(mixer, "Dim by 20 dB").isChecked()


def test_where_there_is_room_the_effects_of_the_chosen_track_stand_above_the_strips(mixer, bridge, qapp):
    mixer.resize(1300, 780)
    qapp.processEvents()
    bridge.session.selection.set(track_ids={"track-cello"})
    assert mixer.devices.owner_id == "track-cello"
    assert mixer.devices.isVisible()
    assert mixer.strips["track-cello"].isVisible()
    assert mixer.strips["track-cello"].is_chosen
    mixer.resize(1300, 300)
    qapp.processEvents()
    assert not mixer.devices.isVisible()
    assert mixer.strips["track-cello"].isVisible()


def test_strips_of_tracks_that_go_are_let_go(mixer, bridge):
    from musicstudio.project.edits.tracks import remove_tracks

    mixer.open("track-cello")
    bridge.edit("Remove", remove_tracks({"track-cello"}))
    assert mixer.devices is None
    bridge.session.monitoring.dim(True)
    assert len(mixer.findChildren(StripFrame)) >= len(bridge.project.tracks)


def test_a_bus_is_added_at_the_end_of_the_desk(mixer, bridge):
    before, steps = len(mixer.strips), len(bridge.session.document.history)
    control(mixer, "New bus").click()
    bus = bridge.project.tracks[-1]
    assert (bus.kind, bus.name) == ("bus", "Bus 3")
    assert len(mixer.strips) == before + 1
    assert mixer.strips[bus.id].is_chosen
    assert len(bridge.session.document.history) == steps + 1


@pytest.mark.parametrize(("name", "kind", "text", "value"), [
    ("bell1_hz", "eq", "3.1k", 3100.0), ("bell1_hz", "eq", "80 Hz", 80.0), ("bell1_hz", "eq", "99999999", 20_000.0),
    ("threshold_db", "compressor", "−22 dB", -22.0), ("ratio", "compressor", "3,2 : 1", 3.2),
    ("release_ms", "compressor", "0.2 s", 200.0), ("decay_s", "convolution", "900 ms", 0.9),
    ("mix", "compressor", "", None), ("mix", "compressor", "much", None), ("mix", "compressor", "-inf", None),
    ("mix", "compressor", "1e999", 1.0), ("mix", "compressor", "nan", None), ("mix", "compressor", "9" * 500, 100.0),
])  # fmt: skip
def test_values_are_read_as_people_type_them(name, kind, text, value):
    assert typed_value(DEVICES[kind].param(name), text) == value


def type_key(widget, code, text):
    """A key with the letter on it."""
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, text))
