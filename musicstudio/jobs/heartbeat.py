# SPDX-License-Identifier: GPL-3.0-or-later
"""Work that cannot yield, such as one long call into a library, as a job: on threads of its own, watched from here."""

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

from musicstudio.core.progress import Job, Progress

T = TypeVar("T")
Item = TypeVar("Item")
HEARTBEAT_S = 0.2


class Stopped(Exception):
    """Raised inside the work when the job was closed."""


class Reporter:
    """How the work says how far it is, and learns that it is no longer wanted. Any thread."""

    def __init__(self, message: str = "") -> None:
        self.latest = Progress(0.0, message)
        self._is_stopped = threading.Event()

    def report(self, fraction: float, message: str) -> None:
        """Say how far the work is.

        Parameters
        ----------
        fraction : float, 0 to 1
        message : str, in a musician's words

        Raises
        ------
        Stopped
            When the job was closed.
        """
        self.check()
        self.latest = Progress(fraction, message)

    def check(self) -> None:
        """Go on only while the work is wanted.

        Raises
        ------
        Stopped
            When the job was closed.
        """
        if self._is_stopped.is_set():
            raise Stopped

    def stop(self) -> None:
        """Make the next `check` or `report` raise."""
        self._is_stopped.set()


def in_background(work: Callable[[Reporter], T], name: str, message: str = "") -> Job[T]:
    """Run work that cannot yield on a thread of its own, as a job.

    Closing the job waits until the work has met a `Stopped` or ended, and so leaves no thread.

    Parameters
    ----------
    work : callable, given a Reporter
    name : str
        Of the thread.
    message : str
        What is shown until the work reports.

    Yields
    ------
    Progress
        The latest that was reported, five times a second.

    Returns
    -------
    What the work returns; what it raises is raised here.
    """
    reporter, outcome = Reporter(message), Future[T]()
    thread = threading.Thread(target=_settle, args=(outcome, work, reporter), name=name, daemon=True)
    thread.start()
    try:
        yield reporter.latest
        for _ in heartbeats(outcome):
            yield reporter.latest
        return outcome.result()
    finally:
        reporter.stop()
        thread.join()


def with_heartbeat(work: Callable[[], T], message: str) -> Job[T]:
    """`in_background` for work that takes a moment and has nothing to report. Closing waits for it to end."""
    return in_background(lambda _: work(), "musicstudio-work", message)


def map_ordered(make: Callable[[Item], T], items: Sequence[Item], at_once: int) -> Iterator[T | None]:
    """``make`` of each item, in order, ``at_once`` of them in the making on threads of their own.

    While a result is awaited, None comes some times a second, so that the caller can report and be cancelled.
    Closing the iterator drops what has not begun and waits for what has; an error of ``make`` is raised in its place.
    """
    waiting: deque[Future[T]] = deque()
    pool = ThreadPoolExecutor(at_once)
    try:
        for item in items:
            waiting.append(pool.submit(make, item))
            if len(waiting) > at_once:
                yield from heartbeats(waiting[0])
                yield waiting.popleft().result()
        while waiting:
            yield from heartbeats(waiting[0])
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def heartbeats(future: "Future[T]") -> Generator[None, None, None]:
    """None every `HEARTBEAT_S` until a future is done."""
    while not wait([future], HEARTBEAT_S).done:
        yield None


def _settle(outcome: "Future[T]", work: Callable[[Reporter], T], reporter: Reporter) -> None:
    try:
        outcome.set_result(work(reporter))
    except BaseException as error:  # whatever it is, it belongs to the thread that waits
        outcome.set_exception(error)
