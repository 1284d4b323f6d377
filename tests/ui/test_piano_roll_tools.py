# SPDX-License-Identifier: GPL-3.0-or-later
"""The piano roll as an instrument: kits by name, the scale, ghosts, step input, keys that sound, values at the left."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from musicstudio.project.edits.notes import set_notes
from musicstudio.project.edits.song import set_key
from musicstudio.project.edits.tracks import add_track
from musicstudio.project.model import Clip, Key, Note, Take, Track
from musicstudio.recording.midi_ports import MidiEvent

from .controls import wait_until
from .mouse import click, drag, key, move, press, release

CLIP = "clip-piano-section-0"


@pytest.fixture
def panel(piano_roll):
    return piano_roll


@pytest.fixture
def kit(qapp, panel, bridge):
    notes = (Note(0, 240, 36), Note(960, 240, 38), Note(480, 240, 42))
    clip = Clip("beat", 0.0, 8.0, takes=(Take("t", notes=notes),), active_take_id="t", rings=True)
    bridge.edit("Add", add_track(Track("kit", "Drums", "instrument", "drums", "kit_808", clips=(clip,))))
    bridge.session.selection.set(clip_ids={"beat"})
    qapp.processEvents()
    panel.canvas.repaint()
    return panel


def place(canvas, note: Note) -> QPointF:
    x, y, wide, high = canvas.geometry_now().note_rect(note)
    return QPointF(x + wide / 2, y + high / 2)


def keys_down(panel):
    return panel.bridge.session.live_notes.keys_down


def test_a_kit_has_a_row_for_each_piece_and_calls_it_by_name(kit):
    geometry = kit.canvas.geometry_now()
    assert geometry.is_drums and {36, 38, 42, 46, 49} <= set(geometry.rungs) and 61 not in geometry.rungs
    click(kit.canvas, place(kit.canvas, Note(960, 240, 38)))
    assert kit.canvas.accessibleDescription() == "Snare, bar 1, beat 2"
    assert not kit.scale.isEnabled()


def test_a_drag_over_a_kits_row_puts_a_hit_on_every_step(kit):
    canvas, geometry = kit.canvas, kit.canvas.geometry_now()
    start = QPointF(geometry.x_of(1920) + 2, geometry.y_of(46) + geometry.row_px / 2)
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=start.toPoint())
    end = QPointF(geometry.x_of(1920 + 4 * 240), start.y())
    move(canvas, end)
    release(canvas, end)
    assert [n.start_ticks for n in canvas.notes if n.pitch == 46] == [1920, 2160, 2400, 2640]
    assert kit.bridge.session.document.history[-1].label == "Draw note"


def test_hits_move_from_piece_to_piece(kit):
    canvas, geometry = kit.canvas, kit.canvas.geometry_now()
    start = place(canvas, Note(480, 240, 42))
    drag(canvas, start, QPointF(start.x(), geometry.y_of(46) + geometry.row_px / 2))
    assert Note(480, 240, 46) in canvas.notes and Note(480, 240, 42) not in canvas.notes


def test_on_a_locked_scale_notes_are_drawn_and_moved_on_the_key_only(panel, bridge):
    canvas = panel.canvas
    bridge.edit("Key", set_key(Key(0, "major")))
    bridge.edit("Notes", set_notes(CLIP, [Note(0, 960, 60), Note(0, 960, 64)]))
    panel.scale.click()
    geometry = canvas.geometry_now()
    black = QPointF(geometry.x_of(2880) + 4, geometry.y_of(66) + geometry.row_px / 2)
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=black.toPoint())
    release(canvas, black)
    assert [note.pitch for note in canvas.notes if note.start_ticks >= 2880] == [65]
    canvas.choose(frozenset({0, 1}))
    key(canvas, Qt.Key.Key_Up)
    assert sorted(n.pitch for n in canvas.notes if n.start_ticks == 0) == [62, 65]
    panel.scale.click()
    key(canvas, Qt.Key.Key_Up)
    assert sorted(n.pitch for n in canvas.notes if n.start_ticks == 0) == [63, 66]


def test_what_other_tracks_play_is_seen_behind_and_never_chosen(panel, bridge, qapp):
    canvas = panel.canvas
    bridge.edit("Notes", set_notes(CLIP, [Note(0, 960, 60)]))
    bridge.edit("Notes", set_notes("clip-bass-section-1", [Note(0, 960, 40)]))
    bridge.session.selection.set(clip_ids={"clip-piano-section-1"})
    bridge.edit("Notes", set_notes("clip-piano-section-1", [Note(960, 960, 42)]))
    qapp.processEvents()
    canvas.repaint()
    ghost = place(canvas, Note(0, 960, 40)).toPoint()
    before = canvas.grab().toImage().pixelColor(ghost)
    menu = panel.ghost_menu()
    next(each for each in menu.actions() if each.text() == "Bass").trigger()
    assert canvas.grab().toImage().pixelColor(ghost) != before
    click(canvas, QPointF(ghost))
    assert canvas.chosen == frozenset()
    menu.deleteLater()


def test_a_key_at_the_left_is_heard_while_it_is_pressed(panel):
    canvas = panel.canvas
    geometry = canvas.geometry_now()
    pitch = canvas.notes[0].pitch
    press(canvas, QPointF(10, geometry.y_of(pitch) + 4))
    wait_until(lambda: panel.bridge.player.keys_down == [pitch])
    release(canvas, QPointF(10, geometry.y_of(pitch) + 4))
    assert panel.bridge.player.keys_down == [] and keys_down(panel) == frozenset()


def test_a_note_is_heard_when_it_is_grabbed_and_where_it_is_moved_to(panel):
    canvas = panel.canvas
    note, row_px = canvas.notes[2], canvas.geometry_now().row_px
    start = place(canvas, note)
    press(canvas, start)
    assert keys_down(panel) == {note.pitch}
    move(canvas, start - QPointF(0, 2 * row_px))
    assert keys_down(panel) == {note.pitch + 2}
    key(canvas, Qt.Key.Key_Escape)
    assert keys_down(panel) == frozenset()


def test_steps_are_entered_by_the_computers_keys(panel, bridge):
    canvas = panel.canvas
    bridge.edit("Notes", set_notes(CLIP, []))
    bridge.seek(0.0)
    panel.step.click()
    base = canvas.step.base
    QTest.keyPress(canvas, Qt.Key.Key_A)
    QTest.keyPress(canvas, Qt.Key.Key_D)
    QTest.keyRelease(canvas, Qt.Key.Key_A)
    QTest.keyRelease(canvas, Qt.Key.Key_D)
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_X)
    QTest.keyClick(canvas, Qt.Key.Key_S)
    found = [(n.start_ticks, n.pitch, n.length_ticks) for n in canvas.notes]
    assert found == [(0, base, 240), (0, base + 4, 240), (480, base + 14, 240)]
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    assert [n.start_ticks for n in canvas.notes] == [0, 0] and canvas.step.tick == 480
    panel.step.click()
    QTest.keyClick(canvas, Qt.Key.Key_A)
    assert len(canvas.notes) == 2


def test_steps_are_entered_by_a_midi_keyboard_and_the_clip_grows_with_them(panel, bridge):
    canvas, played = panel.canvas, bridge.session.midi.played
    bridge.edit("Notes", set_notes(CLIP, []))
    start_s = bridge.project.find_clip(CLIP)[1].start_s
    bridge.seek(bridge.project.find_clip(CLIP)[1].end_s - 0.01)
    panel.step.click()
    length_s = bridge.project.find_clip(CLIP)[1].length_s
    for pitch in (60, 62, 64):
        played.emit(MidiEvent("on", pitch, 77))
        played.emit(MidiEvent("off", pitch))
    assert [(n.pitch, n.velocity) for n in canvas.notes] == [(60, 77), (62, 77), (64, 77)]
    clip = bridge.project.find_clip(CLIP)[1]
    assert clip.length_s > length_s and clip.start_s == start_s
    neighbor = bridge.project.find_clip("clip-piano-section-1")[1]
    assert neighbor.start_s == pytest.approx(clip.end_s)


def test_the_column_at_the_left_shows_and_sets_the_chosen_notes(panel, bridge):
    canvas, values = panel.canvas, panel.values
    bridge.edit("Notes", set_notes(CLIP, [Note(0, 480, 60, 70), Note(960, 480, 64, 90), Note(960, 480, 67, 90)]))
    canvas.choose(frozenset({0}))
    assert (values.velocity.value(), values.length.currentText()) == (70, "1/8")
    values.velocity.setValue(33)
    values.velocity.editingFinished.emit()
    values.length.setCurrentIndex(values.length.findText("1/16"))
    values.length.activated.emit(values.length.currentIndex())
    assert (canvas.notes[0].velocity, canvas.notes[0].length_ticks) == (33, 240)
    canvas.choose(frozenset())
    values.join_up()
    assert canvas.notes[0].length_ticks == 960
    values.strum_ms.setValue(50)
    values.strum()
    assert canvas.notes[2].start_ticks > canvas.notes[1].start_ticks
    for _ in range(4):
        bridge.session.document.undo()
    first = canvas.notes[0]
    assert (first.start_ticks, first.length_ticks, first.velocity) == (0, 480, 70)
