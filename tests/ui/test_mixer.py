# SPDX-License-Identifier: GPL-3.0-or-later
"""The mixer: faders preview and commit, effects are edited, meters move only when levels do."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF

from musicstudio.mixing.assistant.suggestion import Suggestion
from musicstudio.mixing.devices import DEVICES, device_values
from musicstudio.project.edits.strips import set_gain
from musicstudio.project.model import Device
from musicstudio.ui.mixer.chain import MASTER_ID
from musicstudio.ui.mixer.eq_thumbnail import FREQUENCIES_HZ, total_curve_db
from musicstudio.ui.mixer.gain_field import typed_gain_db
from musicstudio.ui.mixer.knob_row import share_of, value_at, value_text
from musicstudio.ui.mixer.level_curve import LevelCurve, level_out_db
from musicstudio.ui.mixer.panel import MixerPanel
from musicstudio.ui.widgets import Meter
from musicstudio.ui.widgets.levels import fader_gain_db, fader_position, gain_text, pan_text

from .mouse import drag, drag_without_release

ALL_PARAMS = [param for spec in DEVICES.values() for param in spec.params if not param.choices]


@pytest.fixture
def mixer(qapp, bridge):
    made = MixerPanel(bridge)
    made.resize(1300, 280)
    made.show()
    qapp.processEvents()
    yield made
    made.close_editor()
    made.close()
    made.deleteLater()


def gain_of(bridge, track_id) -> float:
    return bridge.project.track(track_id).strip.gain_db


def test_there_is_a_strip_for_every_track_and_the_master(mixer, bridge):
    assert list(mixer._strips) == [track.id for track in bridge.project.tracks]


def test_a_drag_of_the_fader_is_one_step(mixer, bridge):
    fader, steps = mixer._strips["track-piano"]._fader, len(bridge.session.document.history)
    drag(fader, QPointF(13, 20), QPointF(13, 45))
    assert gain_of(bridge, "track-piano") < 0
    assert len(bridge.session.document.history) == steps + 1


def test_while_it_is_dragged_the_song_only_previews(mixer, bridge):
    fader, before = mixer._strips["track-piano"]._fader, bridge.session.document.committed
    drag_without_release(fader, QPointF(13, 20), QPointF(13, 45))
    assert bridge.session.document.committed is before
    assert gain_of(bridge, "track-piano") < 0


def test_strips_follow_the_document(mixer, bridge):
    from musicstudio.project.edits.strips import set_gain
    from musicstudio.project.edits.tracks import remove_tracks

    bridge.edit("Level", set_gain({"track-cello"}, -12.0))
    assert mixer._strips["track-cello"]._fader.gain_db == pytest.approx(-12.0, abs=0.2)
    bridge.edit("Remove", remove_tracks({"track-cello"}))
    assert "track-cello" not in mixer._strips


def test_mute_and_solo(mixer, bridge):
    mixer._strips["track-bass"]._mute.click()
    mixer._strips["track-pad"]._solo.click()
    assert bridge.project.track("track-bass").strip.is_muted
    assert bridge.project.track("track-pad").strip.is_soloed


def test_effects_are_added_switched_turned_and_removed(mixer, bridge):
    mixer.open("track-bass")
    editor = mixer._editor
    editor._add("delay")
    device = bridge.project.track("track-bass").strip.devices[-1]
    assert device.kind == "delay"
    editor._turn({"feedback": 55.0})
    editor._drag.finish()
    assert bridge.project.track("track-bass").strip.devices[-1].params["feedback"] == 55.0
    editor._toggle(device)
    assert not bridge.project.track("track-bass").strip.devices[-1].is_on
    editor._remove(device)
    assert all(each.id != device.id for each in bridge.project.track("track-bass").strip.devices)


def test_dragging_a_band_of_the_curve_sets_frequency_and_gain(mixer, bridge):
    mixer.open("track-bass")
    editor = mixer._editor
    editor._plot._handles["bell2"].setPos(np.log10(2000.0), -6.0)
    editor._drag.finish()
    eq = next(device for device in bridge.project.track("track-bass").strip.devices if device.kind == "eq")
    assert eq.params["bell2_hz"] == pytest.approx(2000, rel=0.01)
    assert eq.params["bell2_db"] == pytest.approx(-6.0)


def test_the_master_has_effects_too(mixer, bridge):
    mixer.open(MASTER_ID)
    mixer._editor._add("limiter")
    assert bridge.project.master.devices[-1].kind == "limiter"


def test_the_thumbnail_shows_only_equalizers_that_are_on():
    cut = Device("d", "eq", {"bell2_db": -12.0})
    assert total_curve_db((cut,), FREQUENCIES_HZ).min() < -10
    assert not total_curve_db((Device("d", "eq", cut.params, is_on=False),), FREQUENCIES_HZ).any()


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
    high = meter._shown[0]
    meter.show_levels(-120.0, -120.0)
    assert 0 < meter._shown[0] < high
    for _ in range(200):
        meter.show_levels(-120.0, -120.0)
    assert meter._shown == [0.0, 0.0]
    meter.deleteLater()


def test_sends_follow_the_names_of_their_buses(mixer, bridge):
    from musicstudio.project.edits.tracks import rename_track

    told = mixer._strips["track-piano"]._sends._more
    assert told.accessibleName() == "Sends of Piano: Reverb −18 dB"
    bridge.edit("Rename", rename_track("bus-reverb", "Hall"))
    assert told.accessibleName() == "Sends of Piano: Hall −18 dB"


def test_a_send_turns_by_its_knob_in_one_step(mixer, bridge):
    knob, steps = mixer._strips["track-piano"]._sends._knobs["bus-reverb"], len(bridge.session.document.history)
    drag(knob, QPointF(12, 20), QPointF(12, 4))
    assert bridge.project.track("track-piano").strip.sends[0].gain_db > -18.0
    assert len(bridge.session.document.history) == steps + 1


@pytest.mark.parametrize("height", [300, 460, 700])
def test_faders_travel_far_and_the_master_stays_in_sight(mixer, qapp, height):
    mixer.resize(700, height)
    qapp.processEvents()
    strips = [*mixer._strips.values(), mixer._master]
    assert all(strip._fader.height() >= 110 for strip in strips)
    right_px = mixer._master.mapTo(mixer, mixer._master.rect().topRight()).x()
    assert right_px <= mixer.width()


@pytest.mark.parametrize(("text", "gain_db"), [
    ("-3", -3.0), ("−3.5 dB", -3.5), ("+2,5", 2.5), ("-inf", -60.0), ("-∞ dB", -60.0), ("99", 12.0), ("", None),
    ("loud", None), ("nan", None),
])  # fmt: skip
def test_levels_are_read_as_people_type_them(text, gain_db):
    assert typed_gain_db(text) == gain_db


def test_a_typed_level_is_one_step_for_a_track_and_for_the_master(mixer, bridge):
    steps = len(bridge.session.document.history)
    for field in (mixer._strips["track-piano"]._gain_field, mixer._master._gain_field):
        field.setFocus()
        field.selectAll()
        field.insert("-7.5")
        field.editingFinished.emit()
    assert gain_of(bridge, "track-piano") == bridge.project.master.fader_db == -7.5
    assert bridge.project.master.gain_db == 0.0
    assert len(bridge.session.document.history) == steps + 2


def test_the_phase_is_turned(mixer, bridge):
    mixer._strips["track-bass"]._phase.click()
    assert bridge.project.track("track-bass").strip.is_phase_inverted


def test_what_the_assistant_suggests_is_kept_by_ticks_in_one_step(mixer, bridge):
    rows = [Suggestion(f"track-{name}", f"{name} -5 dB", "why", set_gain({f"track-{name}"}, -5.0)) for name in
            ("piano", "bass")]  # fmt: skip
    steps = len(bridge.session.document.history)
    mixer._offer("Balance", rows)
    mixer._card._ticks[1][0].setChecked(False)
    bass_db = gain_of(bridge, "track-bass")
    mixer._card._keep.click()
    assert gain_of(bridge, "track-piano") == -5.0
    assert gain_of(bridge, "track-bass") == bass_db
    assert len(bridge.session.document.history) == steps + 1
    assert mixer._card is None


def test_a_compressor_shows_its_curve_and_can_follow_another_track(mixer, bridge):
    mixer.open("track-bass")
    editor = mixer._editor
    editor._add("compressor")
    device = bridge.project.track("track-bass").strip.devices[-1]
    assert isinstance(editor._plot, LevelCurve)
    editor._follow_track(device.id, "track-piano")
    assert bridge.project.track("track-bass").strip.devices[-1].key_id == "track-piano"
    mixer.grab()


@pytest.mark.parametrize(("kind", "params", "level_db", "out_db"), [
    ("compressor", {"threshold_db": -20.0, "ratio": 4.0}, -8.0, -17.0),
    ("compressor", {"threshold_db": -20.0, "ratio": 4.0, "makeup_db": 3.0}, -40.0, -37.0),
    ("gate", {"threshold_db": -40.0, "ratio": 4.0}, -45.0, -60.0),
    ("expander", {"threshold_db": -40.0, "ratio": 4.0, "range_db": 6.0}, -50.0, -56.0),
    ("limiter", {"threshold_db": -3.0}, 0.0, -3.0),
])  # fmt: skip
def test_the_curve_of_levels_is_what_a_steady_sound_gets(kind, params, level_db, out_db):
    assert level_out_db(kind, device_values(Device("d", kind, params)), level_db) == pytest.approx(out_db, abs=0.1)
