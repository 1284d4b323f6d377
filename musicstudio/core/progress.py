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

    fraction: done so far, 0.0 to 1.0, never falling. message: what is happening, in a musician's words.
    partial: a value that is already good to use (for example the first section of a song), or None.
    """

    fraction: float
    message: str = ""
    partial: Any = None


Job = Generator[Progress, None, T]


def run_to_end(job: Job[T], on_progress: Callable[[Progress], object] = lambda progress: None) -> T:
    """Drive a job on the calling thread and return its value.

    on_progress: told every report; what it raises ends the job.
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
    """The same job, reporting what ``each`` makes of its reports."""
    ended: list[T] = []
    reports = _into(job, ended)
    try:
        for progress in reports:
            yield each(progress)
    finally:
        reports.close()
    return ended[0]


def within(job: Job[T], low: float, high: float, prefix: str = "") -> Job[T]:
    """Run a job as a part of a larger one: its 0..1 becomes ``low``..``high`` of the whole."""
    return mapped(job, lambda step: Progress(low + (high - low) * step.fraction, prefix + step.message, step.partial))


def _into(job: Job[T], ended: list[T]) -> Job[None]:
    """A job's reports; its value goes into a list."""
    ended.append((yield from job))
