# SPDX-License-Identifier: GPL-3.0-or-later
"""A field of Create that is painted and dragged in: the energy arc and the style map."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ..session_bridge import SessionBridge
from ..theme import current


class DrawnField(QWidget):
    """As wide as its column. What is held is moved by `_drag_to`; letting go calls `_commit`."""

    def __init__(self, bridge: SessionBridge, min_height_px: int) -> None:
        super().__init__()
        self.bridge = bridge
        self.setMinimumHeight(min_height_px)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._drag_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drag_to(event.position())

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:
        self._commit()

    def paintEvent(self, _: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_well(painter, self)
            self._paint(painter)

    def _drag_to(self, position: QPointF) -> None:
        raise NotImplementedError

    def _commit(self) -> None:
        raise NotImplementedError

    def _paint(self, painter: QPainter) -> None:
        raise NotImplementedError


def paint_well(painter: QPainter, field: QWidget) -> None:
    """The sunk ground that all of a field is painted on."""
    theme = current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.color("line"))
    painter.setBrush(theme.color("well"))
    painter.drawRoundedRect(QRectF(field.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
