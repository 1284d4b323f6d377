# SPDX-License-Identifier: GPL-3.0-or-later
"""Sections, chords, markers and words can be changed where they stand."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from musicstudio.app.actions.word_actions import syllable_at
from musicstudio.project.edits.markers import add_marker
from musicstudio.project.model import Marker
from musicstudio.ui.timeline.lane_edits import chord_at

from .asking import answer, form, leave
from .mouse import drag

BAR_S = 3 * 60 / 84


def place(window, band, seconds):
    """A point of a lane on the canvas."""
    view = window.timeline.view
    lane = view.layout.band(band)
    return QPointF(view.viewport.x_of(seconds) + 3, lane.top + lane.height / 2).toPoint()


def double_click(window, band, seconds):
    QTest.mouseDClick(window.timeline.canvas, Qt.MouseButton.LeftButton, pos=place(window, band, seconds))
    return form(window)


def test_a_section_is_renamed(window):
    double_click(window, "sections", 60.0)
    answer(window, "Refrain")
    assert window.bridge.project.section("section-2").name == "Refrain"


def test_the_form_begins_with_what_is_there_and_escape_changes_nothing(window):
    before = window.bridge.project
    popup = double_click(window, "sections", 60.0)
    assert popup.findChild(QLineEdit).text() == "Chorus 1"
    leave(window)
    assert window.bridge.project is before


def test_a_chord_is_changed(window):
    double_click(window, "chords", 5.0)
    answer(window, "F#m7")
    chord = chord_at(window.bridge.project, 5.0)
    assert (chord.root, chord.quality) == (6, "min7")


def test_a_chord_that_cannot_be_read_is_told_in_the_form_and_can_be_mended(window):
    before = window.bridge.project
    popup = double_click(window, "chords", 5.0)
    answer(window, "Amazing")
    assert window.bridge.project is before
    assert popup.isVisible() and any("Amazing" in label.text() for label in popup.findChildren(QLabel))
    answer(window, "A")
    assert chord_at(window.bridge.project, 5.0).root == 9


def test_a_word_is_changed_for_all_who_sing_it(window):
    start_s = window.bridge.project.find_clip("clip-vocals-section-1")[1].start_s
    there_s = window.timeline.view.viewport.seconds_at(place(window, "lyrics", start_s + 1.0).x())
    clip, note = syllable_at(window.bridge.project, there_s)
    double_click(window, "lyrics", start_s + 1.0)
    answer(window, "Can-")
    notes = window.bridge.project.find_clip(clip.id)[1].take.notes
    assert next(n for n in notes if n.start_ticks == note.start_ticks and n.pitch == note.pitch).lyric == "Can-"


def test_a_marker_is_dragged_renamed_and_deleted(window):
    canvas = window.timeline.canvas
    start = QPointF(place(window, "markers", 24 * BAR_S))
    drag(canvas, start, start + QPointF(4 * BAR_S * window.timeline.view.viewport.px_per_s, 0))
    (marker,) = window.bridge.project.markers
    assert marker.tick == 28 * 3 * 960
    double_click(window, "markers", 28 * BAR_S)
    answer(window, "Here it lifts")
    assert window.bridge.project.markers[0].name == "Here it lifts"
    window.bridge.run("marker.delete")
    assert not window.bridge.project.markers


def test_a_click_on_a_marker_goes_there(window):
    QTest.mouseClick(window.timeline.canvas, Qt.MouseButton.LeftButton, pos=place(window, "markers", 24 * BAR_S))
    assert window.bridge.player.position_s == pytest.approx(24 * BAR_S)


def test_of_two_markers_close_together_the_later_is_taken(window):
    window.bridge.edit("Add", add_marker(Marker("second", "Second", 25 * 3 * 960)))
    QTest.mouseClick(window.timeline.canvas, Qt.MouseButton.LeftButton, pos=place(window, "markers", 25 * BAR_S))
    assert window.bridge.session.selection.marker_ids == {"second"}
