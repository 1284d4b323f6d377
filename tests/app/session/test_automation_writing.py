# SPDX-License-Identifier: GPL-3.0-or-later
"""What a hand does to a control while the song plays is written into lanes that may be written, as part of its step."""

import pytest

from musicstudio.app.session.automation_writing import AutomationWriting
from musicstudio.app.session.shown_lanes import ShownLanes
from musicstudio.project.automation_lines import value_at
from musicstudio.project.document import Document
from musicstudio.project.edits.automation import points_of, set_points
from musicstudio.project.edits.strips import set_gain
from musicstudio.project.model import AutomationPoint, Project, Track

BEAT = 960
LANE = ("t", "gain_db")


class Clock:
    """A player that is where it is put."""

    position_s, is_playing = 0.0, True


class Desk:
    """A song with one track, a fader that is moved beat by beat, and the lane it writes."""

    def __init__(self, mode, *points):
        self.document = Document(Project("p", tracks=(Track("t", "T"),)))
        if points:
            lane = [AutomationPoint(beat * BEAT, value) for beat, value in points]
            self.document.transact("Lane", set_points(*LANE, lane))
        self.lanes, self.clock = ShownLanes(), Clock()
        self.lanes.open(LANE)
        self.lanes.set_mode(mode, LANE)
        self.writing = AutomationWriting(self.document, lambda: self.clock, self.lanes)

    def go(self, beat):
        self.clock.position_s = beat * 0.5
        self.writing.follow_player()

    def move(self, *moves, is_kept=True):
        gesture = self.document.gesture("Volume of T")
        for beat, gain_db in moves:
            self.go(beat)
            gesture.preview(set_gain({"t"}, gain_db))
        gesture.commit() if is_kept else gesture.cancel()

    def stop(self, beat):
        self.go(beat)
        self.clock.is_playing = False
        self.writing.follow_player()

    @property
    def points(self):
        return points_of(self.document.project, *LANE)

    def at(self, beat):
        return value_at(self.points, beat * BEAT)


def test_touch_writes_while_held_and_goes_back_to_the_lane_after():
    desk = Desk("touch", (0, -20.0), (32, -20.0))
    desk.move((8, -10.0), (10, -6.0), (12, -2.0))
    assert [desk.at(beat) for beat in (4, 8, 10, 12, 16)] == [-20.0, -10.0, -6.0, -2.0, -20.0]


def test_what_was_written_is_undone_together_with_the_drag():
    desk = Desk("touch", (0, -20.0))
    before = desk.document.project
    desk.move((8, -10.0), (12, -2.0))
    desk.document.undo()
    assert desk.document.project is before


def test_latch_stays_until_the_song_stops():
    desk = Desk("latch", (0, -20.0), (32, -20.0))
    desk.move((8, -10.0), (12, -2.0))
    assert desk.at(30) == -2.0
    desk.stop(20)
    assert [desk.at(beat) for beat in (4, 12, 19, 24)] == [-20.0, -2.0, -2.0, -20.0]
    desk.document.undo()
    assert [point.value for point in desk.points] == [-20.0, -20.0]


def test_a_latched_lane_that_was_changed_by_hand_since_is_left_alone():
    desk = Desk("latch", (0, -20.0), (32, -20.0))
    desk.move((8, -10.0), (12, -2.0))
    desk.document.transact("By hand", set_points(*LANE, [AutomationPoint(0, -1.0)]))
    desk.stop(20)
    assert [point.value for point in desk.points] == [-1.0]


@pytest.mark.parametrize("spoil", ["reads", "stands", "is cancelled"])
def test_nothing_is_written_where_nothing_may_be(spoil):
    desk = Desk("read" if spoil == "reads" else "touch")
    desk.clock.is_playing = spoil != "stands"
    desk.move((8, -10.0), (12, -2.0), is_kept=spoil != "is cancelled")
    assert desk.points == ()


def test_a_cancelled_drag_leaves_nothing_for_the_next():
    desk = Desk("touch")
    desk.move((8, -10.0), (12, -2.0), is_kept=False)
    desk.move((20, -5.0), (22, -4.0))
    assert {round(point.tick / BEAT) for point in desk.points} == {20, 22}


def test_a_steady_ride_becomes_few_points():
    desk = Desk("touch")
    desk.move(*((beat / 8, -beat / 8) for beat in range(8, 400)))
    assert len(desk.points) < 8
    assert desk.at(20) == pytest.approx(-20.0, abs=0.4)


def test_the_hand_is_heard_and_not_the_lane_it_writes_over():
    desk = Desk("touch", (0, -20.0))
    gesture = desk.document.gesture("Volume of T")
    gesture.preview(set_gain({"t"}, -3.0))
    heard = desk.writing.heard(desk.document.project).tracks[0].strip
    assert (heard.gain_db, heard.automation) == (-3.0, ())
    gesture.cancel()
    assert desk.writing.heard(desk.document.project) is desk.document.project


def test_each_round_of_a_loop_is_written():
    desk = Desk("touch")
    desk.move((8, -10.0), (12, -2.0), (4, -30.0), (6, -20.0))
    assert desk.at(12) == pytest.approx(-2.0)
    assert desk.at(6) == pytest.approx(-20.0)
