# SPDX-License-Identifier: GPL-3.0-or-later
"""A stereo level meter that falls back smoothly and holds its peak."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from musicstudio.core.units import SILENCE_DB

from ..theme import current
from .levels import meter_position

_FALL_PER_TICK = 0.04
_HOLD_TICKS = 30


class Meter(QWidget):
    """Two bars. `show_levels` is called by the window's meter timer; nothing is repainted while levels rest."""

    def __init__(self, title: str, *, is_vertical: bool = True, bar_px: int = 4) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self._is_vertical, self._bar_px = is_vertical, bar_px
        self.shown, self._held, self._hold_ticks = [0.0, 0.0], [0.0, 0.0], [0, 0]
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)
        fixed, free = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        self.setSizePolicy(fixed if is_vertical else free, free if is_vertical else fixed)

    def sizeHint(self) -> QSize:
        thick = 2 * self._bar_px + 2
        return QSize(thick, 40) if self._is_vertical else QSize(80, thick)

    minimumSizeHint = sizeHint

    def show_levels(self, left_db: float = SILENCE_DB, right_db: float = SILENCE_DB) -> None:
        """New levels in dBFS; rises at once, falls slowly."""
        before = (*self.shown, *self._held)
        for index, level_db in enumerate((left_db, right_db)):
            self._follow(index, meter_position(level_db))
        if before != (*self.shown, *self._held):
            self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        with QPainter(self) as painter:
            for index in (0, 1):
                self._paint_bar(painter, index)

    def _follow(self, index: int, level: float) -> None:
        self.shown[index] = max(level, self.shown[index] - _FALL_PER_TICK, 0.0)
        self._hold_ticks[index] += 1
        if level >= self._held[index] or self._hold_ticks[index] > _HOLD_TICKS:
            self._held[index] = max(level, self._held[index] - _FALL_PER_TICK if level < self._held[index] else level)
            self._hold_ticks[index] = 0 if level >= self._held[index] else _HOLD_TICKS

    def _paint_bar(self, painter: QPainter, index: int) -> None:
        theme, start = current(), index * (self._bar_px + 2)
        if self._is_vertical:
            whole = QRectF(start, 0, self._bar_px, self.height())
            lit = whole.adjusted(0, whole.height() * (1 - self.shown[index]), 0, 0)
            held = QRectF(start, whole.height() * (1 - self._held[index]), self._bar_px, 1.5)
            gradient = QLinearGradient(whole.bottomLeft(), whole.topLeft())
        else:
            whole = QRectF(0, start, self.width(), self._bar_px)
            lit = whole.adjusted(0, 0, -whole.width() * (1 - self.shown[index]), 0)
            held = QRectF(whole.width() * self._held[index] - 1.5, start, 1.5, self._bar_px)
            gradient = QLinearGradient(whole.topLeft(), whole.topRight())
        for place, token in ((0.0, "ok"), (0.72, "ok"), (0.86, "warn"), (0.98, "bad")):
            gradient.setColorAt(place, theme.color(token))
        painter.fillRect(whole, theme.color("well"))
        painter.fillRect(lit, gradient)
        if self._held[index] > 0.02:
            painter.fillRect(held, theme.color("text"))
