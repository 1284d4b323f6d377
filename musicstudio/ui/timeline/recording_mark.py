# SPDX-License-Identifier: GPL-3.0-or-later
"""What is being recorded, while it grows: a red block over the armed row with the input's level as its wave."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ..theme import current

_KEPT_LEVELS = 20_000


class RecordingMark(QWidget):
    """A transparent widget over the canvas; hidden when nothing is recorded."""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._levels: list[tuple[float, float]] = []
        self._start_s = self._px_per_s = 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(self.tr("What is being recorded"))
        self.hide()

    def grow(self, at_s: float, level: float) -> None:
        """The input had a level (linear) at a moment of the song. Going back (a loop came round) begins anew."""
        if self._levels and at_s < self._levels[-1][0]:
            self._levels.clear()
        if len(self._levels) < _KEPT_LEVELS:
            self._levels.append((at_s, level))

    def place(self, rect: QRectF | None, start_s: float, px_per_s: float) -> None:
        """Cover a stretch of the canvas, whose left edge is a moment of the song; None hides it."""
        if rect is None or rect.width() < 1:
            self.hide()
            return
        self._start_s, self._px_per_s = start_s, px_per_s
        self.setGeometry(rect.toAlignedRect())
        self.show()
        self.update()

    def clear(self) -> None:
        """Nothing is recorded any more."""
        self._levels.clear()
        self.hide()

    def paintEvent(self, _: QPaintEvent) -> None:
        color, middle = current().color("bad"), self.height() / 2
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), current().color("bad", 0.16))
            painter.fillRect(QRectF(0, 0, self.width(), 2), color)
            for at_s, level in self._levels:
                half = max(0.5, min(1.0, level) * (middle - 6))
                painter.fillRect(QRectF((at_s - self._start_s) * self._px_per_s, middle - half, 1.5, 2 * half), color)
