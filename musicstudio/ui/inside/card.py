# SPDX-License-Identifier: GPL-3.0-or-later
"""The frame of a stage: number, name, a line of facts, and the way to where it is changed."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ..widgets import label, muted, push_button, show_elided


class StageCard(QFrame):
    """change: (what it says, what it does), where the stage can be changed."""

    def __init__(self, number: int, title: str, body: QWidget, change: tuple[str, Callable[[], object]] | None) -> None:
        super().__init__()
        self.setObjectName("stageCard")
        self.setAccessibleName(f"{number}. {title}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._facts, self._text = label("", "small"), ""
        self._facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._facts.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(str(number), "stageNumber"))
        head.addWidget(label(title, "strong"))
        head.addWidget(self._facts, 1)
        if change is not None:
            button = push_button(change[0], change[1], style="link")
            button.setAccessibleName(f"{title}: {change[0]}")
            head.addWidget(button)
        self._missing = muted("", wraps=True)
        self.body = body
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._missing)
        column.addWidget(body)
        column.addStretch(1)

    def say(self, facts: str, missing: str = "") -> None:
        """The line of facts; what is missing takes the place of the body."""
        self._text = facts
        self._facts.setToolTip(facts)
        show_elided(self._facts, facts, self._facts.width())
        self._missing.setText(missing)
        self._missing.setVisible(bool(missing))
        self.body.setVisible(not missing)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, lambda: show_elided(self._facts, self._text, self._facts.width()))
