# SPDX-License-Identifier: GPL-3.0-or-later
"""A few results ahead: work on several items at once, results in order."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


HEARTBEAT_S = 0.2


def map_ordered(make: Callable[[Item], Made], items: Sequence[Item], at_once: int) -> Iterator[Made | None]:
    """``make`` of each item, in order, ``at_once`` of them in the making on threads of their own.

    While a result is awaited, None comes every `HEARTBEAT_S`, so that the caller can report and be cancelled.
    Closing the iterator drops what has not begun and waits for what has; an error of ``make`` is raised in its place.
    """
    waiting: deque[Future[Made]] = deque()
    pool = ThreadPoolExecutor(at_once)
    try:
        for item in items:
            waiting.append(pool.submit(make, item))
            if len(waiting) > at_once:
                yield from _await_result(waiting.popleft())
        while waiting:
            yield from _await_result(waiting.popleft())
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _await_result(future: Future[Made]) -> Iterator[Made | None]:
    while not wait([future], HEARTBEAT_S).done:
        yield None
    yield future.result()
