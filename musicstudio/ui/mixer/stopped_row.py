# SPDX-License-Identifier: GPL-3.0-or-later
"""A line that says that a plug-in stopped, and why, with a button that has it start again."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ..theme.icons import pixmap
from ..widgets import label, push_button
from ..words import say

_ICON_PX = 16


class StoppedRow(QWidget):
    """Hidden while all is well. ``started()`` when it is to start again."""

    def __init__(self, title: str, started: Callable[[], object]) -> None:
        super().__init__()
        self._started, self._why = started, ""
        icon, self._text = QLabel(), label(self.tr("stopped, bypassed"), "bad")
        icon.setPixmap(pixmap("circle-alert", "bad", _ICON_PX, self.devicePixelRatioF()))
        again = push_button(self.tr("Start again"), self._start, style="segment")
        again.setAccessibleName(self.tr("Start {0} again").format(title))
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(6)
        for widget in (icon, self._text, again):
            across.addWidget(widget)
        across.addStretch(1)
        self.hide()

    def follow(self, why: str) -> None:
        """Show why it stopped; empty where it did not."""
        if why == self._why:
            return
        self._why = why
        self.setToolTip(say(why))
        self._text.setAccessibleName(say(why))
        self.setVisible(bool(why))

    def _start(self) -> None:
        self.follow("")
        self._started()
