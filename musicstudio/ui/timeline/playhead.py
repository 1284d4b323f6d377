# SPDX-License-Identifier: GPL-3.0-or-later
"""The playhead: a thin transparent widget that moves over the canvas, so that playing repaints only a strip."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from ..theme import current
from .rows import RULER_PX

WIDTH_PX = 13


class Playhead(QWidget):
    """A line in the accent colour with a grip in the ruler."""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(self.tr("Playhead"))

    def place(self, x: float, height: int) -> None:
        """Stand at a canvas pixel; outside the canvas it is hidden."""
        left = round(x) - WIDTH_PX // 2
        is_inside = -WIDTH_PX < left < self._canvas.width()
        self.setVisible(is_inside)
        if is_inside:
            self.setGeometry(left, 0, WIDTH_PX, height)

    def paintEvent(self, _: QPaintEvent) -> None:
        middle, color = WIDTH_PX / 2, current().color("accent")
        with QPainter(self) as painter:
            painter.fillRect(QRectF(middle - 0.75, RULER_PX - 6, 1.5, self.height()), color)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            grip = [(0.5, RULER_PX - 10), (WIDTH_PX - 0.5, RULER_PX - 10), (middle, RULER_PX - 1)]
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in grip]))
