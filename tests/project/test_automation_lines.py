# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines between automation points: straight, bent early or late, the same to the ear and in every file that leaves."""

import numpy as np
import pytest

from musicstudio.core.errors import EditError
from musicstudio.mixing.automation import curve_of
from musicstudio.project.automation_lines import straight_points, thinned, value_at
from musicstudio.project.document import Document
from musicstudio.project.edits.automation import bend_line, move_points, points_of, put_point, set_points
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
