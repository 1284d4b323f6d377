# SPDX-License-Identifier: GPL-3.0-or-later
"""One question of an action in a small form beside what it is about."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCloseEvent, QCursor
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from musicstudio.app.actions import Action
from musicstudio.app.session.session import Session

from ..change_note import ChangeNote
from ..widgets import label, primary_button
from ..words import say
from .field import AnswerField


class AskPopup(QFrame):
    """Return or the button answers, Escape or a click beside it leaves. ``answer(value)`` gives a sentence when the
    answer does not fit, which is shown under the field; else the form closes."""

    def __init__(self, parent: QWidget, action: Action, session: Session, answer: Callable[[Any], str]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        assert action.question is not None
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._answer = answer
        self.field = AnswerField(action.question, session, self.accept)
        self._problem = label("", "bad", wraps=True)
        self._problem.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(label(say(action.title).removesuffix("…"), "title"))
        if action.question.label not in action.title:
            layout.addWidget(label(say(action.question.label), "muted"))
        layout.addWidget(self.field)
        layout.addWidget(self._problem)
        self._note = ChangeNote(session, action.question.plan) if action.question.plan else None
        if self._note:
            layout.addWidget(self._note)
            self.field.edited.connect(self._follow)
        if action.question.kind != "choice":
            layout.addWidget(primary_button(self.tr("Done"), self.accept))
        self.setAccessibleName(say(action.title))

    def _follow(self) -> None:
        if self._note:
            self._note.follow(str(self.field.value))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._note:
            self._note.close_worker()
        super().closeEvent(event)

    def accept(self) -> None:
        """Give the answer."""
        problem = self._answer(self.field.value)
        if not problem:
            self.close()
            return
        self._problem.setText(problem)
        self._problem.show()
        self.adjustSize()

    def show_at(self, place: QPoint | None) -> None:
        """Show it at a point of the screen (else at the pointer), all of it in sight."""
        self.adjustSize()
        place = place or QCursor.pos()
        area = self.screen().availableGeometry()
        x = min(max(area.left(), place.x()), area.right() - self.width())
        y = min(max(area.top(), place.y()), area.bottom() - self.height())
        self.move(x, y)
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
