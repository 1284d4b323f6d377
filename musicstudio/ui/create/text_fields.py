# SPDX-License-Identifier: GPL-3.0-or-later
"""The prompt and the lyrics: plain text that grows with what is written, section tags in their section's colour."""

import re
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QSyntaxHighlighter, QTextCharFormat
from PySide6.QtWidgets import QPlainTextEdit

from musicstudio.app.files.lyrics_file import section_kind

from ..theme import current

_TAG = re.compile(r"\[[^\]\n]*\]|\([^)\n]*\)")


class TextField(QPlainTextEdit):
    """``written(text)`` on each change by the user; Tab leaves the field."""

    def __init__(self, title: str, hint: str, lines: tuple[int, int], written: Callable[[str], object]) -> None:
        super().__init__()
        self._lines = lines
        self.setPlaceholderText(hint)
        self.setAccessibleName(title)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().setDocumentMargin(4)
        self.textChanged.connect(lambda: written(self.toPlainText()))
        self.textChanged.connect(self._fit)
        self._fit()

    def follow(self, text: str) -> None:
        """Show the model's text without moving the cursor while it is the same."""
        if text != self.toPlainText():
            self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(False)
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_generate = (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        )
        if is_generate:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        fewest, most = self._lines
        lines = min(most, max(fewest, int(self.document().size().height())))
        self.setFixedHeight(round(lines * self.fontMetrics().lineSpacing()) + 20)


class TagHighlighter(QSyntaxHighlighter):
    """``[Chorus]`` and ``(backing)`` stand out."""

    def highlightBlock(self, text: str) -> None:
        for match in _TAG.finditer(text):
            style = QTextCharFormat()
            is_section = match[0].startswith("[")
            style.setForeground(
                current().section_word(section_kind(match[0])) if is_section else current().color("muted")
            )
            self.setFormat(match.start(), match.end() - match.start(), style)
