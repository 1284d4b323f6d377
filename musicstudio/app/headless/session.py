# SPDX-License-Identifier: GPL-3.0-or-later
"""A session without a window, for the command line, notebooks and tests: the calling thread is its main thread."""

from collections.abc import Callable
from pathlib import Path
from typing import Self

from musicstudio.core.errors import Cancelled, StudioError
from musicstudio.core.files import text_of_name
from musicstudio.core.ids import new_id
from musicstudio.jobs import JobState, JobView
from musicstudio.project.model import Project

from ..session.session import Session
from .inbox import Inbox


class HeadlessSession:
    """An open song, and the inbox that drives its jobs' results. Close it, or use it in a ``with``."""

    def __init__(self, session: Session, inbox: Inbox) -> None:
        self.session, self.inbox = session, inbox

    @classmethod
    def open(cls, path: Path, plays: bool = True) -> Self:
        """An existing song; plays: its notes that have no sound yet get it. Raises `StorageError`."""
        inbox = Inbox()
        return cls(Session.open(path, inbox.post, plays), inbox)

    @classmethod
    def create(cls, path: Path, title: str = "Untitled") -> Self:
        """A new song in a new folder. Raises `StorageError`."""
        inbox = Inbox()
        return cls(Session.create(path, Project(new_id("project"), text_of_name(title)), inbox.post), inbox)

    @property
    def project(self) -> Project:
        """The document: sections, tracks, clips, notes, chords."""
        return self.session.project

    def wait_for(self, job_id: str, on_progress: Callable[[JobView], object] = lambda view: None) -> None:
        """Pump the inbox until a job has ended; Ctrl+C cancels it. Raises its error as `StudioError`, or `Cancelled`.

        on_progress: called with each state of the job on the way.
        """
        jobs = self.session.jobs

        def hear(view: JobView) -> None:
            if view.id == job_id:
                on_progress(view)

        unsubscribe = jobs.observe(hear)
        try:
            self.inbox.pump_until(lambda: (view := jobs.view(job_id)) is None or view.state.is_final)
        except KeyboardInterrupt:
            jobs.cancel(job_id)
            raise
        finally:
            unsubscribe()
        view = jobs.view(job_id)
        if view and view.state is JobState.FAILED:
            raise StudioError(view.error)
        if view and view.state is JobState.CANCELLED:
            raise Cancelled

    def wait_until_played(self, on_progress: Callable[[JobView], object] = lambda view: None) -> tuple[str, ...]:
        """Pump the inbox until all notes have their sound; why some cannot be played, in sentences."""
        rendering = self.session.note_rendering

        def hear(view: JobView) -> None:
            on_progress(view)

        unsubscribe = self.session.jobs.observe(hear)
        try:
            self.inbox.pump_until(lambda: not rendering.is_busy)
        finally:
            unsubscribe()
        return tuple(rendering.failures.values())

    def finish_listing(self) -> None:
        """Pump the inbox until the library lists what was made, as far as nothing else still runs."""
        filling, jobs = self.session.library_filling, self.session.jobs
        self.inbox.pump_until(lambda: not filling.is_busy or jobs.is_busy)

    def close(self) -> None:
        """Save and let go of the folder."""
        self.session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self.finish_listing()
        finally:
            self.close()
