# SPDX-License-Identifier: GPL-3.0-or-later
"""Work that takes a moment in one piece, told of while it runs."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

from musicstudio.core.progress import Job, Progress

T = TypeVar("T")
_EVERY_S = 0.2


def with_heartbeat(work: Callable[[], T], message: str) -> Job[T]:
    """Do ``work`` on a thread of its own, yielding five times a second. Closing waits for it to end, then drops its
    value."""
    with ThreadPoolExecutor(1, thread_name_prefix="composer") as executor:
        future = executor.submit(work)
        yield Progress(0.0, message)
        while not wait([future], _EVERY_S).done:
            yield Progress(0.5, message)
        return future.result()
