# SPDX-License-Identifier: GPL-3.0-or-later
"""Buttons with an accessible name, a tooltip and a theme icon."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from ..theme import icon

Pressed = Callable[[], object] | None


def icon_button(
    name: str, title: str, pressed: Pressed = None, *, style: str = "", checkable: bool = False
) -> QToolButton:
    """A button that shows only an icon; ``title`` is its tooltip and accessible name."""
    button = QToolButton()
    token = "on_accent" if style == "primary" else "text"
    button.setIcon(icon(name, token))
    button.setIconSize(QSize(18, 18))
    button.setObjectName(style)
    button.setCheckable(checkable)
    _dress(button, title, pressed)
    return button


def push_button(
    text: str, pressed: Pressed = None, *, icon_name: str = "", style: str = "", tip: str = ""
) -> QPushButton:
    """A button with a word on it."""
    button = QPushButton(f" {text}" if icon_name else text)
    button.setObjectName(style)
    if icon_name:
        button.setIcon(icon(icon_name, "on_accent" if style == "primary" else "text", size_px=16))
    _dress(button, text, pressed)
    button.setToolTip(tip)
    return button


def primary_button(text: str, pressed: Pressed = None, *, icon_name: str = "", tip: str = "") -> QPushButton:
    """The one main action of a panel."""
    button = push_button(text, pressed, icon_name=icon_name, style="primary", tip=tip)
    button.setMinimumHeight(34)
    return button


class LetterToggle(QToolButton):
    """A small M or S switch. kind: ``mute``, ``solo`` or ``listen`` decides its colour when on."""

    def __init__(
        self,
        letter: str,
        title: str,
        kind: str,
        toggled: Callable[[bool], object],
        parent: QWidget | None = None,
        width_px: int = 26,
    ) -> None:
        super().__init__(parent)
        self.setText(letter)
        self.setObjectName(kind)
        self.setCheckable(True)
        self.setToolTip(title)
        self.setAccessibleName(title)
        self.setFixedSize(width_px, 24)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(toggled)


def _dress(button: QPushButton | QToolButton, title: str, pressed: Pressed) -> None:
    button.setToolTip(title)
    button.setAccessibleName(title)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    if pressed is not None:
        button.clicked.connect(lambda _=False: pressed())
