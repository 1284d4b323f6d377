# SPDX-License-Identifier: GPL-3.0-or-later
"""The inspector: takes are chosen and compared, recipes shown, history walked."""

import inspect

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from musicstudio.app.actions.chosen import chosen_clips
from musicstudio.project.edits.helpers import with_clips
from musicstudio.project.edits.strips import set_mute
from musicstudio.project.model import Note, Project, Take
from musicstudio.project.model.song import Variation
from musicstudio.ui.inspector.panel import InspectorPanel
from musicstudio.ui.inspector.regenerate_box import RegenerateBox
from musicstudio.ui.inspector.takes_list import TakesList
from musicstudio.ui.review.state import ReviewState
from tests.ui.controls import beginning, choose, control


@pytest.fixture
def panel(qapp, bridge):
    made = InspectorPanel(bridge, ReviewState(bridge))
    made.resize(288, 900)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def texts(widget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


def button(widget, text) -> QPushButton:
    return next(b for b in widget.findChildren(QPushButton) if b.text().strip().startswith(text))


def take_of(bridge, clip_id) -> str:
    return bridge.project.find_clip(clip_id)[1].active_take_id


def test_the_title_names_the_selection(panel, bridge):
    bridge.session.selection.set(section_ids={"section-2"})
    assert "CHORUS 1 · ALL TRACKS" in texts(panel)
    bridge.session.selection.clear()
    assert "NOTHING SELECTED" in texts(panel)


def test_regenerate_is_gray_with_a_reason_until_something_is_selected(panel, bridge):
    button = control(panel, "Regenerate selection")
    assert not button.isEnabled()
    assert "Select" in button.toolTip()
    bridge.session.selection.set(section_ids={"section-2"})
    assert button.isEnabled()


def test_the_button_and_the_key_regenerate_alike(panel, bridge, monkeypatch):
    asked = []
    monkeypatch.setattr(bridge.session.jobs, "submit", lambda title, job, **_: asked.append((title, job)))
    bridge.session.selection.set(section_ids={"section-2"})
    box = panel.findChild(RegenerateBox)
    takes = control(box, "Takes to make")
    choose(takes, takes.itemText(2))
    beginning(box, "Different").setValue(90)
    QTest.keyClicks(control(box, "What should be different"), "sparser")
    values = bridge.session.regenerate_state.values
    assert (values.takes, values.difference, values.prompt) == (3, pytest.approx(0.9), "sparser")
    button(box, "Regenerate").click()
    bridge.run("song.regenerate_selection")
    asked = [each for each in asked if each[0].startswith("Regenerate")]
    assert [title for title, _ in asked] == ["Regenerate Chorus 1"] * 2
    asks = [inspect.getclosurevars(job).nonlocals["ask"] for _, job in asked]
    first, second = (inspect.getclosurevars(ask).nonlocals for ask in asks)
    for same in ("takes", "maker", "difference", "prompt"):
        assert first[same] == second[same]


def test_choosing_a_take_of_a_column_chooses_it_in_every_cell(panel, bridge):
    bridge.session.selection.set(section_ids={"section-2"})
    button(panel.findChild(TakesList), "Take 3").click()
    assert {take_of(bridge, clip.id)[-1] for _, clip in chosen_clips(bridge.session)} == {"2"}


def test_a_and_b_swap(panel, bridge):
    bridge.session.selection.set(clip_ids={"clip-piano-section-2"})
    takes = panel.findChild(TakesList)
    before = take_of(bridge, "clip-piano-section-2")
    button(takes, "Take 1").click()
    chosen = take_of(bridge, "clip-piano-section-2")
    control(takes, "Compare with the take before").click()
    assert take_of(bridge, "clip-piano-section-2") == before
    control(takes, "Compare with the take before").click()
    assert take_of(bridge, "clip-piano-section-2") == chosen


def test_choosing_takes_in_a_row_is_one_step(panel, bridge):
    bridge.session.selection.set(clip_ids={"clip-piano-section-2"})
    steps = len(bridge.session.document.history)
    for name in ("Take 1", "Take 3", "Take 2"):
        button(panel.findChild(TakesList), name).click()
    assert len(bridge.session.document.history) <= steps + 1


def test_the_recipe_says_how_it_was_made(panel, bridge):
    bridge.session.selection.set(clip_ids={"clip-piano-section-2"})
    shown = texts(panel)
    assert "Composer 1.0" in shown
    assert "7341" in shown
    assert "yours to use" in shown


def test_a_click_in_the_history_goes_there(panel, bridge):
    bridge.edit("Mute bass", set_mute({"track-bass"}, True))
    bridge.edit("Mute pad", set_mute({"track-pad"}, True))
    button(panel, "Mute bass").click()
    assert bridge.project.track("track-bass").strip.is_muted
    assert not bridge.project.track("track-pad").strip.is_muted
    button(panel, "Mute pad").click()
    assert bridge.project.track("track-pad").strip.is_muted


def test_variations_are_listed_with_what_differs_and_can_be_chosen(panel, bridge):
    other = Project("other", "Brighter")
    here, there = Variation("v1", "Variation 1"), Variation("v2", "Variation 2", "brighter", other)
    bridge.edit("Vary", lambda project: replace(project, variations=(here, there), active_variation_id="v1"))
    row = button(panel, "Variation 2")
    assert "brighter" in row.text()
    row.click()
    assert bridge.project.active_variation_id == "v2"
    assert bridge.project.title == "Brighter"


def test_a_range_means_the_clips_it_touches(bridge):
    bridge.session.selection.set(range_s=(1.0, 2.0), track_ids={"track-piano", "track-cello"})
    assert [clip.id for _, clip in chosen_clips(bridge.session)] == ["clip-piano-section-0", "clip-cello-section-0"]


@pytest.fixture
def note(panel):
    yield panel.regenerate_box.note
    panel.regenerate_box.note.close_worker()


def test_what_the_words_of_an_edit_would_do_is_shown_while_they_are_typed(note, panel, bridge, qtbot):
    bridge.session.selection.set(section_ids={"section-2"})
    bridge.session.regenerate_state.set(prompt="no drums, much quieter, add trumpet, gloopily")
    qtbot.waitUntil(lambda: not note.isHidden())
    shown = texts(note)
    assert shown[0].startswith("Without drums; adds trumpet; 45% softer. Everything else stays as it is.")
    assert "“gloopily”" in shown[1]
    bridge.session.regenerate_state.set(prompt="")
    assert note.isHidden()


def plain_takes(bridge, *takes) -> str:
    """A cell of the piano with takes that nobody named; the clip's id."""
    clip_id = "clip-piano-section-2"
    clip = bridge.project.find_clip(clip_id)[1]
    made = tuple(Take(f"take-{number}", notes=notes) for number, notes in enumerate(takes))
    fresh = replace(clip, takes=made, active_take_id=made[0].id)
    bridge.edit("Takes", lambda project: with_clips(project, {clip_id}, lambda _: fresh))
    bridge.session.selection.set(clip_ids={clip_id})
    return clip_id


TUNE = tuple(Note(960 * n, 480, 60 + n % 5, 90) for n in range(24))


def test_takes_are_named_by_what_differs(panel, bridge):
    plain_takes(bridge, TUNE, TUNE[::2], tuple(replace(note, pitch=note.pitch + 12) for note in TUNE))
    shown = [each.toolTip() for each in panel.findChildren(QPushButton) if each.objectName() == "take"]
    assert shown == ["Take 1 · first", "Take 2 · sparser", "Take 3 · higher"]


def test_a_take_is_heard_while_the_headphones_are_held_and_not_chosen(panel, bridge):
    clip_id = plain_takes(bridge, TUNE, TUNE[::2])
    steps = len(bridge.session.document.history)
    headphones = control(panel, "Hear Take 2 · sparser while held")
    QTest.mousePress(headphones, Qt.MouseButton.LeftButton)
    assert take_of(bridge, clip_id) == "take-1" and bridge.player.is_playing
    QTest.mouseRelease(headphones, Qt.MouseButton.LeftButton)
    assert take_of(bridge, clip_id) == "take-0" and not bridge.player.is_playing
    assert len(bridge.session.document.history) == steps


def in_menu_of(row, text):
    """Choose in the menu that a right click on a take opens."""

    def choose():
        menu = QApplication.activePopupWidget()
        (entry,) = [each for each in menu.actions() if each.text() == text]
        entry.trigger()
        menu.close()

    QTimer.singleShot(0, choose)
    row.customContextMenuRequested.emit(row.rect().center())


def test_only_one_take_is_kept_in_one_step(panel, bridge):
    clip_id = plain_takes(bridge, TUNE, TUNE[::2], TUNE[::3])
    steps = len(bridge.session.document.history)
    in_menu_of(button(panel, "Take 2"), "Keep only this take")
    assert [take.id for take in bridge.project.find_clip(clip_id)[1].takes] == ["take-1"]
    assert len(bridge.session.document.history) == steps + 1
    bridge.run("edit.undo")
    assert len(bridge.project.find_clip(clip_id)[1].takes) == 3


def test_a_take_is_deleted_by_its_menu(panel, bridge):
    clip_id = plain_takes(bridge, TUNE, TUNE[::2], TUNE[::3])
    in_menu_of(button(panel, "Take 3"), "Delete this take")
    assert [take.id for take in bridge.project.find_clip(clip_id)[1].takes] == ["take-0", "take-1"]


def test_who_makes_it_and_what_is_heard_are_asked_where_an_engine_makes_sound(window):
    from tests.app.generation.sound_engine import Clicker

    box, bridge = window.inspector.regenerate_box, window.bridge
    engine, context = (_choice(box, name) for name in ("Who makes it", "How much around it is heard"))
    assert engine.isHidden() and context.isHidden()
    bridge.session.engines.register(Clicker())
    bridge.session.selection.set(range_s=(2.0, 6.0))
    assert not engine.isHidden() and context.isHidden()
    bridge.session.regenerate_state.set(engine="clicker")
    assert not context.isHidden()
    bridge.session.regenerate_state.set(context_s=31.0)
    assert context.currentText() == "Hears 30 s around"


def _choice(box, name):
    from musicstudio.ui.widgets import Choice

    return next(each for each in box.findChildren(Choice) if each.accessibleName() == name)
