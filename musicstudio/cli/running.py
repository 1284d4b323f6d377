# SPDX-License-Identifier: GPL-3.0-or-later
"""What every command needs: a session without a window, a progress bar on a terminal, and JSON for machines."""

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from musicstudio.app.headless.inbox import Inbox
from musicstudio.app.headless.wait import wait_for
from musicstudio.app.session.session import Session
from musicstudio.core.errors import InputError
from musicstudio.core.ids import new_id
from musicstudio.core.progress import Job
from musicstudio.project.model import Project

T = TypeVar("T")
SUFFIX = ".mstudio"
BAR_WIDTH = 28


class Headless:
    """A session and the inbox that drives it on this thread."""

    def __init__(self, session: Session, inbox: Inbox) -> None:
        self.session, self.inbox = session, inbox

    def wait_for(self, job_id: str) -> None:
        """Pump until a job ends, drawing its progress. Raises its error, or `Cancelled`."""
        bar = Bar()
        unsubscribe = self.session.jobs.observe(
            lambda view: bar.draw(view.fraction, view.message) if view.id == job_id else None
        )
        try:
            wait_for(self.session.jobs, self.inbox, job_id)
        finally:
            unsubscribe()
            bar.close()


@contextmanager
def opened(path: Path) -> Iterator[Headless]:
    """An existing song. Its warnings go to stderr."""
    if not path.is_dir():
        raise InputError(f"There is no song at {path}.")
    inbox = Inbox()
    session = Session.open(path, inbox.post)
    with _running(session, inbox) as headless:
        yield headless


@contextmanager
def created(path: Path, title: str = "Untitled") -> Iterator[Headless]:
    """A new song in a new folder, which goes again when nothing could be put into it."""
    inbox = Inbox()
    session = Session.create(song_path(path), Project(new_id("project"), title), inbox.post)
    is_empty = True
    try:
        with _running(session, inbox) as headless:
            try:
                yield headless
            finally:
                is_empty = len(session.document.history) == 1
    except BaseException:
        if is_empty:
            shutil.rmtree(session.path, ignore_errors=True)
        raise


@contextmanager
def _running(session: Session, inbox: Inbox) -> Iterator[Headless]:
    session.notices.observe(lambda notice: print(f"musicstudio: {notice.text}", file=sys.stderr))
    for notice in session.opening_notices:
        session.notices.emit(notice)
    with session:
        yield Headless(session, inbox)


def song_path(path: Path) -> Path:
    """The path with the suffix that marks a song's folder."""
    return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)


def run_job(job: Job[T]) -> T:
    """Drive a job on this thread with a progress bar."""
    bar = Bar()
    try:
        while True:
            try:
                progress = next(job)
            except StopIteration as stop:
                return stop.value  # type: ignore[no-any-return]
            bar.draw(progress.fraction, progress.message)
    finally:
        job.close()
        bar.close()


class Bar:
    """A progress bar on stderr, drawn only on a terminal."""

    def __init__(self) -> None:
        self._is_shown = sys.stderr.isatty()
        self._last = ""

    def draw(self, fraction: float, message: str) -> None:
        """Show how far the work is."""
        filled = round(BAR_WIDTH * fraction)
        line = f"\r{'█' * filled}{'░' * (BAR_WIDTH - filled)} {fraction:4.0%} {message[:44]:44}"
        if self._is_shown and line != self._last:
            sys.stderr.write(line)
            sys.stderr.flush()
            self._last = line

    def close(self) -> None:
        """Clear the line."""
        if self._last:
            sys.stderr.write("\r" + " " * (BAR_WIDTH + 52) + "\r")


def print_json(value: Any) -> None:
    """One JSON document on stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=2))
