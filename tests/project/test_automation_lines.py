# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines between automation points: straight, bent early or late, the same to the ear and in every file that leaves."""

import numpy as np
import pytest

from musicstudio.core.errors import EditError
from musicstudio.mixing.automation import curve_of
from musicstudio.project.automation_lines import straight_points, thinned, value_at
from musicstudio.project.document import Document
from musicstudio.project.edits.automation import (
    bend_line,
    delete_points,
    move_points,
    points_of,
    put_point,
    set_points,
    write_span,
)
from musicstudio.project.model import AutomationLane, AutomationPoint, Project, TempoMap, Track

BENDS = (-1.0, -0.4, 0.3, 1.0)


def lane(bend):
    return (AutomationPoint(0, -20.0, bend), AutomationPoint(960, 0.0))


@pytest.mark.parametrize("bend", BENDS)
def test_a_bend_keeps_both_ends_and_never_turns_back(bend):
    values = [value_at(lane(bend), tick) for tick in range(0, 961, 40)]
    assert (values[0], values[-1]) == (-20.0, 0.0)
    assert values == sorted(values)
    assert (values[12] > -10.0) == (bend < 0)


@pytest.mark.parametrize("bend", BENDS)
def test_what_is_heard_follows_the_bend(bend):
    curve = curve_of(AutomationLane("gain_db", lane(bend)), TempoMap())
    heard = [curve.at(round(tick / 960 * 24_000)) for tick in range(0, 961, 16)]
    wanted = [value_at(lane(bend), tick) for tick in range(0, 961, 16)]
    assert np.abs(np.array(heard) - wanted).max() < 0.35


def test_straight_lines_stay_the_points_they_are():
    points = lane(0.0)
    assert straight_points(points) == points


def test_few_points_stand_for_many():
    many = [AutomationPoint(tick, tick / 100 if tick < 500 else 5.0) for tick in range(1000)]
    few = thinned(many, 0.05)
    assert len(few) <= 4
    assert max(abs(value_at(few, point.tick) - point.value) for point in many) <= 0.05


def song(*points):
    document = Document(Project("p", tracks=(Track("t", "T"),)))
    document.transact("Points", set_points("t", "pan", [AutomationPoint(*each) for each in points]))
    return document


def test_points_that_are_moved_onto_others_take_their_place():
    document = song((0, 0.0), (960, 0.5), (1920, -0.5))
    document.transact("Move", move_points("t", "pan", {0}, 960, lambda value: value))
    assert [(p.tick, p.value) for p in points_of(document.project, "t", "pan")] == [(960, 0.0), (1920, -0.5)]


def test_points_do_not_leave_the_song():
    document = song((480, 0.0), (960, 0.5))
    document.transact("Move", move_points("t", "pan", {480, 960}, -9600, lambda value: value))
    assert [p.tick for p in points_of(document.project, "t", "pan")] == [0, 480]


def test_a_bend_beyond_the_steepest_is_refused():
    document = song((0, 0.0), (960, 0.5))
    with pytest.raises(EditError):
        document.transact("Bend", bend_line("t", "pan", 0, 1.5))
    with pytest.raises(EditError):
        document.transact("Put", put_point("gone", "pan", AutomationPoint(0, 0.0)))


def test_a_bent_line_of_one_tick_needs_no_pieces():
    points = (AutomationPoint(0, -20.0, 1.0), AutomationPoint(1, 0.0))
    assert [(p.tick, p.value) for p in straight_points(points)] == [(0, -20.0), (1, 0.0)]


def test_points_are_taken_away_and_the_lane_goes_with_the_last():
    document = song((0, 0.0), (960, 0.5), (1920, -0.5))
    document.transact("Delete", delete_points("t", "pan", {0, 960}))
    assert [p.tick for p in points_of(document.project, "t", "pan")] == [1920]
    document.transact("Delete", delete_points("t", "pan", {1920}))
    assert document.project.track("t").strip.automation == ()


def test_the_master_has_lanes_too():
    document = song()
    document.transact("Put", put_point("", "gain_db", AutomationPoint(0, -3.0)))
    assert [p.value for p in points_of(document.project, "", "gain_db")] == [-3.0]
    assert points_of(document.project, "t", "gain_db") == ()


def written(*points, returns):
    """A lane that rises from -1 to 1 between ticks 0 and 1000, after a hand wrote 0.8 from 400 to 600."""
    document = song(*points)
    hand = (AutomationPoint(400, 0.8), AutomationPoint(600, 0.8))
    document.transact("Write", write_span("t", "pan", hand, 0.25, returns=returns))
    return [(p.tick, round(p.value, 2)) for p in points_of(document.project, "t", "pan")]


def test_what_a_hand_wrote_stands_in_the_line_that_goes_on_around_it():
    line = [(0, -1.0), (500, 0.0), (1000, 1.0)]
    around = [(0, -1.0), (399, -0.2), (400, 0.8), (600, 0.8), (601, 0.2), (1000, 1.0)]
    assert written(*line, returns=True) == around
    assert written(*line, returns=False) == around[:4], "it stays where the hand left it"


def test_where_nothing_was_automated_the_own_value_is_around_what_a_hand_wrote():
    assert written(returns=True) == [(399, 0.25), (400, 0.8), (600, 0.8), (601, 0.25)]


def test_a_hand_at_the_very_beginning_has_nothing_before_it():
    document = song((0, -1.0), (1000, 1.0))
    hand = (AutomationPoint(0, 0.5), AutomationPoint(10, 0.5))
    document.transact("Write", write_span("t", "pan", hand, 0.0, returns=False))
    assert points_of(document.project, "t", "pan") == hand
