# SPDX-License-Identifier: GPL-3.0-or-later
"""A pan knob: drag up and down, double click for the centre, arrow keys."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QDial, QWidget

from ..theme import current
from .levels import pan_text

_SWEEP_DEG = 270


class PanKnob(QDial):
    """Pan from -1 to +1. ``moved(pan)`` while turning, ``released()`` at the end."""

    def __init__(
        self,
        title: str,
        moved: Callable[[float], object],
        released: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title, self._moved, self._released = title, moved, released
        self._is_setting, self._press = False, (0.0, 0)
        self.setRange(-100, 100)
        self.setSingleStep(5)
        self.setFixedSize(24, 24)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.valueChanged.connect(self._on_value)
        self._show_name()

    def set_pan(self, pan: float) -> None:
        """Follow the document without telling anyone."""
        self._is_setting = True
        self.setValue(round(pan * 100))
        self._is_setting = False
        self._show_name()

    def sizeHint(self) -> QSize:
        return QSize(24, 24)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press = (event.globalPosition().y(), self.value())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        start_y, start_value = self._press
        self.setValue(round(start_value + (start_y - event.globalPosition().y()) * 1.5))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._released()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.setValue(0)
        self._released()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        super().keyReleaseEvent(event)
        if not event.isAutoRepeat():
            self._released()

    def paintEvent(self, _: QPaintEvent) -> None:
        theme = current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ring = QRectF(3.5, 3.5, self.width() - 7, self.height() - 7)
            painter.setPen(QPen(theme.color("faint"), 2.5, c=Qt.PenCapStyle.RoundCap))
            painter.drawArc(ring, 225 * 16, -_SWEEP_DEG * 16)
            painter.setPen(QPen(theme.color("accent" if self.hasFocus() else "text"), 2.5, c=Qt.PenCapStyle.RoundCap))
            painter.drawArc(ring, 90 * 16, round(-self.value() / 100 * _SWEEP_DEG / 2 * 16) or -8)

    def _on_value(self, value: int) -> None:
        self._show_name()
        self.update()
        if not self._is_setting:
            self._moved(value / 100)

    def _show_name(self) -> None:
        text = f"{self._title}: {pan_text(self.value() / 100)}"
        self.setAccessibleName(text)
        self.setToolTip(text)
