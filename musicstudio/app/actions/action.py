# SPDX-License-Identifier: GPL-3.0-or-later
"""One thing a user can do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    may raise `StudioError`, whose sentence the caller shows.
    """

    id: str
    title: str
    menu: str
    run: Callable[["Session"], object]
    why_not: Callable[["Session"], str] = always
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    is_frequent: bool = False

    def enabled(self, session: "Session") -> tuple[bool, str]:
        """Whether it can be done now, and if not, why."""
        reason = self.why_not(session)
        return not reason, reason
