# SPDX-License-Identifier: GPL-3.0-or-later
"""A small knob: drag up and down, double click for its home, arrow keys."""

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QDial, QWidget

from ..theme import current

_SWEEP_DEG, _STEPS, _STEPS_A_PX = 270, 200, 1.5
_FINE, _LARGE_PX = 0.2, 32


class Knob(QDial):
    """A value between ``low`` and ``high``; its arc begins at ``home``. ``moved(value)`` while turning, ``released()``
    at the end; text_of: the value in words.
    """

    def __init__(
        self,
        title: str,
        moved: Callable[[float], object],
        released: Callable[[], object],
        bounds: tuple[float, float],
        home: float,
        text_of: Callable[[float], str],
        parent: QWidget | None = None,
        size_px: int = 24,
    ) -> None:
        super().__init__(parent)
        self._size_px = size_px
        self._title, self._moved, self._released, self._text_of = title, moved, released, text_of
        (self._low, self._high), self._home = bounds, home
        self._is_setting, self._press = False, (0.0, 0)
        self.setRange(0, _STEPS)
        self.setSingleStep(5)
        self.setFixedSize(size_px, size_px)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.valueChanged.connect(self._on_value)
        self.set_amount(home)

    @property
    def amount(self) -> float:
        """What the knob stands at."""
        return self._low + (self._high - self._low) * self.value() / _STEPS

    def set_amount(self, amount: float) -> None:
        """Follow the document without telling anyone."""
        self._is_setting = True
        self.setValue(self._step_of(amount))
        self._is_setting = False
        self._show_name()

    def sizeHint(self) -> QSize:
        return QSize(self._size_px, self._size_px)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press = (event.globalPosition().y(), self.value())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        start_y, start_value = self._press
        speed = _STEPS_A_PX * (_FINE if event.modifiers() & Qt.KeyboardModifier.ControlModifier else 1.0)
        self.setValue(round(start_value + (start_y - event.globalPosition().y()) * speed))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._released()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.setValue(self._step_of(self._home))
        self._released()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        super().keyReleaseEvent(event)
        if not event.isAutoRepeat():
            self._released()

    def paintEvent(self, _: QPaintEvent) -> None:
        theme = current()
        home = 225 - _SWEEP_DEG * self._step_of(self._home) / _STEPS
        now = 225 - _SWEEP_DEG * self.value() / _STEPS
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ring = QRectF(3.5, 3.5, self.width() - 7, self.height() - 7)
            thick = 2.5 if self._size_px < _LARGE_PX else 3.5
            painter.setPen(QPen(theme.color("faint"), thick, c=Qt.PenCapStyle.RoundCap))
            painter.drawArc(ring, 225 * 16, -_SWEEP_DEG * 16)
            painter.setPen(QPen(theme.color("text"), thick, c=Qt.PenCapStyle.RoundCap))
            painter.drawArc(ring, round(home * 16), round((now - home) * 16) or -8)
            if self._size_px >= _LARGE_PX:
                self._paint_hand(painter, ring, now)
            if self.hasFocus():
                painter.setPen(QPen(theme.color("text"), 1.5))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75), 5, 5)

    def _paint_hand(self, painter: QPainter, ring: QRectF, angle_deg: float) -> None:
        angle = math.radians(angle_deg)
        direction = QPointF(math.cos(angle), -math.sin(angle)) * (ring.width() / 2)
        painter.setPen(QPen(current().color("handle"), 2, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(ring.center() + direction * 0.35, ring.center() + direction * 0.7)

    def _step_of(self, amount: float) -> int:
        return round((amount - self._low) / (self._high - self._low) * _STEPS)

    def _on_value(self, _: int) -> None:
        self._show_name()
        self.update()
        if not self._is_setting:
            self._moved(self.amount)

    def _show_name(self) -> None:
        text = f"{self._title}: {self._text_of(self.amount)}"
        self.setAccessibleName(text)
        self.setToolTip(text)
