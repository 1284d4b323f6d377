# SPDX-License-Identifier: GPL-3.0-or-later
"""The effects of a strip: found, added, dragged, switched, copied, turned, kept; and what the player sees."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLineEdit, QListWidget, QPushButton, QWidget

from musicstudio.app.audio.preset_shelf import CHAIN, PresetShelf
from musicstudio.core.paths import config_dir
from musicstudio.mixing.automatable import automatable
from musicstudio.mixing.devices import DEVICES
from musicstudio.project.edits.tracks import set_instrument_plugin
from musicstudio.project.model import Device, PluginRef
from musicstudio.ui.mixer.chain import MASTER_ID, Chain
from musicstudio.ui.mixer.chain_list import Grip
from musicstudio.ui.mixer.device_menu import device_menu
from musicstudio.ui.mixer.device_panel import DevicePanel
from musicstudio.ui.mixer.device_picker import DevicePicker
from musicstudio.ui.mixer.preset_menu import PresetMenu, style_of

from .device_rig import BASS, devices, entry, last_step, named, steps
from .mouse import drag, key, move, press, release


@pytest.fixture
def panel(effects_panel):
    return effects_panel


def test_an_effect_is_found_by_words_of_what_it_is_for_and_added(panel, bridge, qapp):
    panel.list.add()
    picker = next(each for each in QApplication.topLevelWidgets() if isinstance(each, DevicePicker))
    picker.search.setText("echo")
    shown = [picker.list.item(row).text() for row in range(picker.list.count()) if not picker.list.item(row).isHidden()]
    assert shown == ["Delay"]
    picker.search.returnPressed.emit()
    assert devices(bridge)[-1].kind == "delay"
    assert last_step(bridge) == "Add Delay"
    assert devices(bridge)[-1].id in panel.cards


def test_all_effects_are_offered_by_keyboard(panel, qapp):
    panel.list.add()
    picker = next(each for each in QApplication.topLevelWidgets() if isinstance(each, DevicePicker))
    assert picker.findChild(QLineEdit).accessibleName()
    assert {spec.title for spec in DEVICES.values()} <= {picker.list.item(i).text() for i in range(picker.list.count())}
    key(picker, Qt.Key.Key_Down)
    assert picker.findChild(QListWidget).currentRow() == 0
    key(picker, Qt.Key.Key_Escape)
    assert not picker.isVisible()


def test_effects_are_reordered_by_dragging_their_grips_in_one_step(panel, bridge):
    kinds, before = [device.kind for device in devices(bridge)], steps(bridge)
    grips = sorted(panel.findChildren(Grip), key=lambda grip: grip.mapToGlobal(QPoint()).y())
    press(grips[0], QPointF(8, 14))
    move(grips[0], QPointF(8, 14 + 70))
    assert panel.list.findChild(QFrame, "dropLine").isVisible(), "a white line shows where it would go"
    release(grips[0], QPointF(8, 14 + 70))
    assert [device.kind for device in devices(bridge)] == kinds[::-1]
    assert steps(bridge) == before + 1
    assert last_step(bridge) == "Move Equalizer"


def test_a_grip_that_is_let_go_where_it_was_changes_nothing(panel, bridge):
    before = steps(bridge)
    drag(panel.findChildren(Grip)[0], QPointF(8, 14), QPointF(8, 18))
    assert steps(bridge) == before


def test_effects_are_moved_by_keyboard(panel, bridge):
    first = devices(bridge)[0]
    key(named(panel.list, "Equalizer", QPushButton), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert devices(bridge)[1].id == first.id
    key(named(panel.list, "Equalizer", QPushButton), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert devices(bridge)[0].id == first.id
    before = steps(bridge)
    key(named(panel.list, "Equalizer", QPushButton), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert steps(bridge) == before


def test_effects_are_bypassed_and_removed(panel, bridge):
    named(panel.list, "Switch Equalizer").click()
    assert not devices(bridge)[0].is_on
    assert last_step(bridge) == "Bypass Equalizer"
    entry(device_menu(panel, panel.editing, devices(bridge)[1]), "Remove").trigger()
    assert [device.kind for device in devices(bridge)] == ["eq"]
    assert last_step(bridge) == "Remove Compressor"


def test_effects_are_copied_to_another_strip_and_to_the_master(panel, bridge):
    original = devices(bridge)[1]
    entry(device_menu(panel, panel.editing, original), "Copy").trigger()
    for owner_id in ("track-piano", MASTER_ID):
        other = DevicePanel(bridge, Chain(owner_id), lambda: None)
        other.editing.paste()
        pasted = other.editing.devices[-1]
        assert (pasted.kind, pasted.params) == (original.kind, original.params)
        assert pasted.id != original.id
        other.let_go()
        other.deleteLater()
    assert last_step(bridge) == "Paste effects"


def test_a_knob_is_turned_in_one_step_that_names_it(panel, bridge):
    before, knob = steps(bridge), named(panel, "Ratio, Compressor")
    drag(knob, QPointF(19, 30), QPointF(19, 5))
    assert devices(bridge)[1].params["ratio"] > 3
    assert steps(bridge) == before + 1
    assert last_step(bridge) == "Turn Compressor: Ratio"


def test_the_names_of_the_knobs_of_a_compressor_are_shown_whole(panel):
    shown = {label.text() for label in panel.cards[devices(panel.bridge)[1].id].findChildren(QLabel)}
    assert {"Threshold", "Ratio", "Attack", "Release", "Make-up gain", "Mix"} <= shown


def test_a_value_is_typed(panel, bridge):
    field = named(panel, "Threshold, Compressor", QLineEdit)
    field.setFocus()
    field.selectAll()
    field.insert("-31,5 dB")
    field.editingFinished.emit()
    assert devices(bridge)[1].params["threshold_db"] == -31.5
    field.selectAll()
    field.insert("loud")
    field.editingFinished.emit()
    assert devices(bridge)[1].params["threshold_db"] == -31.5
    assert field.text() == "−31.5 dB"


@pytest.mark.parametrize("owner_id", [BASS, MASTER_ID])
def test_every_knob_can_be_automated_from_the_playhead_on(panel, bridge, owner_id):
    editing = DevicePanel(bridge, Chain(owner_id), lambda: None)
    if owner_id == MASTER_ID:
        editing.editing.add(Device("comp", "compressor"))
    device = next(each for each in editing.editing.devices if each.kind == "compressor")
    turning = editing.cards[device.id].turning
    assert not turning.is_automated("ratio")
    turning.automate("ratio")
    bridge.seek(60.0)
    turning.automate("ratio")
    lane = editing.chain.lane(bridge.project, device.id, "ratio")
    assert [point.value for point in lane.points] == [3.0, 3.0]
    assert last_step(bridge) == "Automate Compressor: Ratio"
    turning.clear_automation("ratio")
    assert not turning.is_automated("ratio")
    editing.let_go()
    editing.deleteLater()


def test_a_compressor_can_follow_another_track(panel, bridge):
    panel.editing.follow_track(devices(bridge)[1], "track-piano")
    assert devices(bridge)[1].key_id == "track-piano"


def test_the_dot_of_a_compressor_moves_with_what_it_hears(panel, bridge, monkeypatch):
    compressor = panel.cards[devices(bridge)[1].id]
    monkeypatch.setattr(bridge.player, "device_meter", lambda device_id: (-12.0, 4.0))
    bridge.ticked.emit()
    assert compressor.curve.dot == (-12.0, -16.0)
    panel.grab()
    monkeypatch.setattr(bridge.player, "device_meter", lambda device_id: None)
    bridge.ticked.emit()
    assert compressor.curve.dot is None


@pytest.mark.parametrize("kind", DEVICES)
def test_every_kind_has_a_card_that_can_be_painted_with_a_control_for_each_parameter(panel, bridge, kind):
    panel.editing.add(Device("new", kind))
    card = panel.cards["new"]
    told = " ".join(each.accessibleName() for each in card.findChildren(QWidget))
    assert all(spec.title.split(" (")[0] in told for spec in DEVICES[kind].params if spec.name != "works_on")
    assert card.grab().width() > 100


def test_a_kind_that_is_not_known_is_shown_and_kept(panel, bridge):
    panel.editing.use("x", (Device("odd", "time_machine", {"year": 1969.0}),))
    assert panel.cards["odd"].grab().width() > 50
    assert devices(bridge)[0].params == {"year": 1969.0}


def test_a_plug_in_that_stopped_says_why_and_is_started_again(panel, bridge, qapp):
    tube = Device("tube", "plugin", {"drive": 0.2}, plugin=PluginRef("/nowhere/Tube.vst3", "Tube"))
    panel.editing.add(tube)
    qapp.processEvents()
    bridge.ticked.emit()
    row = panel.cards["tube"].stopped
    assert not row.isVisibleTo(panel)
    why = "The plug-in “Tube” was bypassed: it crashed."
    bridge.player.stopped_plugins["tube"] = why
    bridge.ticked.emit()
    assert row.isVisibleTo(panel)
    assert row.toolTip() == why
    named(panel, "Start Tube again", QPushButton).click()
    assert "tube" not in bridge.player.stopped_plugins
    assert not row.isVisibleTo(panel)


def test_an_instrument_that_could_not_play_is_asked_again(panel, bridge, monkeypatch):
    bridge.edit("Plug-in", set_instrument_plugin(BASS, SYNTH))
    rendering, asked = bridge.session.note_rendering, []
    monkeypatch.setattr(rendering, "render_silent", lambda: asked.append("again"))
    take = bridge.project.track(BASS).clips[0].take
    rendering.failures[take.id] = "Bass cannot be played: it crashed."
    bridge.ticked.emit()
    assert panel.player.stopped.toolTip() == "Bass cannot be played: it crashed."
    named(panel.player, "Start Synth again", QPushButton).click()
    assert asked == ["again"]


SYNTH = Device("vst", "plugin", {"cutoff": 0.25, "level": 1.0}, plugin=PluginRef("/nowhere/Synth.vst3", "Synth"))


def test_an_instrument_of_others_has_a_knob_for_each_setting_before_the_effects(panel, bridge, qapp):
    assert panel.player is None
    bridge.edit("Plug-in", set_instrument_plugin(BASS, SYNTH))
    qapp.processEvents()
    assert panel.player.x() < min(card.x() for card in panel.cards.values())
    before, knob = steps(bridge), named(panel.player, "Cutoff, Synth")
    drag(knob, QPointF(19, 30), QPointF(19, 5))
    played_by = bridge.project.track(BASS).instrument_plugin
    assert played_by.params["cutoff"] > 0.3
    assert played_by.params["level"] == 1.0
    assert steps(bridge) == before + 1
    assert last_step(bridge) == "Turn Synth: Cutoff"
    bridge.session.document.undo()
    assert bridge.project.track(BASS).instrument_plugin == SYNTH
    panel.player.turning.automate("cutoff")
    assert panel.player.turning.is_automated("cutoff")
    assert automatable(bridge.project, BASS, "vst.cutoff").own == 0.25
    bridge.edit("Own", set_instrument_plugin(BASS, None))
    assert panel.player is None


def test_a_chain_is_kept_as_a_preset_and_used_on_another_strip(panel, bridge):
    PresetMenu(panel, panel.editing).keep("My bass")
    assert PresetShelf(config_dir() / "presets").names(CHAIN) == ["My bass"]
    other = DevicePanel(bridge, Chain("track-piano"), lambda: None)
    entry(PresetMenu(other, other.editing).menu(), "My bass").trigger()
    assert [device.kind for device in devices(bridge, "track-piano")] == ["eq", "compressor"]
    assert last_step(bridge) == "Preset My bass"
    other.let_go()
    other.deleteLater()


def test_presets_are_offered_by_role_and_feel_the_own_role_first(panel, bridge):
    menu = PresetMenu(panel, panel.editing, devices(bridge)[1]).menu()
    submenus = [action.menu() for action in menu.actions() if action.menu()]
    assert submenus[0].title() == "Bass"
    assert "Pad" not in [each.title() for each in submenus], "a pad has no compressor"
    entry(submenus[0], "Tight").trigger()
    changed = devices(bridge)[1]
    assert changed.params["threshold_db"] == pytest.approx(-24.0)
    assert last_step(bridge) == "Preset Bass, Tight"


def test_a_preset_that_cannot_be_kept_is_told(panel, bridge, qtbot):
    with qtbot.waitSignal(bridge.noticed) as told:
        PresetMenu(panel, panel.editing).keep("   ")
    assert told.args == ["A preset needs a name.", "error"]


def test_the_style_of_a_song_is_what_weighs_most(bridge):
    from msgspec.structs import replace

    from musicstudio.project.model import Recipe

    def song(styles):
        recipe = Recipe("r", "composer", "1", "generate", parameters={"conditioning": {"styles": styles}})
        return replace(bridge.project, recipes={"r": recipe}, song_recipe_id="r")

    assert style_of(song([["ballad", 0.3], ["jazz_swing", 0.7]])) == "jazz_swing"
    assert style_of(song([])) == style_of(song([["x"]])) == style_of(song([["x", "y"]])) == ""


def test_a_plug_in_that_is_not_installed_keeps_its_knobs_and_says_so(panel, bridge, monkeypatch):
    opened = []
    monkeypatch.setattr(
        "musicstudio.ui.mixer.device_card.open_editor", lambda session, device_id: opened.append(device_id)
    )
    ref = PluginRef("/nowhere/Tube.vst3", "Tube", 64, "")
    panel.editing.add(Device("tube", "plugin", {"drive": 0.4}, plugin=ref))
    card = panel.cards["tube"]
    said = [label.text() for label in card.findChildren(QLabel)]
    assert "Tube" in said
    assert "Not installed; its settings are kept." in said
    assert named(card, "Drive, Tube").accessibleName()
    named(card, "Open", QPushButton).click()
    assert opened == ["tube"]
