# SPDX-License-Identifier: GPL-3.0-or-later
"""A few results ahead: work on several items at once, results in order."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


def in_order(make: Callable[[Item], Made], items: Sequence[Item], at_once: int) -> Iterator[Made]:
    """``make`` of each item, in order, ``at_once`` of them in the making on threads of their own.

    Closing the iterator drops what has not begun and waits for what has; an error of ``make`` is raised in its place.
    """
    waiting: deque[Future[Made]] = deque()
    pool = ThreadPoolExecutor(at_once)
    try:
        for item in items:
            waiting.append(pool.submit(make, item))
            if len(waiting) > at_once:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
