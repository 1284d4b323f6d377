# SPDX-License-Identifier: GPL-3.0-or-later
"""The equalizer: bands dragged, typed, turned and heard alone, over the spectra that the player sees."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QPushButton

from musicstudio.dsp.bands import BANDS as SPECTRUM_BANDS
from musicstudio.mixing.devices import device_values
from musicstudio.project.edits.tracks import remove_tracks
from musicstudio.project.model import Device
from musicstudio.ui.mixer.chain import MASTER_ID
from musicstudio.ui.mixer.eq_bands import BANDS, total_curve_db

from .device_rig import BASS, devices, eq_card, named, steps
from .mouse import drag, key, move, press, release, wheel


@pytest.fixture
def panel(effects_panel):
    return effects_panel


def test_dragging_a_point_sets_frequency_and_gain_in_one_step(panel, bridge):
    view, before = eq_card(panel).view, steps(bridge)
    bell = BANDS[3]
    start = view.place_of(bell)
    drag(view, start, start + QPointF(40, -30))
    eq = devices(bridge)[0]
    assert eq.params["bell2_hz"] > 1000
    assert eq.params["bell2_db"] > 3
    assert steps(bridge) == before + 1
    assert total_curve_db(eq).max() > 3
    assert (view.place_of(bell) - (start + QPointF(40, -30))).manhattanLength() < 3


def test_points_stay_within_the_bounds_of_their_knobs(panel, bridge):
    view = eq_card(panel).view
    drag(view, view.place_of(BANDS[6]), QPointF(-500, -500))
    eq = devices(bridge)[0]
    assert (eq.params["high_shelf_hz"], eq.params["high_shelf_db"]) == (500.0, 18.0)


def test_the_wheel_turns_the_width_and_a_double_click_makes_flat(panel, bridge, qtbot):
    view = eq_card(panel).view
    drag(view, view.place_of(BANDS[3]), view.place_of(BANDS[3]) + QPointF(0, -40))
    wheel(view, view.place_of(BANDS[3]), 2)
    assert devices(bridge)[0].params["bell2_q"] == pytest.approx(1.32, abs=0.02)
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=view.place_of(BANDS[3]).toPoint())
    assert devices(bridge)[0].params["bell2_db"] == 0.0


def test_bands_are_chosen_and_moved_by_keyboard(panel, bridge):
    view = eq_card(panel).view
    view.setFocus()
    for code in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Right):
        key(view, code)
    assert devices(bridge)[0].params["bell1_db"] == 1.0
    assert devices(bridge)[0].params["bell1_hz"] == pytest.approx(250 * 2 ** (1 / 12), abs=0.2)
    assert "+1.0 dB" in view.accessibleName()
    key(view, Qt.Key.Key_Delete)
    assert devices(bridge)[0].params["bell1_db"] == 0.0


def test_a_band_is_typed_in_its_row(panel, bridge):
    field = named(panel, "Bell 3 gain")
    field.setValue(-4.5)
    assert devices(bridge)[0].params["bell3_db"] == -4.5
    assert eq_card(panel).view.chosen.name == "bell3"


def test_a_band_is_heard_alone_while_it_is_dragged_with_alt(panel, bridge):
    view, listening = eq_card(panel).view, bridge.session.monitoring
    listening.listen_before_fader([BASS], True)
    band = next(each for each in BANDS if each.name == "bell1")
    press(view, view.place_of(band), Qt.KeyboardModifier.AltModifier)
    assert listening.now.after_fader == (BASS,)
    assert listening.now.band == band.heard(device_values(devices(bridge)[0]))
    move(view, view.place_of(band) + QPointF(60, 0), Qt.KeyboardModifier.AltModifier)
    assert listening.now.band.frequency_hz > 300
    release(view, view.place_of(band), Qt.KeyboardModifier.AltModifier)
    assert listening.now.band is None
    assert listening.now.before_fader == (BASS,), "as before"


def test_a_band_is_heard_alone_by_its_row_and_by_keyboard_until_the_equalizer_is_left(panel, bridge):
    listening = bridge.session.monitoring
    named(panel, "Hear only High cut").click()
    assert listening.now.band.kind == "high"
    named(panel, "Hear only High cut").click()
    assert listening.is_plain
    view = eq_card(panel).view
    key(view, Qt.Key.Key_3)
    key(view, Qt.Key.Key_H)
    assert listening.now.band.kind == "band"
    assert named(panel, "Hear only Bell 1").isChecked()
    panel.hide()
    assert listening.is_plain


def test_a_band_of_the_master_is_heard_in_the_whole_song_and_of_a_track_that_goes_no_longer(bridge):
    listening = bridge.session.monitoring
    listening.hear_band(MASTER_ID, BANDS[0].heard(device_values(Device("e", "eq"))))
    assert listening.now.lane_ids == ()
    listening.end_band()
    listening.hear_band(BASS, BANDS[3].heard(device_values(Device("e", "eq"))))
    bridge.edit("Remove", remove_tracks([BASS]))
    assert listening.is_plain


def test_the_equalizer_works_on_the_middle_or_the_sides(panel, bridge):
    named(panel, "Works on: Side", QPushButton).click()
    assert devices(bridge)[0].params["works_on"] == 2.0


def test_the_player_looks_into_the_equalizer_only_while_it_is_seen(panel, bridge):
    eq = devices(bridge)[0]
    assert bridge.player.watched == (BASS, eq.id)
    panel.hide()
    assert bridge.player.watched == ("", "")
    panel.show()
    named(panel.list, "Switch Equalizer").click()
    assert bridge.player.watched == (BASS, ""), "what is bypassed has nothing to show"


def test_spectra_rise_at_once_and_fall_slowly(panel, bridge):
    view = eq_card(panel).view
    bridge.player.around_db = np.full((2, SPECTRUM_BANDS), -30.0, dtype=np.float32)
    bridge.ticked.emit()
    assert view.spectra_db.max() == -30.0
    bridge.player.around_db = np.full((2, SPECTRUM_BANDS), -120.0, dtype=np.float32)
    bridge.ticked.emit()
    assert -40 < view.spectra_db.max() < -30
    panel.grab()
