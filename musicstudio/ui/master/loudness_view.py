# SPDX-License-Identifier: GPL-3.0-or-later
"""Loudness over time: what was measured, drawn over by what is heard; target, sections, warnings and the playhead.

A click goes to that second; so do the arrow keys, by five seconds. The curves are pyqtgraph's (`loudness_curves`);
times and sections stand around them.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ..theme import current
from .loudness_scale import HIGHEST_LUFS, LOWEST_LUFS, MARKS_LUFS

if TYPE_CHECKING:
    from .loudness_curves import LoudnessCurves

STEP_S = 0.1
_LEFT_PX, _TOP_PX, _RIGHT_PX, _STRIP_PX, _TIMES_PX = 30, 14, 10, 14, 16
_MARK_EVERY_S = (5, 10, 15, 30, 60, 120, 300, 600)
_MIN_MARK_PX, _KEY_S = 56, 5.0
_UNHEARD = np.nan


class Part(Struct, frozen=True):
    """A section: where it is and how it is painted."""

    start_s: float
    end_s: float
    name: str
    color: QColor


class LoudnessView(QWidget):
    """``sought(seconds)`` on a click."""

    def __init__(self, sought: Callable[[float], object]) -> None:
        super().__init__()
        self._sought = sought
        self._length_s, self._target_lufs, self._playhead_s = 1.0, -14.0, 0.0
        self._short = self._momentary = np.full(1, _UNHEARD)
        self._parts: Sequence[Part] = ()
        self._flags_s: Sequence[float] = ()
        self._curves: LoudnessCurves | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(260, 130))
        self.setToolTip(self.tr("Click to hear that moment"))
        self._tell()

    def sizeHint(self) -> QSize:
        return QSize(640, 190)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._curves is None:
            from .loudness_curves import LoudnessCurves  # not before: the plot library takes a moment

            self._curves = LoudnessCurves(self)
            self._curves.setGeometry(self._area().toRect())
            self._curves.show()
            self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._curves is not None:
            self._curves.setGeometry(self._area().toRect())

    def set_song(self, length_s: float, target_lufs: float, parts: Sequence[Part]) -> None:
        """The song's length, target and sections; what was heard stays."""
        self._length_s, self._target_lufs, self._parts = max(1.0, length_s), target_lufs, parts
        count = int(self._length_s / STEP_S) + 1
        self._short, self._momentary = (_fitted(values, count) for values in (self._short, self._momentary))
        self._draw()

    def set_measured(self, short: Sequence[float], momentary: Sequence[float], flags_s: Sequence[float]) -> None:
        """What was measured of the whole song, a value each 100 ms, each ending with the song's end; and warnings."""
        count = int(self._length_s / STEP_S) + 1
        # The first window of 3 s, or of 400 ms, ends that much after the song's start.
        self._short, self._momentary = (
            _fitted(np.concatenate([np.full(lead, _UNHEARD), np.asarray(values, dtype=float)]), count)
            for values, lead in ((short, 30), (momentary, 4))
        )
        self._flags_s = flags_s
        self._tell()
        self._draw()

    def hear(self, seconds: float, short_lufs: float, momentary_lufs: float) -> None:
        """What is heard now."""
        index = int(seconds / STEP_S)
        if 0 <= index < len(self._short) and momentary_lufs > -70:
            self._short[index], self._momentary[index] = short_lufs, momentary_lufs
            self._draw()
        if seconds != self._playhead_s:
            self._playhead_s = seconds
            self._move_playhead()

    @property
    def short_term_lufs(self) -> NDArray[np.float64]:
        """What is drawn, a value each 100 ms; nan where nothing is known."""
        return self._short

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            area = self._area()
            share = (event.position().x() - area.left()) / max(1.0, area.width())
            self._sought(min(max(share, 0.0), 1.0) * self._length_s)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -_KEY_S, Qt.Key.Key_Right: _KEY_S}
        if event.key() in steps:
            self._sought(min(max(self._playhead_s + steps[Qt.Key(event.key())], 0.0), self._length_s))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        theme, area = current(), self._area()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_marks(painter, area)
            self._paint_parts(painter, area)
            self._paint_flags(painter, area)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.color("text"), 2))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_LEFT_PX, _TOP_PX, -_RIGHT_PX, -_STRIP_PX - _TIMES_PX)

    def _x(self, area: QRectF, seconds: float) -> float:
        return area.left() + area.width() * seconds / self._length_s

    def _y(self, area: QRectF, lufs: float) -> float:
        share = (HIGHEST_LUFS - min(max(lufs, LOWEST_LUFS), HIGHEST_LUFS)) / (HIGHEST_LUFS - LOWEST_LUFS)
        return area.top() + area.height() * share

    def _paint_marks(self, painter: QPainter, area: QRectF) -> None:
        theme = current()
        painter.setFont(theme.font("small", is_tabular=True))
        for lufs in MARKS_LUFS:
            y = self._y(area, lufs)
            painter.setPen(theme.color("muted"))
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, y - 8, _LEFT_PX - 5, 16), flags, f"−{-lufs}")
        every_s = next((s for s in _MARK_EVERY_S if s * area.width() / self._length_s >= _MIN_MARK_PX), 1800)
        painter.setPen(theme.color("muted"))
        for second in range(0, int(self._length_s) + 1, every_s):
            left = min(self._x(area, second) - 26, self.width() - 42.0)
            box = QRectF(left, area.bottom() + 1, 52, _TIMES_PX)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{second // 60}:{second % 60:02d}")

    def _paint_parts(self, painter: QPainter, area: QRectF) -> None:
        top = area.bottom() + _TIMES_PX
        for part in self._parts:
            box = QRectF(self._x(area, part.start_s), top, 0, _STRIP_PX - 2)
            box.setRight(self._x(area, min(part.end_s, self._length_s)) - 1)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(part.color)
            painter.drawRoundedRect(box, 2, 2)
            painter.setPen(current().color("sections.text"))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box.adjusted(4, 0, -2, 0), flags, part.name)

    def _paint_flags(self, painter: QPainter, area: QRectF) -> None:
        theme = current()
        for at_s, token in (*((second, "warn") for second in self._flags_s), (self._playhead_s, "accent")):
            x = self._x(area, min(at_s, self._length_s))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(token))
            painter.drawPolygon(
                QPolygonF([QPointF(x - 5, area.top() - 9), QPointF(x + 5, area.top() - 9), QPointF(x, area.top())])
            )

    def _draw(self) -> None:
        if self._curves is not None:
            self._curves.draw(self._short, self._momentary, STEP_S, self._length_s)
            self._curves.mark(self._target_lufs, self._flags_s)
            self._move_playhead()
        self.update()

    def _move_playhead(self) -> None:
        if self._curves is not None:
            self._curves.move_playhead(self._playhead_s)
        self.update()

    def _tell(self) -> None:
        text = self.tr("Loudness over time, {0} warnings").format(len(self._flags_s))
        self.setAccessibleName(text)


def _fitted(values: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """The first ``count`` values; unknown where there are not so many."""
    fitted = np.full(count, _UNHEARD)
    fitted[: min(count, len(values))] = values[:count]
    return fitted
