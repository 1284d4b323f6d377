# SPDX-License-Identifier: GPL-3.0-or-later
"""Text in the theme's few styles. Never rich text: what users and engines write is shown as it stands."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget


class Heading(QLabel):
    """A panel's or group's name in small capitals."""

    def __init__(self, text: str, parent: QWidget | None = None, *, wraps: bool = False) -> None:
        super().__init__(text.upper(), parent)
        self.setObjectName("heading")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wraps)

    def set_text(self, text: str) -> None:
        """Show other words."""
        self.setText(text.upper())


def label(text: str = "", style: str = "", *, wraps: bool = False) -> QLabel:
    """A plain-text label. style: an object name of the style sheet (title, muted, small, ok, warn, bad)."""
    made = QLabel(text)
    made.setObjectName(style)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    if wraps:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


def show_elided(shown: QLabel | QAbstractButton, text: str, room_px: float) -> None:
    """As much of a text as has room, measured in the font that the style sheet gives."""
    shown.ensurePolished()
    shown.setText(shown.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(room_px)))


def muted(text: str = "", *, wraps: bool = False) -> QLabel:
    """A label in the quiet colour."""
    return label(text, "muted", wraps=wraps)
