# SPDX-License-Identifier: GPL-3.0-or-later
"""What a compressor, gate, expander or limiter does to levels: out over in, from -60 to 0 dB."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from musicstudio.mixing.devices import device_values
from musicstudio.project.model import Device

from ..theme import current

KINDS = ("compressor", "gate", "expander", "limiter")
_LOW_DB, _HIGH_DB, _MARGIN_PX = -60.0, 0.0, 8


class LevelCurve(QWidget):
    """Follows one device."""

    def __init__(self) -> None:
        super().__init__()
        self._device: Device | None = None
        self.setAccessibleName(self.tr("Curve of levels"))
        self.setMinimumSize(QSize(140, 120))

    def follow(self, device: Device) -> None:
        """Show a device."""
        self._device = device
        threshold_db = device_values(device)["threshold_db"]
        self.setToolTip(self.tr("Begins at {0} dB").format(f"{threshold_db:.0f}".replace("-", "−")))
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        theme = current()
        side = min(self.width(), self.height()) - 2 * _MARGIN_PX
        box = QRectF(_MARGIN_PX, _MARGIN_PX, side, side)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(box, theme.color("well"))
            painter.setPen(QPen(theme.color("line"), 1))
            painter.drawLine(box.bottomLeft(), box.topRight())
            if self._device is None:
                return
            values = device_values(self._device)
            threshold = _place(box, values["threshold_db"], _HIGH_DB).x()
            painter.setPen(QPen(theme.color("faint"), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(threshold, box.top()), QPointF(threshold, box.bottom()))
            painter.setPen(QPen(theme.color("text"), 2))
            steps = (_LOW_DB + 0.5 * step for step in range(121))
            line = [_place(box, level_db, level_out_db(self._device.kind, values, level_db)) for level_db in steps]
            painter.setClipRect(box)
            painter.drawPolyline(QPolygonF(line))


def level_out_db(kind: str, values: dict[str, float], level_db: float) -> float:
    """What a steady level becomes."""
    over_db = level_db - values["threshold_db"]
    if kind in ("gate", "expander"):
        cut_db = min(0.0, over_db) * (values["ratio"] - 1)
        return level_db + max(cut_db, -values.get("range_db", 120.0))
    if kind == "limiter":
        return min(level_db, values["threshold_db"])
    kept = 10 ** (max(0.0, over_db) * (1 / values["ratio"] - 1) / 20)
    share = values["mix"] / 100
    gain = (1 - share) + share * kept * 10 ** (values["makeup_db"] / 20)
    return level_db + _decibels(gain)


def _decibels(gain: float) -> float:
    from math import log10

    return 20 * log10(max(gain, 1e-6))


def _place(box: QRectF, in_db: float, out_db: float) -> QPointF:
    span = _HIGH_DB - _LOW_DB
    return QPointF(
        box.left() + box.width() * (in_db - _LOW_DB) / span, box.bottom() - box.height() * (out_db - _LOW_DB) / span
    )
