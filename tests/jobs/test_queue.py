# SPDX-License-Identifier: GPL-3.0-or-later
"""The job queue: values come back on the posting thread, cancel is final, errors are sentences."""

import queue
import threading

import pytest

from musicstudio.core.errors import EngineError, StorageError
from musicstudio.core.progress import Progress, run_to_end, within
from musicstudio.jobs import JobQueue, JobState


@pytest.fixture
def inbox():
    return queue.SimpleQueue()


@pytest.fixture
def jobs(inbox):
    jobs = JobQueue(inbox.put)
    yield jobs
    jobs.close()


def pump(inbox, jobs, job_id):
    while not jobs.view(job_id).state.is_final:
        inbox.get(timeout=10)()
    return jobs.view(job_id)


def counting(steps):
    for step in range(steps):
        yield Progress(step / steps, f"step {step}", step)
    return steps


def test_a_job_reports_partials_in_order_and_then_its_value(inbox, jobs):
    seen, values = [], []
    job_id = jobs.submit("count", lambda: counting(5), on_partial=seen.append, on_done=values.append)
    view = pump(inbox, jobs, job_id)
    assert (view.state, view.fraction, seen, values) == (JobState.DONE, 1.0, [0, 1, 2, 3, 4], [5])


def test_callbacks_run_on_the_thread_that_pumps(inbox, jobs):
    threads = []
    job_id = jobs.submit("count", lambda: counting(1), on_done=lambda _: threads.append(threading.current_thread()))
    pump(inbox, jobs, job_id)
    assert threads == [threading.current_thread()]


def test_cancel_closes_the_generator_and_drops_the_late_value(inbox, jobs):
    started, go_on, closed, values = threading.Event(), threading.Event(), threading.Event(), []

    def stubborn():
        try:
            yield Progress(0.1)
            started.set()
            go_on.wait(10)
            yield Progress(0.5)
            return "late"
        finally:
            closed.set()

    job_id = jobs.submit("stubborn", stubborn, on_done=values.append)
    assert started.wait(10)
    jobs.cancel(job_id)
    go_on.set()
    assert pump(inbox, jobs, job_id).state is JobState.CANCELLED
    assert closed.is_set() and values == []


def test_a_job_cancelled_while_it_waits_never_starts(inbox):
    jobs = JobQueue(inbox.put, workers=1)
    gate, ran = threading.Event(), []

    def blocker():
        yield Progress(0.0)
        gate.wait(10)

    def second():
        ran.append(True)
        yield Progress(0.0)

    first = jobs.submit("blocker", blocker)
    waiting = jobs.submit("second", second)
    jobs.cancel(waiting)
    gate.set()
    pump(inbox, jobs, first)
    jobs.close()
    assert jobs.view(waiting).state is JobState.CANCELLED and not ran


@pytest.mark.logs("job fail failed")
@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (EngineError("The engine has no strings today."), "The engine has no strings today."),
        (ValueError("x"), "fail stopped with an internal error (ValueError)."),
    ],
)
def test_a_failure_is_one_sentence_and_can_be_retried(inbox, jobs, error, sentence):
    attempts = []

    def failing():
        yield Progress(0.2)
        attempts.append(1)
        if len(attempts) == 1:
            raise error
        return "well"

    job_id = jobs.submit("fail", failing)
    view = pump(inbox, jobs, job_id)
    assert (view.state, view.error) == (JobState.FAILED, sentence)
    assert pump(inbox, jobs, jobs.retry(job_id)).state is JobState.DONE


def test_within_scales_progress_and_keeps_the_value():
    job = within(counting(4), 0.5, 1.0, "part: ")
    first = next(job)
    assert (first.fraction, first.message) == (0.5, "part: step 0")
    assert run_to_end(within(counting(4), 0.0, 1.0)) == 4


def test_closing_is_not_disturbed_by_jobs_that_are_made_anew_when_they_are_cancelled(inbox):
    jobs, go_on = JobQueue(inbox.put, workers=1), threading.Event()
    made = []

    def again():
        made.append(jobs.submit("again", lambda: counting(1), on_cancelled=again))
        if len(made) == 3:
            go_on.set()

    def slow():
        yield Progress(0.1)
        go_on.wait(10)
        yield Progress(0.2)

    jobs.submit("slow", slow)
    for _ in range(3):
        jobs.submit("waits", lambda: counting(1), on_cancelled=again)
    jobs.close()
    assert len(made) == 3
    assert all(jobs.view(job_id) is None for job_id in made)
    while not inbox.empty():
        inbox.get()()
    assert jobs.submit("late", lambda: counting(1)) and not jobs.is_busy


@pytest.mark.logs("failed")
@pytest.mark.parametrize("error", [StorageError("The disk is full."), ValueError("a fault of ours"), RecursionError()])
@pytest.mark.parametrize("where", ["on_partial", "on_done"])
def test_a_job_whose_result_cannot_be_taken_fails_and_ends(inbox, jobs, where, error):
    failures, seen = [], []

    def refuse(value):
        seen.append(value)
        raise error

    job_id = jobs.submit("count", lambda: counting(50), on_failed=failures.append, **{where: refuse})
    view = pump(inbox, jobs, job_id)
    expected = str(error) if isinstance(error, StorageError) else f"internal error ({type(error).__name__})"
    assert view.state is JobState.FAILED and expected in view.error
    following = jobs.submit("next", lambda: counting(1))
    assert pump(inbox, jobs, following).state is JobState.DONE
    while not inbox.empty():
        inbox.get()()
    assert failures == [view.error] and len(seen) == 1
    assert jobs.view(job_id).state is JobState.FAILED


@pytest.mark.logs("could not be handled")
@pytest.mark.parametrize("end", ["cancelled", "failed"])
def test_a_callback_that_fails_does_not_keep_a_job_from_ending(inbox, jobs, end):
    def refuse(*_):
        raise ValueError("a fault of ours")

    def failing():
        yield Progress(0.1)
        raise EngineError("No.")

    job_id = jobs.submit("x", failing, on_failed=refuse, on_cancelled=refuse)
    if end == "cancelled":
        jobs.cancel(job_id)
    assert pump(inbox, jobs, job_id).state is {"cancelled": JobState.CANCELLED, "failed": JobState.FAILED}[end]


@pytest.mark.logs("an observer failed")
def test_an_observer_that_fails_disturbs_nobody(inbox, jobs):
    heard = []

    def refuse(view):
        raise ValueError("a fault of ours")

    jobs.observe(refuse)
    jobs.observe(lambda view: heard.append(view.state))
    assert pump(inbox, jobs, jobs.submit("count", lambda: counting(2))).state is JobState.DONE
    assert heard[-1] is JobState.DONE


@pytest.mark.logs("failed")
@pytest.mark.parametrize("error", [SystemExit(3), KeyboardInterrupt(), GeneratorExit(), MemoryError()])
def test_a_job_that_tries_to_end_the_program_ends_only_itself(inbox, jobs, error):
    def ending():
        yield Progress(0.1)
        raise error

    assert pump(inbox, jobs, jobs.submit("ends", ending)).state is JobState.FAILED
    assert pump(inbox, jobs, jobs.submit("next", lambda: counting(1))).state is JobState.DONE
