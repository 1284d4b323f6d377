# SPDX-License-Identifier: GPL-3.0-or-later
"""The queue of jobs: a few worker threads, one place to watch, cancel and retry."""

import logging
import queue
import threading
import time
from collections.abc import Callable
from typing import Any

from musicstudio.core.ids import new_id
from musicstudio.core.signal import Signal

from .memory import trim_heap
from .priority import lower_priority
from .task import JobTask, MakeJob, Post
from .view import JobState, JobView

KEPT_FINISHED = 20
log = logging.getLogger(__name__)


class JobQueue:
    """Runs jobs on worker threads and tells the main thread. Its methods belong to the main thread.

    post: puts a callable on the main thread (a Qt dispatcher in the window, a plain queue on the command line).
    workers: how many jobs run at once.
    """

    def __init__(self, post: Post, workers: int = 2) -> None:
        self._post = post
        self._tasks: dict[str, JobTask] = {}
        self._changed: Signal[JobView] = Signal()
        self._is_closed = False
        self._waiting: queue.SimpleQueue[JobTask | None] = queue.SimpleQueue()
        self._quiet: queue.SimpleQueue[JobTask | None] = queue.SimpleQueue()
        self._prompt: queue.SimpleQueue[JobTask | None] = queue.SimpleQueue()
        inboxes = [self._waiting] * workers + [self._quiet, self._prompt]
        self._threads = [
            threading.Thread(target=self._work, args=(inbox,), name=f"musicstudio-job-{n}", daemon=True)
            for n, inbox in enumerate(inboxes)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def views(self) -> tuple[JobView, ...]:
        """Every job that is waiting or running, and the last finished ones, oldest first; housekeeping is left out."""
        return tuple(task.view for task in self._tasks.values() if not task.view.is_quiet)

    @property
    def is_busy(self) -> bool:
        """Whether any job is still waiting or running."""
        return any(not view.state.is_final for view in self.views)

    def submit(
        self,
        title: str,
        make: MakeJob,
        *,
        on_done: Callable[[Any], None] | None = None,
        on_partial: Callable[[Any], None] | None = None,
        on_failed: Callable[[str], None] | None = None,
        on_cancelled: Callable[[], None] | None = None,
        is_quiet: bool = False,
        is_prompt: bool = False,
    ) -> str:
        """Queue a job and return its id.

        ``make`` builds the generator on the worker; the callbacks run on the main thread. is_quiet: housekeeping that
        no panel lists unless it fails; it has its own worker, so that it never waits behind long work. Once the queue
        is closed nothing is done, and no view has the id. is_prompt: quiet too, and small work that somebody waits for;
        its worker is not held back for the sake of the sound.
        """
        task = JobTask(new_id("job"), title, make, self._post, self._notify_observers, is_quiet or is_prompt)
        task.on_done = on_done or task.on_done
        task.on_partial = on_partial or task.on_partial
        task.on_failed = on_failed or task.on_failed
        task.on_cancelled = on_cancelled or task.on_cancelled
        if self._is_closed:
            return task.id
        self._tasks[task.id] = task
        self._forget_old()
        self._notify_observers(task)
        (self._prompt if is_prompt else self._quiet if is_quiet else self._waiting).put(task)
        return task.id

    def view(self, job_id: str) -> JobView | None:
        """A job's newest snapshot."""
        task = self._tasks.get(job_id)
        return task.view if task else None

    def cancel(self, job_id: str) -> None:
        """Stop a job at its next progress; what it made is dropped."""
        if job_id in self._tasks:
            self._tasks[job_id].cancel()

    def retry(self, job_id: str) -> str | None:
        """Queue a finished or failed job again; the new id."""
        task = self._tasks.get(job_id)
        if task is None or not task.view.state.is_final:
            return None
        return self.submit(
            task.title,
            task.make,
            on_done=task.on_done,
            on_partial=task.on_partial,
            on_failed=task.on_failed,
            on_cancelled=task.on_cancelled,
        )

    def observe(self, callback: Callable[[JobView], None]) -> Callable[[], None]:
        """Call back (main thread) on every change of any job; returns the unsubscriber."""
        return self._changed.observe(callback)

    def close(self, timeout_s: float = 10.0) -> None:
        """Cancel everything and end the workers. What a cancelled job would have done anew is not begun."""
        self._is_closed = True
        for task in tuple(self._tasks.values()):
            task.cancel()
        for _ in self._threads:
            self._waiting.put(None)
        self._quiet.put(None)
        self._prompt.put(None)
        deadline = time.monotonic() + timeout_s
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _work(self, inbox: "queue.SimpleQueue[JobTask | None]") -> None:
        if inbox is not self._prompt:
            lower_priority()
        while (task := inbox.get()) is not None:
            task.run()
            del task
            trim_heap()

    def _notify_observers(self, task: JobTask) -> None:
        self._changed.emit(task.view)

    def _forget_old(self) -> None:
        finished = [task_id for task_id, task in self._tasks.items() if task.view.state.is_final]
        for task_id in finished[:-KEPT_FINISHED]:
            del self._tasks[task_id]


__all__ = ["JobQueue", "JobState"]
