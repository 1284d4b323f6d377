# SPDX-License-Identifier: GPL-3.0-or-later
"""Long work as a generator: each ``yield Progress`` reports, and is a point where it may be cancelled.

A job is ``Generator[Progress, None, T]``: it yields `Progress` and returns its result. It is cancelled by
``close()``, so it releases what it holds in ``finally``. Nothing here knows of threads or of Qt.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Progress:
    """One report of a running job.

    Attributes
    ----------
    fraction : float, 0 to 1
        Done so far, never falling.
    message : str
        What is happening, in a musician's words.
    partial : object or None
        A value that is already good to use (for example the first section of a song).
    """

    fraction: float
    message: str = ""
    partial: Any = None


Job = Generator[Progress, None, T]


def run_to_end(job: Job[T], on_progress: Callable[[Progress], object] = lambda progress: None) -> T:
    """Drive a job on the calling thread.

    Parameters
    ----------
    job : Job
    on_progress : callable, given a Progress
        Told every report; what it raises ends the job.

    Returns
    -------
    The job's value; what the job raises is raised here.
    """
    ended: list[T] = []
    reports = _into(job, ended)
    try:
        for progress in reports:
            on_progress(progress)
    finally:
        reports.close()
    return ended[0]


def mapped(job: Job[T], each: Callable[[Progress], Progress]) -> Job[T]:
    """The same job with other reports.

    Parameters
    ----------
    job : Job
    each : callable, from a Progress to a Progress

    Returns
    -------
    Job, of the same value
    """
    ended: list[T] = []
    reports = _into(job, ended)
    try:
        for progress in reports:
            yield each(progress)
    finally:
        reports.close()
    return ended[0]


def within(job: Job[T], low: float, high: float, prefix: str = "") -> Job[T]:
    """Run a job as a part of a larger one.

    Parameters
    ----------
    job : Job
    low, high : float, 0 to 1
        What its beginning and its end are of the whole.
    prefix : str
        Put before its messages.

    Returns
    -------
    Job, of the same value
    """
    return mapped(job, lambda step: Progress(low + (high - low) * step.fraction, prefix + step.message, step.partial))


def _into(job: Job[T], ended: list[T]) -> Job[None]:
    """A job's reports; its value goes into a list."""
    ended.append((yield from job))
