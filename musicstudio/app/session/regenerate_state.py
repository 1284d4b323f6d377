# SPDX-License-Identifier: GPL-3.0-or-later
"""How "Regenerate" makes new takes: one state for the button, the key and every menu; and its limits."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from .signal import Signal

MAX_TAKES = 8
DEFAULT_DIFFERENCE = 0.5


@dataclass(frozen=True, slots=True)
class RegenerateValues:
    """takes: 1 to `MAX_TAKES`. difference: 0 a slight variation, 1 a new idea. prompt: what should be different."""

    takes: int = 1
    difference: float = DEFAULT_DIFFERENCE
    prompt: str = ""


class RegenerateState:
    """The current `RegenerateValues`, watched by the window. Main thread only."""

    def __init__(self) -> None:
        self._values = RegenerateValues()
        self._changed: Signal[RegenerateValues] = Signal()

    @property
    def values(self) -> RegenerateValues:
        """As they stand."""
        return self._values

    def set(self, **changes: Any) -> None:
        """Change some fields of `RegenerateValues`; they are held within their limits."""
        values = replace(self._values, **changes)
        values = replace(
            values, takes=min(max(1, values.takes), MAX_TAKES), difference=min(max(0.0, values.difference), 1.0)
        )
        if values != self._values:
            self._values = values
            self._changed.emit(values)

    def observe(self, callback: Callable[[RegenerateValues], None]) -> Callable[[], None]:
        """Call back on each change; returns the unsubscriber."""
        return self._changed.observe(callback)
