# SPDX-License-Identifier: GPL-3.0-or-later
"""Automation lanes under the hand: points are put, dragged, bent, drawn and deleted; each drag is one step of undo."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from musicstudio.project.edits.automation import points_of, put_point
from musicstudio.project.model import AutomationPoint
from musicstudio.ui.timeline.lane_curve import curve_on

from .asking import answer, form
from .controls import control
from .mouse import click, drag, drag_without_release, key, move, release

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
CELLO, VOLUME = "track-cello", "gain_db"
BAR = 3 * 960


class Lane:
    """The lane of one knob, pressed where a value and a bar lie."""

    def __init__(self, timeline, owner=CELLO, target=VOLUME):
        self.canvas, self.view, self.bridge = timeline.canvas, timeline.view, timeline.bridge
        self.owner, self.target = owner, target
        self.bridge.session.lanes.open((owner, target))
        QApplication.processEvents()
        self.view.viewport.reveal_rows(self.lane.top, self.lane.bottom)

    @property
    def lane(self):
        return next(each for each in self.view.layout.lanes if (each.owner_id, each.key) == (self.owner, self.target))

    @property
    def points(self):
        return points_of(self.bridge.project, self.owner, self.target)

    @property
    def steps(self):
        return len(self.bridge.session.document.history)

    def put(self, *points):
        for bar, value in points:
            point = AutomationPoint(bar * BAR, value)
            self.bridge.edit("Put", put_point(self.owner, self.target, point))

    def at(self, bar, value):
        curve = curve_on(self.bridge.project, self.view.layout, self.view.viewport, self.lane)
        return QPointF(curve.x_of(bar * BAR), curve.y_of(value))


@pytest.fixture
def lane(timeline):
    return Lane(timeline)


def test_a_lane_opens_below_its_track_and_pushes_the_rows_below_it_down(timeline):
    before = timeline.view.layout
    timeline.bridge.session.selection.set(track_ids={CELLO})
    timeline.bridge.run("automation.lanes")
    after = timeline.view.layout
    (opened,) = after.lanes
    assert opened.top == after.row_of(CELLO).bottom
    assert after.row_of("track-strings").top == before.row_of("track-strings").top + opened.height
    timeline.bridge.run("automation.lanes")
    assert timeline.view.layout == before


def test_the_master_has_lanes_below_all_rows(timeline):
    timeline.bridge.run("automation.master")
    (opened,) = timeline.view.layout.lanes
    assert opened.top > timeline.view.layout.rows[-1].bottom
    lane = Lane(timeline, "", "fader_db")
    click(lane.canvas, lane.at(4, -6.0))
    assert lane.points[0].value == pytest.approx(-6.0, abs=0.6)


def test_a_click_puts_a_point_on_the_grid(lane):
    click(lane.canvas, lane.at(5, -12.0) + QPointF(0.4, 0))
    (point,) = lane.points
    assert point.tick == 5 * BAR
    assert point.value == pytest.approx(-12.0, abs=1.0)
    lane.bridge.run("edit.undo")
    assert lane.points == ()


def double_click(lane, point):
    click(lane.canvas, point)
    QTest.mouseDClick(lane.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point.toPoint())


def test_every_double_click_puts_one_point_whether_or_not_another_is_chosen(lane):
    for bar in (4, 6, 8):
        double_click(lane, lane.at(bar, -10.0))
    assert [point.tick for point in lane.points] == [4 * BAR, 6 * BAR, 8 * BAR]


def test_a_drag_moves_a_point_in_one_step_and_escape_takes_it_back(lane):
    lane.put((4, 0.0), (8, -10.0))
    before = lane.steps
    drag(lane.canvas, lane.at(4, 0.0), lane.at(6, -10.0))
    assert [point.tick for point in lane.points] == [6 * BAR, 8 * BAR]
    assert lane.points[0].value == pytest.approx(-10.0, abs=0.8)
    assert lane.steps == before + 1
    assert lane.bridge.session.selection.point_ids == {(CELLO, VOLUME, 6 * BAR)}
    kept = lane.points
    drag_without_release(lane.canvas, lane.at(8, -10.0), lane.at(10, 0.0))
    assert lane.points != kept
    key(lane.canvas, Qt.Key.Key_Escape)
    assert lane.points == kept


def test_shift_holds_the_time_and_control_is_fine(lane):
    lane.put((4, -10.0))
    start = lane.at(4, -10.0)
    drag(lane.canvas, start, start + QPointF(80, -10), SHIFT)
    (point,) = lane.points
    assert point.tick == 4 * BAR
    coarse_db = point.value + 10.0
    lane.bridge.run("edit.undo")
    lane.bridge.session.selection.clear()
    drag_fine(lane, start)
    assert 0 < lane.points[0].value + 10.0 < coarse_db / 2


def drag_fine(lane, start):
    """Control is pressed once the drag is under way."""
    drag_without_release(lane.canvas, start, start + QPointF(0, -6))
    move(lane.canvas, start + QPointF(0, -10), CTRL)
    release(lane.canvas, start + QPointF(0, -10), CTRL)


def test_the_value_is_told_beside_the_pointer(lane):
    lane.put((4, -10.0))
    drag_without_release(lane.canvas, lane.at(4, -10.0), lane.at(6, 0.0))
    (bubble,) = [each for each in lane.canvas.findChildren(QLabel) if each.objectName() == "bubble"]
    assert bubble.isVisible()
    assert bubble.text().startswith("7.1 · ") and bubble.text().endswith(" dB")
    key(lane.canvas, Qt.Key.Key_Escape)
    assert not bubble.isVisible()


def test_a_line_is_dragged_with_both_of_its_ends(lane):
    lane.put((4, -10.0), (12, -10.0), (20, 0.0))
    drag(lane.canvas, lane.at(8, -10.0), lane.at(8, -20.0))
    assert [point.tick for point in lane.points] == [4 * BAR, 12 * BAR, 20 * BAR]
    assert lane.points[0].value == lane.points[1].value == pytest.approx(-20.0, abs=1.0)
    assert lane.points[2].value == 0.0


def test_alt_bends_a_line(lane):
    lane.put((4, -30.0), (20, 0.0))
    curve = curve_on(lane.bridge.project, lane.view.layout, lane.view.viewport, lane.lane)
    there = QPointF(curve.x_of(12 * BAR), curve.y_of(curve.value_at(12 * BAR)))
    drag(lane.canvas, there, there + QPointF(0, 30), ALT)
    assert lane.points[0].bend == pytest.approx(0.5, abs=0.01)
    assert [point.value for point in lane.points] == [-30.0, 0.0]


def test_points_are_chosen_by_a_drag_and_moved_together(lane):
    lane.put((4, -10.0), (8, -20.0), (20, 0.0))
    drag(lane.canvas, lane.at(2, -40.0), lane.at(10, -40.0))
    assert {tick for *_, tick in lane.bridge.session.selection.point_ids} == {4 * BAR, 8 * BAR}
    drag(lane.canvas, lane.at(8, -20.0), lane.at(12, -20.0))
    assert [(p.tick, p.value) for p in lane.points] == [(8 * BAR, -10.0), (12 * BAR, -20.0), (20 * BAR, 0.0)]


def test_control_draws_points_on_the_grid_in_one_step(lane):
    before = lane.steps
    drag(lane.canvas, lane.at(4, -20.0), lane.at(8, 0.0), CTRL)
    drawn = [point for point in lane.points if 4 * BAR <= point.tick <= 8 * BAR]
    assert len(drawn) == 13  # each beat of four bars of three, and the last
    assert [point.value for point in drawn] == sorted(point.value for point in drawn)
    assert lane.steps == before + 1


def test_chosen_points_go_with_delete_and_clips_stay(lane):
    lane.put((4, -10.0), (8, -20.0))
    clips = len(list(lane.bridge.project.clips()))
    click(lane.canvas, lane.at(4, -10.0))
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(lane.canvas, event)
    assert event.isAccepted()
    key(lane.canvas, Qt.Key.Key_Delete)
    assert [point.tick for point in lane.points] == [8 * BAR]
    assert len(list(lane.bridge.project.clips())) == clips


def test_points_are_reached_and_changed_by_keyboard(lane):
    lane.put((4, -10.0), (8, -20.0))
    lane.bridge.seek(0.0)
    lane.bridge.run("automation.next_point")
    assert lane.bridge.session.selection.point_ids == {(CELLO, VOLUME, 4 * BAR)}
    key(lane.canvas, Qt.Key.Key_Up)
    assert lane.points[0].value > -10.0
    key(lane.canvas, Qt.Key.Key_Right, ALT)
    assert lane.points[0].tick == 4 * BAR + 960
    key(lane.canvas, Qt.Key.Key_Right)
    assert lane.bridge.session.selection.point_ids == {(CELLO, VOLUME, 8 * BAR)}


def test_a_double_click_on_a_point_asks_for_its_value(window):
    lane = Lane(window.timeline)
    lane.put((4, -10.0))
    QTest.mouseDClick(lane.canvas, Qt.MouseButton.LeftButton, pos=lane.at(4, -10.0).toPoint())
    answer(window, "-3.5")
    assert [point.value for point in lane.points] == [-3.5]


def test_a_double_click_on_free_ground_puts_one_point_and_asks_nothing(window):
    lane = Lane(window.timeline)
    place = lane.at(6, -12.0).toPoint()
    QTest.mouseClick(lane.canvas, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(lane.canvas, Qt.MouseButton.LeftButton, pos=place)
    assert len(lane.points) == 1
    assert form(window) is None


def test_the_header_says_what_is_moved_and_who_writes(timeline):
    lane = Lane(timeline)
    header = control(timeline, "Lane Volume of Cello")
    control(header, "While playing, a control writes here as long as it is held").click()
    assert lane.bridge.session.lanes.now.mode_of((CELLO, VOLUME)) == "touch"
    control(header, "Hide this lane").click()
    assert not timeline.view.layout.lanes
    assert lane.bridge.session.lanes.now.mode_of((CELLO, VOLUME)) == "read"


def test_an_effects_knob_has_a_lane_in_its_own_unit(timeline):
    track = next(t for t in timeline.bridge.project.tracks if any(d.kind == "eq" for d in t.strip.devices))
    device = next(d for d in track.strip.devices if d.kind == "eq")
    lane = Lane(timeline, track.id, f"{device.id}.low_cut_hz")
    click(lane.canvas, lane.at(4, 200.0))
    assert lane.points[0].value == pytest.approx(200.0, rel=0.15)
