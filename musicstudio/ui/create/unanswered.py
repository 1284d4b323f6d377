# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of the prompt that caused nothing: underlined where they stand, and answered in a card below."""

from collections.abc import Callable

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from musicstudio.app.generation.sheet_words import with_nearest, without_span
from musicstudio.project.model.sheet import SongSheet, Span

from ..theme import current
from ..widgets import icon_button, label, push_button
from ..widgets.scroll import paint_ground
from ..words import say
from .text_fields import TextField


def underline(field: TextField, spans: tuple[Span, ...]) -> None:
    """A wavy line and a faint ground under each span."""
    theme, selections = current(), []
    for span in spans:
        if span.end > len(field.toPlainText()):
            continue
        style = QTextCharFormat()
        style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        style.setUnderlineColor(theme.color("warn"))
        style.setBackground(QColor(theme.color("warn", 0.1)))
        selection = QTextEdit.ExtraSelection()
        selection.cursor = QTextCursor(field.document())
        selection.cursor.setPosition(span.start)
        selection.cursor.setPosition(span.end, QTextCursor.MoveMode.KeepAnchor)
        selection.format = style
        selections.append(selection)
    field.setExtraSelections(selections)


class UnansweredCard(QWidget):
    """One span at a time: what it is, why nothing came of it, and what can be had. ``rewrite(prompt)`` mends it."""

    def __init__(self, field: TextField, rewrite: Callable[[str], object]) -> None:
        super().__init__()
        paint_ground(self, "warnCard")
        self._field, self._rewrite = field, rewrite
        self._spans: tuple[Span, ...] = ()
        self._index = 0
        self._title, self._count = label("", "warn"), label("", "small")
        self._why, self._nearest = label("", "small", wraps=True), label("", "", wraps=True)
        self._use = push_button(self.tr("Use this"), self._use_nearest)
        self._drop = push_button(self.tr("Leave out"), self._leave_out)
        self._next = icon_button("chevron-down", self.tr("Next words"), lambda: self._step(1), style="plain")
        top, buttons = QHBoxLayout(), QHBoxLayout()
        for part in (self._title, self._count, self._next):
            top.addWidget(part, 1 if part is self._title else 0)
        for button in (self._use, self._drop):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(6)
        layout.addLayout(top)
        for part in (self._why, self._nearest):
            layout.addWidget(part)
        layout.addLayout(buttons)
        field.cursorPositionChanged.connect(self._follow_caret)
        self.hide()

    def show_sheet(self, sheet: SongSheet | None) -> None:
        """What the words of this sheet left unanswered; nothing when everything was understood."""
        is_current = sheet is not None and sheet.prompt == self._field.toPlainText()
        self._spans = sheet.unanswered if sheet is not None and is_current else ()
        self._index = min(self._index, max(0, len(self._spans) - 1))
        underline(self._field, self._spans)
        self._follow_caret()
        self._show()

    def _follow_caret(self) -> None:
        place = self._field.textCursor().position()
        under = [index for index, span in enumerate(self._spans) if span.start <= place <= span.end]
        if under and self._field.hasFocus():
            self._index = under[0]
            self._show()

    def _step(self, by: int) -> None:
        self._index = (self._index + by) % len(self._spans)
        self._show()

    def _show(self) -> None:
        self.setVisible(bool(self._spans))
        if not self._spans:
            return
        span = self._spans[self._index]
        is_known = span.outcome == "cannot"
        self._title.setText(self.tr("Cannot be done here") if is_known else self.tr("Not understood"))
        self._count.setText(self.tr("{0} of {1}").format(self._index + 1, len(self._spans)))
        self._next.setVisible(len(self._spans) > 1)
        self._why.setText(f"“{span.text}”: {say(span.why)}.")
        self._nearest.setText(self.tr("Nearest: {0}").format(span.nearest))
        self._nearest.setVisible(bool(span.nearest))
        self._use.setVisible(bool(span.nearest))
        self.setAccessibleName(f"{self._title.text()}: {self._why.text()}")

    def _use_nearest(self) -> None:
        self._rewrite(with_nearest(self._field.toPlainText(), self._spans[self._index]))

    def _leave_out(self) -> None:
        self._rewrite(without_span(self._field.toPlainText(), self._spans[self._index]))
