# SPDX-License-Identifier: GPL-3.0-or-later
"""One job being driven on a worker thread; its news goes to the main thread."""

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from musicstudio.core.errors import Cancelled, StudioError
from musicstudio.core.progress import Job, Progress, run_to_end

from .view import JobState, JobView

log = logging.getLogger(__name__)

Post = Callable[[Callable[[], None]], None]
MakeJob = Callable[[], Job[Any]]


class JobTask:
    """Drives one generator. ``run`` belongs to the worker thread; everything else to the main thread.

    A job that was cancelled never reports a value or a partial, however late it stops.
    """

    def __init__(
        self,
        job_id: str,
        title: str,
        make: MakeJob,
        post: Post,
        changed: Callable[["JobTask"], None],
        is_quiet: bool = False,
    ) -> None:
        self.id, self.title, self.make = job_id, title, make
        self.on_partial: Callable[[Any], None] = lambda _: None
        self.on_done: Callable[[Any], None] = lambda _: None
        self.on_failed: Callable[[str], None] = lambda _: None
        self.on_cancelled: Callable[[], None] = lambda: None
        self.is_cancel_wanted = False
        self._has_started = False
        self._post, self._changed = post, changed
        self._view = JobView(job_id, title, JobState.QUEUED, is_quiet=is_quiet)
        self._started_s = 0.0

    @property
    def view(self) -> JobView:
        """The newest snapshot."""
        return self._view

    def cancel(self) -> None:
        """Ask the job to stop at its next progress."""
        self.is_cancel_wanted = True
        self._update(JobState.CANCELLING if self._has_started else JobState.CANCELLED)

    def run(self) -> None:
        """Drive the job to its end (worker thread)."""
        self._has_started = True
        if self.is_cancel_wanted:
            self._post(partial(self._update, JobState.CANCELLED))
            return
        self._started_s = time.monotonic()
        self._post(partial(self._report, Progress(0.0)))
        try:
            value = run_to_end(self.make(), self._hear)
        except Cancelled:
            self._post(partial(self._update, JobState.CANCELLED))
        except StudioError as error:
            self._post(partial(self._fail, str(error)))
        except MemoryError:
            self._post(partial(self._fail, "There is not enough memory for this. Try a shorter range or fewer tracks."))
        except BaseException as error:  # a fault of ours or of an engine: the song and the worker must survive it
            self._post(partial(self._fail, self._sentence(error)))
        else:
            self._post(partial(self._finish, value))

    def _hear(self, progress: Progress) -> None:
        if self.is_cancel_wanted:
            raise Cancelled
        self._post(partial(self._report, progress))

    def _report(self, progress: Progress) -> None:
        if self.is_cancel_wanted:
            return
        try:
            if progress.partial is not None:
                self.on_partial(progress.partial)
        except Exception as error:  # what has landed stays; more of it would fail as well
            self._fail(self._sentence(error))
            self.is_cancel_wanted = True
        else:
            self._update(JobState.RUNNING, progress.fraction, progress.message)

    def _finish(self, value: Any) -> None:
        if self.is_cancel_wanted:
            self._update(JobState.CANCELLED)
            return
        try:
            self.on_done(value)
        except Exception as error:
            self._fail(self._sentence(error))
        else:
            self._update(JobState.DONE, 1.0)

    def _fail(self, text: str) -> None:
        if self.is_cancel_wanted:
            self._update(JobState.CANCELLED)
            return
        self._update(JobState.FAILED, error=text)
        self._tell_end(partial(self.on_failed, text))

    def _sentence(self, error: BaseException) -> str:
        """What the user reads; a fault of ours is logged, too."""
        if isinstance(error, StudioError):
            return str(error)
        log.error("job %s failed", self.title, exc_info=error)
        return f"{self.title} stopped with an internal error ({type(error).__name__})."

    def _tell_end(self, callback: Callable[[], None]) -> None:
        """The job has ended whatever becomes of this; who waits for others must not be held up."""
        try:
            callback()
        except Exception:
            log.exception("the end of job %s could not be handled", self.title)

    def _update(self, state: JobState, fraction: float = 0.0, message: str | None = None, error: str = "") -> None:
        if self._view.state.is_final:
            return
        done = max(self._view.fraction, fraction)
        text = self._view.message if message is None else message
        self._view = replace(
            self._view, state=state, fraction=done, message=text, eta_s=self._eta_s(done, state), error=error
        )
        self._changed(self)
        if state is JobState.CANCELLED:
            self._tell_end(self.on_cancelled)

    def _eta_s(self, fraction: float, state: JobState) -> float | None:
        elapsed_s = time.monotonic() - self._started_s
        if state is not JobState.RUNNING or fraction < 0.05 or elapsed_s < 1.0:
            return None
        return elapsed_s * (1.0 - fraction) / fraction
