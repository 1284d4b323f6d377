# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs: progress, time to go, cancel; failures stay with their sentence; quiet ones do not show."""

import pytest

from musicstudio.jobs import JobState, JobView
from musicstudio.ui.jobs.panel import JobsPanel
from tests.ui.controls import control, names_of, names_with, texts


@pytest.fixture
def panel(qapp, bridge):
    made = JobsPanel(bridge)
    made.resize(280, 300)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def show(panel, **values):
    panel.bridge.jobs_changed.emit(
        JobView(**({"id": "job-1", "title": "Separate", "state": JobState.RUNNING} | values))
    )


def cards(panel):
    """Titles of the jobs that are shown."""
    return [name.removeprefix("Progress of ") for name in names_with(panel, "Progress of ")]


def test_a_running_job_shows_how_far_and_how_long(panel):
    show(panel, fraction=0.62, eta_s=4.2, message="Listening to the drums")
    assert "62 % · 4 s" in texts(panel)
    assert control(panel, "Progress of Separate").value() == 620


def test_finished_and_cancelled_jobs_leave(panel):
    show(panel)
    show(panel, state=JobState.DONE)
    assert not cards(panel)
    show(panel, id="job-2")
    show(panel, id="job-2", state=JobState.CANCELLED)
    assert not cards(panel)


def test_a_failed_job_stays_with_its_sentence_until_it_is_dismissed(panel):
    show(panel, state=JobState.FAILED, error="The disk is full.")
    assert "The disk is full." in texts(panel)
    assert "Try again" in names_of(panel)
    control(panel, "Dismiss Separate").click()
    assert not cards(panel)


def test_cancel_reaches_the_queue(panel, monkeypatch):
    cancelled = []
    monkeypatch.setattr(panel.bridge.session.jobs, "cancel", cancelled.append)
    show(panel)
    control(panel, "Cancel Separate").click()
    assert cancelled == ["job-1"]


def test_quiet_jobs_do_not_show(panel):
    show(panel, is_quiet=True)
    assert not cards(panel)


def test_many_jobs_take_no_more_room_than_three(panel):
    for number in range(12):
        show(panel, id=f"job-{number}", title=f"Separate {number}")
    assert panel.height() < 280
    assert len(cards(panel)) == 12


def test_a_real_job_is_seen_and_cancelled(panel, bridge, qtbot):
    from musicstudio.core.progress import Progress

    def endless():
        while True:
            yield Progress(0.5, "Working")

    job_id = bridge.session.jobs.submit("Endless", endless)
    qtbot.waitUntil(lambda: cards(panel) == ["Endless"], timeout=5000)
    bridge.session.jobs.cancel(job_id)
    qtbot.waitUntil(lambda: not cards(panel), timeout=5000)
