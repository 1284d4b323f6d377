# SPDX-License-Identifier: GPL-3.0-or-later
"""How "Regenerate" makes new takes: one state for the button, the key and every menu; and its limits."""

from dataclasses import dataclass, replace
from typing import Any

from musicstudio.core.signal import Watched

MAX_TAKES = 8
DEFAULT_DIFFERENCE = 0.5
DEFAULT_CONTEXT_S, MAX_CONTEXT_S = 12.0, 60.0


@dataclass(frozen=True, slots=True)
class RegenerateValues:
    """takes: 1 to `MAX_TAKES`. difference: 0 a slight variation, 1 a new idea. prompt: what should be different.
    engine: empty for the one that made what is there. context_s: how much around a place an engine hears that makes
    sound.
    """

    takes: int = 1
    difference: float = DEFAULT_DIFFERENCE
    prompt: str = ""
    engine: str = ""
    context_s: float = DEFAULT_CONTEXT_S


class RegenerateState(Watched[RegenerateValues]):
    """The current `RegenerateValues`, watched by the window. Main thread only."""

    def __init__(self) -> None:
        super().__init__(RegenerateValues())

    @property
    def values(self) -> RegenerateValues:
        """As they stand."""
        return self._value

    def set(self, **changes: Any) -> None:
        """Change some fields of `RegenerateValues`; they are held within their limits."""
        values = replace(self._value, **changes)
        takes, difference = min(max(1, values.takes), MAX_TAKES), min(max(0.0, values.difference), 1.0)
        context_s = min(max(0.0, values.context_s), MAX_CONTEXT_S)
        self._become(replace(values, takes=takes, difference=difference, context_s=context_s))
