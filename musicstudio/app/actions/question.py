# SPDX-License-Identifier: GPL-3.0-or-later
"""What an action asks before it runs: one value, the same in the window and on the command line."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from musicstudio.core.errors import InputError
from musicstudio.project.model.sheet import ChangePlan

if TYPE_CHECKING:
    from ..session.session import Session

Choices = tuple[tuple[str, str], ...]


def _no_text(_: "Session") -> Any:
    return ""


def _no_choices(_: "Session") -> Choices:
    return ()


@dataclass(frozen=True, slots=True)
class Question:
    """label: what is asked, as a field's name. kind: ``text``, ``lines`` (several lines), ``number`` or ``choice``.

    start: the answer that is shown first. least, most, decimals, unit: of a number. choices: (value, title) pairs.
    plan: what words would do, shown while they are typed.
    """

    label: str
    kind: str = "text"
    start: Callable[["Session"], Any] = _no_text
    least: float = 0.0
    most: float = 1.0
    decimals: int = 0
    unit: str = ""
    choices: Callable[["Session"], Choices] = _no_choices
    plan: Callable[["Session", str], ChangePlan | None] | None = None

    def check_answer(self, session: "Session", answer: Any) -> Any:
        """The answer as its action takes it: a stripped text, a number or a choice's value. Raises `InputError`."""
        if self.kind == "number":
            return self._number(answer)
        text = str(answer).strip()
        return self._choice(session, text) if self.kind == "choice" else text

    def _number(self, answer: Any) -> float:
        try:
            number = float(answer)
        except (TypeError, ValueError):
            raise InputError(f"{self.label}: {answer!r} is not a number.") from None
        if not math.isfinite(number) or not self.least <= number <= self.most:
            unit = f" {self.unit}" if self.unit else ""
            raise InputError(f"{self.label}: it can be {self.least:g} to {self.most:g}{unit}.")
        return number

    def _choice(self, session: "Session", text: str) -> str:
        choices = self.choices(session)
        for value, title in choices:
            if text.lower() in (value.lower(), title.lower()):
                return value
        raise InputError(f"{self.label}: there is no {text!r}; there are {', '.join(title for _, title in choices)}.")
