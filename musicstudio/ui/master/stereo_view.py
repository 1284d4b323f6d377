# SPDX-License-Identifier: GPL-3.0-or-later
"""Left against right as it is heard: a goniometer (up is the middle), and how alike the sides are."""

from collections import deque

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ..theme import current

_KEPT, _BAR_PX, _TEXT_PX = 5, 6, 14
_SQUARE_PX = 168
_SILENT = 1e-5


class StereoView(QWidget):
    """`hear` is called by the window's meter timer; nothing is painted while all is silent."""

    def __init__(self) -> None:
        super().__init__()
        self._past: deque[NDArray[np.float32]] = deque(maxlen=_KEPT)
        self._correlation = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(120, 130))
        self._tell()

    def sizeHint(self) -> QSize:
        return QSize(_SQUARE_PX, _SQUARE_PX + _BAR_PX + 2 * _TEXT_PX)

    @property
    def correlation(self) -> float:
        """What is shown, -1 to 1."""
        return self._correlation

    def hear(self, stereo: NDArray[np.float32], correlation: float) -> None:
        """stereo: some samples, shape (2, points)."""
        was_silent = all(np.abs(points).max(initial=0) < _SILENT for points in self._past)
        self._past.append(stereo)
        if not (was_silent and np.abs(stereo).max(initial=0) < _SILENT and correlation == self._correlation):
            self._correlation = correlation
            self._tell()
            self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        theme = current()
        side = max(40.0, min(self.width(), self.height() - _BAR_PX - 2 * _TEXT_PX) - 4.0)
        box = QRectF((self.width() - side) / 2, 2, side, side)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("well"))
            painter.drawRoundedRect(box, 6, 6)
            painter.setPen(QPen(theme.color("line"), 1))
            painter.drawLine(box.topLeft(), box.bottomRight())
            painter.drawLine(box.bottomLeft(), box.topRight())
            self._write_sides(painter, box)
            painter.setClipRect(box)
            for age, points in enumerate(reversed(self._past)):
                painter.setPen(QPen(theme.color("ok", 0.75 * (1 - age / _KEPT)), 1.6))
                painter.drawPoints(_places(points, box))
            painter.setClipping(False)
            self._paint_bar(painter, QRectF(2, box.bottom() + 6, self.width() - 4, _BAR_PX))

    def _write_sides(self, painter: QPainter, box: QRectF) -> None:
        theme = current()
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("muted"))
        top = box.adjusted(6, 4, -6, 0)
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self.tr("L"))
        painter.drawText(top, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, self.tr("R"))
        painter.drawText(top, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, self.tr("M"))

    def _paint_bar(self, painter: QPainter, bar: QRectF) -> None:
        """From −1 to +1; what lies left of 0 is bad."""
        theme = current()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("well"))
        painter.drawRoundedRect(bar, 3, 3)
        middle, x = bar.center().x(), bar.left() + bar.width() * (self._correlation + 1) / 2
        painter.setBrush(theme.color("bad" if self._correlation < 0 else "ok"))
        painter.drawRect(QRectF(min(middle, x), bar.top(), abs(x - middle), bar.height()))
        painter.fillRect(QRectF(x - 1, bar.top() - 2, 2, bar.height() + 4), theme.color("text"))
        painter.setPen(theme.color("muted"))
        text = QRectF(bar.left(), bar.bottom() + 1, bar.width(), _TEXT_PX)
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
        for side, mark in zip(sides, ("−1", "0", "+1"), strict=True):
            painter.drawText(text, side | Qt.AlignmentFlag.AlignVCenter, mark)

    def _tell(self) -> None:
        said = f"{self._correlation:+.2f}".replace("-", "−")
        self.setAccessibleName(self.tr("Left against right: correlation {0}").format(said))
        self.setToolTip(self.tr("Correlation {0}; below 0 sound is lost in mono").format(said))


def _places(stereo: NDArray[np.float32], box: QRectF) -> QPolygonF:
    """Each sample in the square: the middle upwards, left and right to their sides."""
    left, right = stereo.astype(float)
    x = box.center().x() + (right - left) / 2 * box.width() / 2 * 1.4
    y = box.center().y() - (left + right) / 2 * box.height() / 2
    return QPolygonF([QPointF(*point) for point in zip(x.tolist(), y.tolist(), strict=True)])
