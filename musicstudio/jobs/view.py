# SPDX-License-Identifier: GPL-3.0-or-later
"""What the window and the command line see of a job."""

from dataclasses import dataclass
from enum import StrEnum


class JobState(StrEnum):
    """Where a job stands. The last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    CANCELLING = "cancelling"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether nothing more will come."""
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True, slots=True)
class JobView:
    """A snapshot of one job.

    fraction: 0 to 1. eta_s: seconds still to go, None while unknown. error: a sentence, or empty.
    """

    id: str
    title: str
    state: JobState
    fraction: float = 0.0
    message: str = ""
    eta_s: float | None = None
    error: str = ""
    is_quiet: bool = False
