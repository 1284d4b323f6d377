# SPDX-License-Identifier: GPL-3.0-or-later
"""Long work beside the main thread: a queue of generator jobs with progress, cancel and retry."""

from .queue import JobQueue
from .view import JobState, JobView

__all__ = ["JobQueue", "JobState", "JobView"]
