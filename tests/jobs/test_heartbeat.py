# SPDX-License-Identifier: GPL-3.0-or-later
"""Work on a thread of its own, driven as a job."""

import threading

import pytest

from musicstudio.core.progress import run_to_end
from musicstudio.jobs.heartbeat import in_background, map_ordered, with_heartbeat


def test_it_gives_the_value_and_passes_errors_on():
    assert run_to_end(in_background(lambda reporter: 42, "work")) == 42
    with pytest.raises(TimeoutError, match="too late"):
        run_to_end(in_background(_fail, "work"))


def test_progress_is_seen_while_the_work_goes_on():
    seen = threading.Event()

    def work(reporter):
        reporter.report(0.5, "half")
        seen.wait(10)

    for step in in_background(work, "work"):
        if step.message == "half":
            seen.set()
    assert seen.is_set()


def test_closing_stops_the_work_where_it_next_reports():
    ended = []

    def work(reporter):
        try:
            while True:
                reporter.report(0.1, "on and on")
        finally:
            ended.append(True)

    job = in_background(work, "work")
    next(job)
    job.close()
    assert ended == [True]


def test_a_moments_work_is_told_of_while_it_runs():
    job = with_heartbeat(lambda: "done", "Thinking")
    assert next(job).message == "Thinking"
    assert run_to_end(job) == "done"


def test_items_are_made_at_once_and_come_in_order():
    gate = threading.Barrier(2)

    def make(item):
        gate.wait(10)  # nobody passes alone
        return item * 10

    assert [made for made in map_ordered(make, [1, 2, 3, 4], 2) if made is not None] == [10, 20, 30, 40]


def test_an_error_comes_in_the_place_of_its_item():
    made = (each for each in map_ordered(lambda item: 1 / item, [1, 0, 2], 2) if each is not None)
    assert next(made) == 1.0
    with pytest.raises(ZeroDivisionError):
        next(made)


def _fail(reporter):
    raise TimeoutError("too late")
