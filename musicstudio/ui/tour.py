# SPDX-License-Identifier: GPL-3.0-or-later
"""The tour: four bubbles beside what they speak of. Skip, Escape or its end, and it never comes by itself again."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from .widgets import label, push_button

_WIDTH_PX, _GAP_PX = 360, 12


@dataclass(frozen=True, slots=True)
class Step:
    """target: what is spoken of; it is asked for when its turn comes."""

    title: str
    text: str
    target: Callable[[], QWidget]


class Tour(QFrame):
    """One step at a time, in reversed colours. ended is called once, however it ends."""

    def __init__(self, window: QWidget, steps: tuple[Step, ...], ended: Callable[[], object]) -> None:
        super().__init__(window)
        self.setObjectName("tour")
        self.steps, self._ended, self._at = steps, ended, 0
        self._title, self._text = label("", "tourTitle"), label("", "tourText", wraps=True)
        self._next = push_button(self.tr("Next"), self._go_on, style="tourNext")
        self._skip = push_button(self.tr("Skip"), self.end, style="tourSkip")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(6)
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._skip)
        row.addWidget(self._next)
        layout.addLayout(row)
        self.setFixedWidth(_WIDTH_PX)
        window.installEventFilter(self)
        self._show_step()
        self.show()
        self._next.setFocus()

    def end(self) -> None:
        """It is over, and will not come again unasked."""
        parent = self.parentWidget()
        if parent is not None:
            parent.removeEventFilter(self)
        self.hide()
        self.deleteLater()
        ended, self._ended = self._ended, lambda: None
        ended()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _go_on(self) -> None:
        self._at += 1
        if self._at == len(self.steps):
            self.end()
        else:
            self._show_step()

    def _show_step(self) -> None:
        step = self.steps[self._at]
        self._title.setText(self.tr("{0} of {1} · {2}").format(self._at + 1, len(self.steps), step.title))
        self._text.setText(step.text)
        self.setAccessibleName(f"{self._title.text()}. {step.text}")
        if self._at == len(self.steps) - 1:
            self._next.setText(self.tr("Done"))
            self._skip.hide()
        self._place()

    def _place(self) -> None:
        """Beside the target, right, left, below or above of it: where there is room without lying over it."""
        parent, target = self.parentWidget(), self.steps[self._at].target()
        if parent is None:
            return
        self.adjustSize()
        around = QRect(target.mapTo(parent, QPoint(0, 0)), target.size())
        size, room = self.size(), parent.rect().adjusted(8, 8, -8, -8)
        y = min(max(room.top(), around.top()), room.bottom() - size.height())
        x = min(max(room.left(), around.left()), room.right() - size.width())
        places = (
            QPoint(around.right() + _GAP_PX, y), QPoint(around.left() - _GAP_PX - size.width(), y),
            QPoint(x, around.bottom() + _GAP_PX), QPoint(x, around.top() - _GAP_PX - size.height()),
        )  # fmt: skip
        free = [place for place in places if room.contains(QRect(place, size))]
        self.move(free[0] if free else QPoint(x, y))
        self.raise_()
