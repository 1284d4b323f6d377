# SPDX-License-Identifier: GPL-3.0-or-later
"""A vertical console fader in decibels."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSlider, QWidget

from ..theme import current
from .levels import fader_gain_db, fader_position, gain_text

_STEPS = 1000
_CAP_WIDTH_PX, LOW_CAP_PX, _HIGH_CAP_PX = 22, 14, 26
_HIGH_CAP_FROM_PX = 170
MIN_TRAVEL_PX = 112
_MARKS_BY_WEIGHT_DB = (0, -48, 12, -12, -24, 6, -6)
_MARK_PX = 11
_SCALE_PX = 22


class Fader(QSlider):
    """Gain from -60 (off) to +12 dB. ``moved(gain_db)`` in a drag, ``released()`` at its end; double click: 0 dB."""

    def __init__(
        self,
        title: str,
        moved: Callable[[float], object],
        released: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._title, self._moved, self._released = title, moved, released
        self.setRange(0, _STEPS)
        self.setPageStep(40)
        self.setSingleStep(8)
        self.valueChanged.connect(self._on_value)
        self.sliderReleased.connect(released)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._is_setting = False
        self._show_name()

    @property
    def gain_db(self) -> float:
        """What the fader stands at."""
        return fader_gain_db(self.value() / _STEPS)

    def set_gain_db(self, gain_db: float) -> None:
        """Follow the document without telling anyone."""
        self._is_setting = True
        self.setValue(round(fader_position(gain_db) * _STEPS))
        self._is_setting = False
        self._show_name()

    def sizeHint(self) -> QSize:
        return QSize(48, 188)

    def minimumSizeHint(self) -> QSize:
        return QSize(48, MIN_TRAVEL_PX + LOW_CAP_PX)

    @property
    def travel_px(self) -> int:
        """How far the cap goes."""
        return self.height() - self._cap_px

    @property
    def _cap_px(self) -> int:
        return _HIGH_CAP_PX if self.height() >= _HIGH_CAP_FROM_PX else LOW_CAP_PX

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._follow(event.position().y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._follow(event.position().y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.setValue(round(fader_position(0.0) * _STEPS))
        self._released()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        super().keyReleaseEvent(event)
        if not event.isAutoRepeat():
            self._released()

    def paintEvent(self, _: QPaintEvent) -> None:
        theme, center = current(), (self.width() - _SCALE_PX) / 2
        cap_w, cap_h = _CAP_WIDTH_PX, self._cap_px
        travel = self.travel_px
        y = travel * (1 - self.value() / _STEPS)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(QRectF(center - 1.5, cap_h / 2, 3, travel), theme.color("line"))
            self._paint_scale(painter, travel)
            painter.setBrush(theme.color("handle"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(QRectF(center - cap_w / 2, y, cap_w, cap_h), 4, 4)
            painter.fillRect(QRectF(center - cap_w / 2 + 3, y + cap_h / 2 - 0.5, cap_w - 6, 1.5), theme.color("bg"))
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.color("text"), 1.5))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _paint_scale(self, painter: QPainter, travel: float) -> None:
        theme, left = current(), (self.width() - _SCALE_PX) / 2
        font = painter.font()
        font.setPixelSize(10)
        painter.setFont(font)
        written: list[float] = []
        for mark_db in _MARKS_BY_WEIGHT_DB:
            y = self._cap_px / 2 + travel * (1 - fader_position(mark_db))
            painter.fillRect(QRectF(left - 6, y, 12, 1), theme.color("faint"))
            if any(abs(y - other) < _MARK_PX for other in written):
                continue
            written.append(y)
            painter.setPen(theme.color("text" if mark_db == 0 else "muted"))
            box = QRectF(self.width() - _SCALE_PX, y - 7, _SCALE_PX, 14)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, f"{abs(mark_db)}")

    def _follow(self, y: float) -> None:
        cap_h = self._cap_px
        self.setValue(round(_STEPS * (1 - (y - cap_h / 2) / max(1, self.height() - cap_h))))

    def _on_value(self, _: int) -> None:
        self._show_name()
        if not self._is_setting:
            self._moved(self.gain_db)

    def _show_name(self) -> None:
        self.setAccessibleName(f"{self._title}: {gain_text(self.gain_db)}")
        self.setToolTip(f"{self._title} {gain_text(self.gain_db)}")
