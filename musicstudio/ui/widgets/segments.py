# SPDX-License-Identifier: GPL-3.0-or-later
"""A few choices side by side, one of which is on."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from .buttons import push_button


class Segments(QWidget):
    """``chosen(value)`` when the user picks another."""

    def __init__(self, title: str, choices: Sequence[tuple[object, str]], chosen: Callable[[object], object]) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self._chosen = chosen
        self._buttons: dict[object, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for value, text in choices:
            button = push_button(text, partial(self._pick, value), style="segment")
            button.setCheckable(True)
            button.setAccessibleName(f"{title}: {text}")
            self._buttons[value] = button
            row.addWidget(button)

    def set_value(self, value: object) -> None:
        """Show which is on."""
        for each, button in self._buttons.items():
            button.setChecked(each == value)

    def _pick(self, value: object) -> None:
        self.set_value(value)
        self._chosen(value)
