# SPDX-License-Identifier: GPL-3.0-or-later
"""What the words of an edit would do, shown under them a moment after the last key press."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from musicstudio.app.session.session import Session
from musicstudio.core.errors import StudioError
from musicstudio.project.model.sheet import ChangePlan

from .plan_words import say_plan
from .widgets import label, muted
from .words import say

_PAUSE_MS = 350
Plan = Callable[[Session, str], ChangePlan | None]
"""From the session and the words to what they would do; raises `StudioError` where nothing can be done."""


class ChangeNote(QWidget):
    """A plan in the quiet colour, and in the warning colour the words that would do nothing. Empty without words."""

    def __init__(self, session: Session, plan: Plan) -> None:
        super().__init__()
        self._session, self._plan, self._words = session, plan, ""
        self._pool: ThreadPoolExecutor | None = None
        self._does, self._answers = muted(wraps=True), label("", "warn", wraps=True)
        self._does.setAccessibleName(self.tr("What the words would do"))
        self._answers.setAccessibleName(self.tr("Words that would do nothing"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._does)
        layout.addWidget(self._answers)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        self._show(None)

    def follow(self, words: str) -> None:
        """Show the plan of other words, or of the same ones for another selection."""
        self._words = words.strip()
        if self._words:
            self._timer.start()
        else:
            self._timer.stop()
            self._show(None)

    def close_worker(self) -> None:
        """End the worker."""
        self._timer.stop()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _ask(self) -> None:
        self._pool = self._pool or ThreadPoolExecutor(1, "musicstudio-change-plan")
        self._pool.submit(self._find, self._words)

    def _find(self, words: str) -> None:
        try:
            found = self._plan(self._session, words)
        except StudioError as error:
            found = ChangePlan(answers=(str(error),))
        self._session.post(lambda: self._show(found) if words == self._words else None)

    def _show(self, plan: ChangePlan | None) -> None:
        does = say_plan(plan.does) if plan else ""
        keeps = f" {say(plan.keeps)}" if plan and plan.keeps else ""
        self._does.setText(f"{does}{keeps}" if does else "")
        self._answers.setText("\n".join(say(text) for text in plan.answers) if plan else "")
        for each in (self._does, self._answers):
            each.setVisible(bool(each.text()))
        self.setVisible(bool(self._does.text() or self._answers.text()))
