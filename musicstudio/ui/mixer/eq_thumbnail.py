# SPDX-License-Identifier: GPL-3.0-or-later
"""The curve of a strip's equalizers, small."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton

from musicstudio.mixing.equalizer import eq_curve
from musicstudio.project.model import Device

from ..theme import current

FREQUENCIES_HZ = np.geomspace(20, 20_000, 64)
_RANGE_DB = 18.0


class EqThumbnail(QAbstractButton):
    """Pressing it opens the strip's effects."""

    def __init__(self, title: str, pressed: Callable[[], object]) -> None:
        super().__init__()
        self._devices: tuple[Device, ...] | None = None
        self._curve = np.zeros(len(FREQUENCIES_HZ))
        self.setAccessibleName(title)
        self.setToolTip(title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(32)
        self.clicked.connect(lambda _=False: pressed())

    def show_devices(self, devices: tuple[Device, ...]) -> None:
        """Follow a strip; the curve is computed only when an effect changed."""
        if devices is not self._devices:
            self._devices = devices
            self._curve = total_curve_db(devices, FREQUENCIES_HZ)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(84, 32)

    def paintEvent(self, _: QPaintEvent) -> None:
        theme, rect = current(), QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(theme.color("accent" if self.hasFocus() else "line"))
            painter.setBrush(theme.color("well"))
            painter.drawRoundedRect(rect, 5, 5)
            x = np.linspace(rect.left() + 4, rect.right() - 4, len(self._curve))
            y = rect.center().y() - np.clip(self._curve / _RANGE_DB, -1, 1) * (rect.height() / 2 - 4)
            is_flat = not np.any(np.abs(self._curve) > 0.05)
            painter.setPen(QPen(theme.color("faint" if is_flat else "accent"), 1.4))
            painter.drawPolyline(QPolygonF([QPointF(*point) for point in zip(x.tolist(), y.tolist(), strict=True)]))


def total_curve_db(devices: tuple[Device, ...], frequencies_hz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Gain of all equalizers that are on, in dB at each frequency."""
    curves = [eq_curve(device, frequencies_hz) for device in devices if device.kind == "eq" and device.is_on]
    return sum(curves, np.zeros(len(frequencies_hz)))
