# SPDX-License-Identifier: GPL-3.0-or-later
"""A list of callbacks: how the document, the jobs and the state beside them tell who watches."""

import logging
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
log = logging.getLogger(__name__)


class Signal(Generic[T]):
    """Calls every observer, in order, on the thread that emits (the main thread throughout the studio)."""

    def __init__(self) -> None:
        self._observers: list[Callable[[T], None]] = []

    def observe(self, callback: Callable[[T], None]) -> Callable[[], None]:
        """Add an observer; the returned function removes it (and may be called twice)."""
        self._observers.append(callback)

        def unsubscribe() -> None:
            if callback in self._observers:
                self._observers.remove(callback)

        return unsubscribe

    def emit(self, value: T) -> None:
        """Tell everybody. One that fails is logged: what is told has happened, and the others hear of it."""
        for callback in tuple(self._observers):
            try:
                callback(value)
            except Exception:  # a view that fails must not undo what it was told of
                log.exception("an observer failed")


class Watched(Generic[T]):
    """One value that some watch: told when it becomes another. Main thread only."""

    def __init__(self, first: T) -> None:
        self._value = first
        self._changed: Signal[T] = Signal()

    def observe(self, callback: Callable[[T], None]) -> Callable[[], None]:
        """Call back with each new value; returns the unsubscriber."""
        return self._changed.observe(callback)

    def _become(self, value: T) -> None:
        if value != self._value:
            self._value = value
            self._changed.emit(value)
