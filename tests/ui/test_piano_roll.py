# SPDX-License-Identifier: GPL-3.0-or-later
"""The piano roll: notes are drawn, moved, resized, shaded and deleted, each as one undo step."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from musicstudio.project.edits.notes import set_notes
from musicstudio.project.edits.song import set_key
from musicstudio.project.model import Key, Note
from musicstudio.ui.piano_roll.geometry import KEYS_PX, RollGeometry
from musicstudio.ui.piano_roll.note_values import HUMAN_TICKS, HUMAN_VELOCITY

from .mouse import click, drag, drag_without_release, key, release, wheel

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
CLIP = "clip-piano-section-0"


@pytest.fixture
def canvas(piano_roll):
    piano_roll.resize(1200, 500)
    piano_roll.canvas.repaint()
    return piano_roll.canvas


def middle_of(canvas, index) -> QPointF:
    x, y, wide, high = canvas.geometry_now().note_rect(canvas.notes[index])
    return QPointF(x + wide / 2, y + high / 2)


def free_place(canvas) -> QPointF:
    """A point of the first bars where no note is."""
    geometry = canvas.geometry_now()
    places = (QPointF(KEYS_PX + 60 + 7 * step, 30 + 5 * step) for step in range(40))
    return next(p for p in places if geometry.note_at(canvas.notes, p.x(), p.y()) is None)


def steps(canvas) -> int:
    return len(canvas.bridge.session.document.history)


def test_every_note_is_in_sight(canvas):
    geometry = canvas.geometry_now()
    for note in canvas.notes:
        x, y, wide, high = geometry.note_rect(note)
        assert x >= KEYS_PX and x + wide <= canvas.width()
        assert y >= 0 and y + high <= geometry.notes_bottom + 1


def test_quantising_goes_half_the_way_to_a_swung_grid(qapp, canvas):
    panel = canvas.window()
    canvas.bridge.edit("Notes", set_notes(CLIP, [Note(20, 200, 60), Note(250, 200, 64)]))
    panel.strength.setCurrentIndex(panel.strength.findData(50))
    panel.swing.setCurrentIndex(panel.swing.findData(100))
    panel.quantize()
    assert [note.start_ticks for note in canvas.notes] == [10, 285]  # lines of 1/16, the second a third of it late
    panel.strength.setCurrentIndex(panel.strength.findData(100))
    panel.quantize()
    assert [note.start_ticks for note in canvas.notes] == [0, 320]


def test_humanising_moves_notes_a_little_and_is_one_step(qapp, canvas):
    panel, before, steps_before = canvas.window(), canvas.notes, steps(canvas)
    panel.values.humanize()
    assert steps(canvas) == steps_before + 1
    assert len(canvas.notes) == len(before) and set(canvas.notes) != set(before)
    for pitch in {note.pitch for note in before}:  # of one pitch, notes keep their order
        now, then = ([n for n in notes if n.pitch == pitch] for notes in (canvas.notes, before))
        assert all(
            abs(a.start_ticks - b.start_ticks) <= round(0.12 * HUMAN_TICKS) for a, b in zip(now, then, strict=True)
        )
        assert all(abs(a.velocity - b.velocity) <= round(0.12 * HUMAN_VELOCITY) for a, b in zip(now, then, strict=True))


def test_geometry_is_inverse():
    geometry = RollGeometry(0.06, 10.0, -100.0, 84.0, 1200, 400)
    assert geometry.tick_at(geometry.x_of(960)) == pytest.approx(960)
    assert geometry.pitch_at(geometry.y_of(60) + 1) == 60


def test_a_double_click_on_an_empty_place_draws_a_note_on_the_grid(canvas):
    before, count = steps(canvas), len(canvas.notes)
    place = free_place(canvas)
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=place.toPoint())
    release(canvas, place)
    assert len(canvas.notes) == count + 1
    assert steps(canvas) == before + 1
    (index,) = canvas.chosen
    assert canvas.notes[index].start_ticks % 240 == 0
    assert canvas.notes[index].length_ticks == 240


def test_a_click_on_an_empty_place_only_lets_go_of_the_notes(canvas):
    before = steps(canvas)
    key(canvas, Qt.Key.Key_A, CTRL)
    click(canvas, free_place(canvas))
    assert (canvas.chosen, steps(canvas)) == (frozenset(), before)


def test_control_d_repeats_the_notes_and_leaves_the_clips_alone(canvas, bridge):
    count, clips = len(canvas.notes), [clip.id for _, clip in bridge.project.clips()]
    key(canvas, Qt.Key.Key_A, CTRL)
    key(canvas, Qt.Key.Key_D, CTRL)
    assert [clip.id for _, clip in bridge.project.clips()] == clips
    assert len(canvas.notes) == 2 * count and len(canvas.chosen) == count
    assert min(canvas.notes[i].start_ticks for i in canvas.chosen) % 240 == 0


@pytest.mark.parametrize("code", [Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_X, Qt.Key.Key_V, Qt.Key.Key_D])
def test_keys_of_notes_never_reach_the_timeline(canvas, code):
    event = QKeyEvent(QEvent.Type.ShortcutOverride, code, CTRL)
    event.ignore()
    QApplication.sendEvent(canvas, event)
    assert event.isAccepted()


def test_notes_are_cut_and_pasted_at_the_playhead_of_another_clip(canvas, bridge):
    first = canvas.notes[0]
    click(canvas, middle_of(canvas, 0))
    key(canvas, Qt.Key.Key_X, CTRL)
    assert first not in canvas.notes
    other = bridge.project.find_clip("clip-piano-section-1")[1]
    canvas.open(other.id)
    bridge.seek(other.start_s + 0.01)
    count = len(canvas.notes)
    key(canvas, Qt.Key.Key_V, CTRL)
    assert len(canvas.notes) == count + 1
    (index,) = canvas.chosen
    assert (canvas.notes[index].pitch, canvas.notes[index].start_ticks) == (first.pitch, 0)


def test_rows_are_refitted_when_the_roll_gets_higher_until_the_user_scrolls(canvas):
    panel = canvas.window()
    panel.resize(1200, 200)
    canvas.repaint()
    assert canvas.geometry_now().row_px >= 10
    panel.resize(1200, 700)
    QApplication.processEvents()
    canvas.repaint()
    geometry = canvas.geometry_now()
    for note in canvas.notes:
        assert 0 <= geometry.y_of(note.pitch) <= geometry.notes_bottom - geometry.row_px + 1
    wheel(canvas, QPointF(500, 100), -2)
    top = canvas.geometry_now().top_row
    panel.resize(1200, 600)
    QApplication.processEvents()
    canvas.repaint()
    assert canvas.geometry_now().top_row == top


def test_control_shift_wheel_makes_rows_higher_at_the_pointer(canvas):
    before = canvas.geometry_now()
    pitch = before.pitch_at(100)
    wheel(canvas, QPointF(500, 100), 3, CTRL | SHIFT)
    after = canvas.geometry_now()
    assert after.row_px > before.row_px and abs(after.pitch_at(100) - pitch) <= 1
    wheel(canvas, QPointF(500, 100), -40, CTRL | SHIFT)
    assert canvas.geometry_now().row_px == 10


def test_notes_are_spelled_by_the_key(canvas, bridge):
    bridge.edit("Key", set_key(Key(5, "major")))
    bridge.edit("Notes", set_notes(CLIP, [Note(0, 960, 70)]))
    click(canvas, middle_of(canvas, 0))
    assert canvas.accessibleDescription() == "Bb4, bar 1, beat 1"
    bridge.edit("Key", set_key(Key(7, "major")))
    canvas.choose(frozenset({0}))
    assert canvas.accessibleDescription().startswith("A#4")


def test_a_note_moves_in_time_and_pitch(canvas):
    note = canvas.notes[3]
    start = middle_of(canvas, 3)
    geometry = canvas.geometry_now()
    drag(canvas, start, start + QPointF(960 * geometry.px_per_tick, -2 * geometry.row_px))
    (index,) = canvas.chosen
    assert canvas.notes[index].start_ticks == note.start_ticks + 960
    assert canvas.notes[index].pitch == note.pitch + 2


def test_escape_leaves_the_notes(canvas):
    notes = canvas.notes
    drag_without_release(canvas, middle_of(canvas, 3), middle_of(canvas, 3) + QPointF(80, 0))
    assert canvas.notes != notes
    key(canvas, Qt.Key.Key_Escape)
    assert canvas.notes == notes


def test_the_end_of_a_note_resizes_it(canvas):
    index = max(range(len(canvas.notes)), key=lambda i: canvas.notes[i].length_ticks)
    note, geometry = canvas.notes[index], canvas.geometry_now()
    x, y, wide, high = geometry.note_rect(note)
    start = QPointF(x + wide - 2, y + high / 2)
    drag(canvas, start, start + QPointF(480 * geometry.px_per_tick, 0))
    (chosen,) = canvas.chosen
    assert canvas.notes[chosen].length_ticks == note.length_ticks + 480


def test_delete_and_double_click_take_notes_away(canvas):
    count = len(canvas.notes)
    click(canvas, middle_of(canvas, 0))
    key(canvas, Qt.Key.Key_Delete)
    assert len(canvas.notes) == count - 1


def test_arrows_nudge_and_shift_goes_far(canvas):
    note = canvas.notes[2]
    click(canvas, middle_of(canvas, 2))
    key(canvas, Qt.Key.Key_Up, SHIFT)
    key(canvas, Qt.Key.Key_Right)
    (index,) = canvas.chosen
    assert (canvas.notes[index].pitch, canvas.notes[index].start_ticks) == (note.pitch + 12, note.start_ticks + 240)


def test_velocity_is_drawn_below(canvas):
    geometry = canvas.geometry_now()
    x = geometry.x_of(canvas.notes[1].start_ticks) + 1
    click(canvas, QPointF(x, geometry.height - 6))
    assert canvas.notes[1].velocity < 20


def test_control_a_and_a_rubber_band_choose(canvas):
    key(canvas, Qt.Key.Key_A, CTRL)
    assert len(canvas.chosen) == len(canvas.notes)
    drag(canvas, free_place(canvas), QPointF(canvas.width() - 4, canvas.geometry_now().notes_bottom - 2))
    assert 0 < len(canvas.chosen) <= len(canvas.notes)


def test_the_wheel_zooms_at_the_pointer(canvas):
    tick = canvas.geometry_now().tick_at(500)
    wheel(canvas, QPointF(500, 100), 3, CTRL)
    assert canvas.geometry_now().tick_at(500) == pytest.approx(tick, abs=1)


def test_without_a_clip_it_says_what_to_do(canvas, bridge):
    panel = canvas.window()
    assert panel.currentIndex() == 1
    panel.open("")
    assert panel.currentIndex() == 0
