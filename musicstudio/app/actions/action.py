# SPDX-License-Identifier: GPL-3.0-or-later
"""One thing a user can do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .question import Question

if TYPE_CHECKING:
    from ..session.session import Session


def always(_: "Session") -> str:
    """Never refused."""
    return ""


@dataclass(frozen=True, slots=True)
class Action:
    """id: ``topic.verb``. title: as in a menu.

    Shortcuts: in Qt's portable spelling. icon: a file name in resources/icons.

    why_not: empty when it can be done now, else the sentence that its tooltip shows. run: does it (main thread); it
    takes the session and, where there is a question, the answer. It may raise `StudioError`, whose sentence the caller
    shows. is_on: for a switch, whether it is on now (a tick in menus).
    title_now: what it would do now, where that can be said better than by the title.
    """

    id: str
    title: str
    menu: str
    run: Callable[..., object]
    why_not: Callable[["Session"], str] = always
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    question: Question | None = None
    is_on: Callable[["Session"], bool] | None = None
    title_now: Callable[["Session"], str] | None = None

    def enabled(self, session: "Session") -> tuple[bool, str]:
        """Whether it can be done now, and if not, why."""
        reason = self.why_not(session)
        return not reason, reason

    def do(self, session: "Session", answer: Any = None) -> None:
        """Run it. answer: to its question, if it has one. Raises `StudioError`, for an answer that does not fit too."""
        if self.question is None:
            self.run(session)
        else:
            self.run(session, self.question.check_answer(session, answer))
