# SPDX-License-Identifier: GPL-3.0-or-later
"""Work on a thread of its own, driven as a job."""

import threading

import pytest
from musicstudio_musicgen.background import in_background

from musicstudio.core.progress import run_to_end


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


def _fail(reporter):
    raise TimeoutError("too late")
