# SPDX-License-Identifier: GPL-3.0-or-later
"""Tempo and metre on lanes of their own: added by a double click, dragged, typed and deleted; everything follows."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from musicstudio.project.edits.tempo import set_meter, set_tempo

from .asking import answer
from .mouse import click, drag, drag_without_release, key

SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
BAR = 3 * 960


class Lanes:
    """The two lanes above the rows."""

    def __init__(self, timeline):
        self.canvas, self.view, self.bridge = timeline.canvas, timeline.view, timeline.bridge
        self.bridge.run("tempo.lane")
        QApplication.processEvents()

    def at(self, band, bar, dy=0.0):
        lane, tempo_map = self.view.layout.band(band), self.bridge.project.tempo_map
        x = self.view.viewport.x_of(tempo_map.seconds_at(bar * BAR))
        return QPointF(x + (3 if band == "meters" else 0.2), lane.top + lane.height / 2 + dy)

    def put(self, bar, bpm):
        self.bridge.edit("Tempo", set_tempo(bpm, bar * BAR))

    @property
    def tempos(self):
        return [(tempo.tick / BAR, tempo.bpm) for tempo in self.bridge.project.tempo_map.tempos]

    @property
    def meters(self):
        return [(m.tick, m.numerator, m.denominator) for m in self.bridge.project.tempo_map.meters]


@pytest.fixture
def lanes(timeline):
    return Lanes(timeline)


def test_the_lanes_are_shown_on_wish_or_where_something_changes(timeline):
    assert timeline.view.layout.band("tempo") is None
    timeline.bridge.edit("Tempo", set_tempo(90, 8 * BAR))
    assert timeline.view.layout.band("tempo") and timeline.view.layout.band("meters")
    timeline.bridge.run("edit.undo")
    timeline.bridge.run("tempo.lane")
    assert timeline.view.layout.band("tempo")


def test_a_double_click_adds_a_change_and_asks_for_its_tempo(window):
    lanes = Lanes(window.timeline)
    QTest.mouseDClick(lanes.canvas, Qt.MouseButton.LeftButton, pos=lanes.at("tempo", 8).toPoint())
    answer(window, "96")
    assert lanes.tempos == [(0, 84), (8, 96)]
    QTest.mouseDClick(lanes.canvas, Qt.MouseButton.LeftButton, pos=lanes.at("tempo", 8).toPoint())
    answer(window, "100")
    assert lanes.tempos == [(0, 84), (8, 100)]


def test_a_change_is_dragged_in_time_and_tempo_in_one_step_and_notes_follow(lanes):
    lanes.put(24, 84.0)
    steps, tempo_map = len(lanes.bridge.session.document.history), lanes.bridge.project.tempo_map
    clip = lanes.bridge.project.find_clip("clip-piano-section-4")[1]
    tick = tempo_map.ticks_at(clip.start_s)
    start = lanes.at("tempo", 24)
    drag(lanes.canvas, start, start + QPointF(4 * 3 * 60 / 84 * lanes.view.viewport.px_per_s, -20))
    assert lanes.tempos == [(0, 84), (28, 94)]
    assert len(lanes.bridge.session.document.history) == steps + 1
    moved = lanes.bridge.project.find_clip(clip.id)[1]
    assert moved.start_s < clip.start_s
    assert lanes.bridge.project.tempo_map.ticks_at(moved.start_s) == tick
    assert lanes.bridge.session.selection.now.tempo_ticks == {28 * BAR}


def test_the_first_tempo_stays_at_the_start_and_shift_holds_the_place(lanes):
    lanes.put(24, 84.0)
    drag(lanes.canvas, lanes.at("tempo", 0), lanes.at("tempo", 6, -10))
    assert lanes.tempos[0] == (0, 89)
    y = lanes.at("tempo", 24)
    lane = lanes.view.layout.band("tempo")
    start = QPointF(y.x(), lane.top + lane.height / 2)
    drag(lanes.canvas, start, start + QPointF(60, -10), SHIFT)
    assert lanes.tempos[1] == (24, 89)


def test_escape_takes_a_drag_back(lanes):
    lanes.put(24, 84.0)
    before = lanes.bridge.project
    drag_without_release(lanes.canvas, lanes.at("tempo", 24), lanes.at("tempo", 30, -10))
    assert lanes.bridge.project is not before
    key(lanes.canvas, Qt.Key.Key_Escape)
    assert lanes.bridge.project is before


def test_a_chosen_change_is_set_moved_and_deleted_by_keys(lanes):
    lanes.put(24, 84.0)
    click(lanes.canvas, lanes.at("tempo", 24))
    key(lanes.canvas, Qt.Key.Key_Up)
    key(lanes.canvas, Qt.Key.Key_Right, ALT)
    assert lanes.tempos == [(0, 84), (25, 85)]
    key(lanes.canvas, Qt.Key.Key_Left)
    assert lanes.bridge.session.selection.now.tempo_ticks == {0}
    key(lanes.canvas, Qt.Key.Key_Right)
    key(lanes.canvas, Qt.Key.Key_Delete)
    assert lanes.tempos == [(0, 84)]


def test_a_metre_is_added_typed_dragged_to_a_bar_line_and_deleted(window):
    lanes = Lanes(window.timeline)
    QTest.mouseDClick(lanes.canvas, Qt.MouseButton.LeftButton, pos=lanes.at("meters", 40).toPoint())
    answer(window, "4/4")
    assert lanes.meters == [(0, 3, 4), (40 * BAR, 4, 4)]
    start = lanes.at("meters", 40)
    drag(lanes.canvas, start, lanes.at("meters", 44.2))
    assert lanes.meters == [(0, 3, 4), (44 * BAR, 4, 4)]
    click(lanes.canvas, lanes.at("meters", 44))
    key(lanes.canvas, Qt.Key.Key_Delete)
    assert lanes.meters == [(0, 3, 4)]


def test_the_first_metre_stays(lanes):
    lanes.bridge.edit("Metre", set_meter(4, 4, 20 * BAR))
    before = lanes.meters
    drag(lanes.canvas, lanes.at("meters", 0), lanes.at("meters", 8))
    click(lanes.canvas, lanes.at("meters", 0))
    key(lanes.canvas, Qt.Key.Key_Delete)
    assert lanes.meters == before
