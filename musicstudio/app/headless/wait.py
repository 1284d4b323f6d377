# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for a job on the main thread, for runs without a window."""

from musicstudio.core.errors import Cancelled, StudioError
from musicstudio.jobs import JobQueue, JobState

from .inbox import Inbox


def wait_for(jobs: JobQueue, inbox: Inbox, job_id: str) -> None:
    """Pump the inbox until a job has ended; Ctrl+C cancels it. Raises its error as `StudioError`, or `Cancelled`."""
    try:
        inbox.pump_until(lambda: (view := jobs.view(job_id)) is None or view.state.is_final)
    except KeyboardInterrupt:
        jobs.cancel(job_id)
        raise
    view = jobs.view(job_id)
    if view and view.state is JobState.FAILED:
        raise StudioError(view.error)
    if view and view.state is JobState.CANCELLED:
        raise Cancelled
