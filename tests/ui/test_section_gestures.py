# SPDX-License-Identifier: GPL-3.0-or-later
"""Sections by hand: dragged to another place, made longer and shorter at their edge; the column follows in one step."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QLabel

from .mouse import drag, drag_without_release, key

BAR = 3 * 960
BAR_S = 3 * 60 / 84


def at(canvas, bar, dx=0.0):
    band = canvas.view.layout.band("sections")
    return QPointF(canvas.view.viewport.x_of(bar * BAR_S) + dx, band.top + band.height / 2)


def names(canvas):
    return [section.name for section in canvas.bridge.project.sections]


def bubble(canvas):
    (found,) = [each for each in canvas.findChildren(QLabel) if each.objectName() == "bubble"]
    return found


@pytest.fixture
def canvas(timeline):
    return timeline.canvas


def test_a_section_is_dragged_before_another_and_its_clips_go_along(canvas):
    steps = len(canvas.bridge.session.document.history)
    drag(canvas, at(canvas, 76), at(canvas, 25))
    assert names(canvas)[2:4] == ["Bridge", "Chorus 1"]
    clip = canvas.bridge.project.find_clip("clip-piano-section-5")[1]
    assert clip.start_s == pytest.approx(24 * BAR_S)
    assert len(canvas.bridge.session.document.history) == steps + 1
    canvas.bridge.run("edit.undo")
    assert names(canvas)[5] == "Bridge"


def test_the_place_is_shown_and_said_and_escape_takes_it_back(canvas):
    before = canvas.bridge.project
    drag_without_release(canvas, at(canvas, 76), at(canvas, 25))
    assert canvas.view.section_drop.to_ticks == 24 * BAR
    assert bubble(canvas).text() == "8 bars → before Chorus 1"
    assert canvas.bridge.project is before
    key(canvas, Qt.Key.Key_Escape)
    assert canvas.view.section_drop is None
    assert canvas.bridge.project is before


def test_a_section_dropped_where_it_was_stays(canvas):
    before = canvas.bridge.project
    drag(canvas, at(canvas, 26), at(canvas, 31))
    assert canvas.bridge.project is before


def test_the_right_edge_makes_room_and_takes_it(canvas):
    drag(canvas, at(canvas, 8), at(canvas, 12))
    intro, verse = canvas.bridge.project.sections[:2]
    assert (intro.length_ticks, verse.start_ticks) == (12 * BAR, 12 * BAR)
    assert canvas.bridge.project.find_clip("clip-piano-section-1")[1].start_s == pytest.approx(12 * BAR_S)
    drag(canvas, at(canvas, 12), at(canvas, 6))
    intro, verse = canvas.bridge.project.sections[:2]
    assert (intro.length_ticks, verse.start_ticks) == (6 * BAR, 6 * BAR)


def test_with_control_only_the_line_moves(canvas):
    clips = [track.clips for track in canvas.bridge.project.tracks]
    drag(canvas, at(canvas, 8), at(canvas, 10), Qt.KeyboardModifier.ControlModifier)
    intro, verse = canvas.bridge.project.sections[:2]
    assert (intro.end_ticks, verse.start_ticks, verse.end_ticks) == (10 * BAR, 10 * BAR, 24 * BAR)
    assert [track.clips for track in canvas.bridge.project.tracks] == clips
