# SPDX-License-Identifier: GPL-3.0-or-later
"""A list of callbacks, for state that is not in the document."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


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
        """Tell everybody."""
        for callback in tuple(self._observers):
            callback(value)
