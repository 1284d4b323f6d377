# SPDX-License-Identifier: GPL-3.0-or-later
"""What an engine has to tell of a result; what was missed comes with a way to ask again."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from musicstudio.engines.contract import Result

from ..session.notices import TRY_AGAIN, Notice

if TYPE_CHECKING:
    from ..session.session import Session


def tell_results(session: "Session", results: Iterable[Result], again: Callable[[], object]) -> None:
    """Every sentence once. again: asks the same with another seed; offered where something was missed."""
    kept = list(results)
    misses = tuple(dict.fromkeys(text for each in kept for text in each.misses))
    for notice in dict.fromkeys(text for each in kept for text in each.notices):
        if notice not in misses:
            session.notify(notice)
    if misses:
        session.again = again
        session.notices.emit(Notice(" ".join(misses), "warning", TRY_AGAIN))


def undone_first(session: "Session", label: str, ask: Callable[[], object]) -> Callable[[], object]:
    """Asks again in the place of the answer, if that is still the last thing that was done."""

    def again() -> None:
        document = session.document
        if document.history[document.history_index].label == label:
            document.undo()
        ask()

    return again
