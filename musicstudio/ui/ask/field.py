# SPDX-License-Identifier: GPL-3.0-or-later
"""The field that a question is answered in, by its kind."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from musicstudio.app.actions.question import Choices, Question
from musicstudio.app.session.session import Session

from ..widgets.number_field import NumberField
from ..words import say

MAX_ROWS_SHOWN = 9
_FILTER_FROM = 8


class AnswerField(QWidget):
    """``edited`` follows a text while it is typed.

    ``answered`` is called when the user is done by the field itself (Return, a click on a choice).
    """

    edited = Signal()

    def __init__(self, question: Question, session: Session, answered: Callable[[], object]) -> None:
        super().__init__()
        self._answered = answered
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        start = question.start(session)
        self._value: Callable[[], Any]
        if question.kind == "number":
            self._add_number(question, float(start or 0.0))
        elif question.kind == "choice":
            self._add_choice(question, question.choices(session), str(start))
        elif question.kind == "lines":
            self._add_lines(question, str(start))
        else:
            self._add_text(question, str(start))

    @property
    def value(self) -> Any:
        """The answer as it stands."""
        return self._value()

    def _add(self, widget: QWidget, name: str) -> None:
        widget.setAccessibleName(name)
        self._column.addWidget(widget)
        if self.focusProxy() is None:
            self.setFocusProxy(widget)

    def _add_text(self, question: Question, start: str) -> None:
        field = QLineEdit(start)
        field.selectAll()
        field.setMinimumWidth(max(200, min(420, field.fontMetrics().horizontalAdvance(start) + 40)))
        field.returnPressed.connect(self._answered)
        field.textEdited.connect(self.edited)
        self._value = field.text
        self._add(field, say(question.label))

    def _add_lines(self, question: Question, start: str) -> None:
        field = _Lines(start, self._answered)
        field.setMinimumSize(340, 200)
        self._value = field.toPlainText
        self._add(field, say(question.label))

    def _add_number(self, question: Question, start: float) -> None:
        field = NumberField()
        field.setRange(question.least, question.most)
        field.setDecimals(question.decimals)
        field.setSuffix(f" {question.unit}" if question.unit else "")
        field.setValue(start)
        field.setMinimumWidth(150)
        field.selectAll()
        field.lineEdit().returnPressed.connect(self._answered)
        self._value = field.value
        self._add(field, say(question.label))

    def _add_choice(self, question: Question, choices: Choices, start: str) -> None:
        rows = QListWidget()
        for value, title in choices:
            item = QListWidgetItem(say(title))
            item.setData(Qt.ItemDataRole.UserRole, value)
            rows.addItem(item)
            if value == start:
                rows.setCurrentItem(item)
        rows.setFixedHeight(min(MAX_ROWS_SHOWN, len(choices)) * max(24, rows.sizeHintForRow(0)) + 4)
        rows.setMinimumWidth(rows.sizeHintForColumn(0) + 30)
        rows.itemClicked.connect(lambda _: self._answered())
        rows.itemActivated.connect(lambda _: self._answered())
        self._value = lambda: rows.currentItem().data(Qt.ItemDataRole.UserRole) if rows.currentItem() else ""
        if len(choices) > _FILTER_FROM:
            self._add(_filter_of(rows, self._answered), f"{say(question.label)}: {self.tr('type to find')}")
        self._add(rows, say(question.label))


class _Lines(QPlainTextEdit):
    """Several lines; Ctrl+Return is done."""

    def __init__(self, text: str, done: Callable[[], object]) -> None:
        super().__init__(text)
        self._done = done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_return and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._done()
        else:
            super().keyPressEvent(event)


def _filter_of(rows: QListWidget, answered: Callable[[], object]) -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText(field.tr("Type to find"))

    def keep(text: str) -> None:
        fitting = [rows.item(i) for i in range(rows.count()) if text.lower() in rows.item(i).text().lower()]
        for index in range(rows.count()):
            rows.item(index).setHidden(rows.item(index) not in fitting)
        if fitting and rows.currentItem() not in fitting:
            rows.setCurrentItem(fitting[0])

    field.textChanged.connect(keep)
    field.returnPressed.connect(answered)
    return field
