# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs: progress, time to go, cancel; failures stay with their sentence; quiet ones do not show."""

import pytest

from musicstudio.jobs import JobState, JobView
from musicstudio.ui.jobs.panel import JobsPanel


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


def test_a_running_job_shows_how_far_and_how_long(panel):
    show(panel, fraction=0.62, eta_s=4.2, message="Listening to the drums")
    card = panel._cards["job-1"]
    assert card._status.text() == "62 % · 4 s"
    assert card._bar.value() == 620


def test_finished_and_cancelled_jobs_leave(panel):
    show(panel)
    show(panel, state=JobState.DONE)
    assert not panel._cards
    show(panel, id="job-2")
    show(panel, id="job-2", state=JobState.CANCELLED)
    assert not panel._cards


def test_a_failed_job_stays_with_its_sentence_until_it_is_dismissed(panel):
    show(panel, state=JobState.FAILED, error="The disk is full.")
    card = panel._cards["job-1"]
    assert card._error.text() == "The disk is full."
    assert card._retry.isVisibleTo(card)
    card._stop()
    assert not panel._cards


def test_cancel_reaches_the_queue(panel, monkeypatch):
    cancelled = []
    monkeypatch.setattr(panel.bridge.session.jobs, "cancel", cancelled.append)
    show(panel)
    panel._cards["job-1"]._cancel.click()
    assert cancelled == ["job-1"]


def test_quiet_jobs_do_not_show(panel):
    show(panel, is_quiet=True)
    assert not panel._cards


def test_many_jobs_take_no_more_room_than_three(panel):
    for number in range(12):
        show(panel, id=f"job-{number}")
    assert panel.height() < 280
    assert len(panel._cards) == 12


def test_a_real_job_is_seen_and_cancelled(panel, bridge, qtbot):
    from musicstudio.core.progress import Progress

    def endless():
        while True:
            yield Progress(0.5, "Working")

    job_id = bridge.session.jobs.submit("Endless", endless)
    qtbot.waitUntil(lambda: job_id in panel._cards, timeout=5000)
    bridge.session.jobs.cancel(job_id)
    qtbot.waitUntil(lambda: job_id not in panel._cards, timeout=5000)
