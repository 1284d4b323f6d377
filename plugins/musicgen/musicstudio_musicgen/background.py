# SPDX-License-Identifier: GPL-3.0-or-later
"""Work that cannot yield, such as one long call into a library, as a job: on a thread of its own, watched from here."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import TypeVar

from musicstudio.plugins.api import Job, Progress

T = TypeVar("T")
_PERIOD_S = 0.1


class Stopped(Exception):
    """Raised inside the work when the job was closed."""


class Reporter:
    """How the work says how far it is, and learns that it is no longer wanted. Any thread."""

    def __init__(self) -> None:
        self.latest = Progress(0.0)
        self._is_stopped = threading.Event()

    def report(self, fraction: float, message: str) -> None:
        """Show ``message`` and a fraction, 0 to 1. Raises `Stopped`."""
        self.check()
        self.latest = Progress(fraction, message)

    def check(self) -> None:
        """Raises `Stopped` when the job was closed."""
        if self._is_stopped.is_set():
            raise Stopped

    def stop(self) -> None:
        """Make the next `check` or `report` raise."""
        self._is_stopped.set()


def in_background(work: Callable[[Reporter], T], name: str) -> Job[T]:
    """Run ``work`` on a thread called ``name``; yields its latest progress ten times a second, returns its value.

    Raises what the work raises. Closing waits until the work has met a `Stopped`, and so leaves no thread behind.
    """
    reporter, outcome = Reporter(), Future[T]()
    thread = threading.Thread(target=_settle, args=(outcome, work, reporter), name=name, daemon=True)
    thread.start()
    try:
        while not outcome.done():
            yield reporter.latest
            wait([outcome], _PERIOD_S)
        return outcome.result()
    finally:
        reporter.stop()
        thread.join()


def _settle(outcome: "Future[T]", work: Callable[[Reporter], T], reporter: Reporter) -> None:
    try:
        outcome.set_result(work(reporter))
    except BaseException as error:  # whatever it is, it belongs to the thread that waits
        outcome.set_exception(error)
