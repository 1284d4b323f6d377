# SPDX-License-Identifier: GPL-3.0-or-later
"""The main thread's inbox, for runs without a window."""

import queue
from collections.abc import Callable


class Inbox:
    """Callables put here by any thread are run by the thread that pumps. The window uses Qt's event loop instead."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()

    def post(self, call: Callable[[], None]) -> None:
        """Queue a callable (any thread)."""
        self._waiting.put(call)

    def pump_until(self, is_done: Callable[[], bool]) -> None:
        """Run what arrives until a condition holds."""
        while not is_done():
            try:
                self._waiting.get(timeout=0.2)()
            except queue.Empty:
                continue
