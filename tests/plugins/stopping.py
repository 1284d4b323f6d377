# SPDX-License-Identifier: GPL-3.0-or-later
"""Stopping an engine at a step of our choice, however slow the machine is."""

import threading

from musicstudio.jobs.heartbeat import Stopped


def steps_until_stopped(steps_class, job, stop_at, monkeypatch):
    """Drive a job, close it while its step ``stop_at`` is under way; how many steps began in all."""
    reached, seen, whole = threading.Event(), [], steps_class.step

    def step(self):
        seen.append(1)
        if len(seen) == stop_at:
            reached.set()
            _wait_until_stopped(self._reporter)
        whole(self)

    with monkeypatch.context() as patched:
        patched.setattr(steps_class, "step", step)
        while not reached.is_set():
            next(job)
        job.close()
    return len(seen)


def _wait_until_stopped(reporter):
    pause = threading.Event()
    try:
        while not pause.wait(0.01):
            reporter.check()
    except Stopped:
        return
