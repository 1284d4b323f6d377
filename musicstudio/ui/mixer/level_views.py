# SPDX-License-Identifier: GPL-3.0-or-later
"""What a compressor, gate, expander or limiter does to levels: its curve with a moving dot, and the last seconds."""

from collections import deque
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from musicstudio.mixing.devices import device_values
from musicstudio.project.model import Device

from ..theme import current

CURVED_KINDS = ("compressor", "gate", "expander", "limiter")
METERED_KINDS = (*CURVED_KINDS, "deesser", "multiband", "ducker")
_LOW_DB, _HIGH_DB, _MARGIN_PX = -60.0, 0.0, 4
_SILENT_DB, _REDUCTION_RANGE_DB = -119.0, 18.0
_TICKS_SHOWN = 120


class LevelCurve(QWidget):
    """Follows one device; the dot is the level that it hears now and what comes of it."""

    def __init__(self) -> None:
        super().__init__()
        self._device: Device | None = None
        self._dot: tuple[float, float] | None = None
        self.setAccessibleName(self.tr("Curve of levels"))
        self.setMinimumSize(QSize(120, 120))

    def sizeHint(self) -> QSize:
        return QSize(176, 176)

    def follow(self, device: Device) -> None:
        """Show a device."""
        self._device = device
        threshold_db = device_values(device)["threshold_db"]
        self.setToolTip(self.tr("Begins at {0} dB").format(f"{threshold_db:.0f}".replace("-", "−")))
        self.update()

    def show_level(self, level_db: float, reduction_db: float) -> None:
        """Move the dot; silence takes it away."""
        dot = (level_db, level_db - reduction_db) if level_db > _LOW_DB else None
        if dot != self._dot:
            self._dot = dot
            self.update()

    @property
    def dot(self) -> tuple[float, float] | None:
        """Level in and out, in dBFS."""
        return self._dot

    def paintEvent(self, _: QPaintEvent) -> None:
        theme = current()
        side = min(self.width(), self.height()) - 2 * _MARGIN_PX
        box = QRectF(_MARGIN_PX, _MARGIN_PX, side, side)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(box, theme.color("well"))
            painter.setPen(QPen(theme.color("line"), 1))
            for db in (-45.0, -30.0, -15.0):
                painter.drawLine(_place(box, db, _LOW_DB), _place(box, db, _HIGH_DB))
                painter.drawLine(_place(box, _LOW_DB, db), _place(box, _HIGH_DB, db))
            painter.drawLine(box.bottomLeft(), box.topRight())
            if self._device is not None:
                self._paint_curve(painter, box, self._device)

    def _paint_curve(self, painter: QPainter, box: QRectF, device: Device) -> None:
        theme, values = current(), device_values(device)
        threshold = _place(box, values["threshold_db"], _HIGH_DB).x()
        painter.setPen(QPen(theme.color("muted"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(threshold, box.top()), QPointF(threshold, box.bottom()))
        steps = (_LOW_DB + 0.5 * step for step in range(121))
        line = [_place(box, level_db, level_out_db(device.kind, values, level_db)) for level_db in steps]
        painter.setClipRect(box)
        painter.setPen(QPen(theme.color("text"), 2))
        painter.drawPolyline(QPolygonF(line))
        if self._dot is not None:
            level_db, out_db = self._dot
            here = _place(box, level_db, out_db + values.get("makeup_db", 0.0) * values.get("mix", 100.0) / 100)
            painter.setPen(QPen(theme.color("warn"), 2))
            painter.drawLine(_place(box, level_db, level_db), here)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("warn"))
            painter.drawEllipse(here, 4.5, 4.5)


class LevelHistory(QWidget):
    """The last four seconds: the level that was heard from below, the reduction from above."""

    def __init__(self) -> None:
        super().__init__()
        self._past: deque[tuple[float, float]] = deque(maxlen=_TICKS_SHOWN)
        self.setAccessibleName(self.tr("Level and gain reduction of the last seconds"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(120, 60))

    def show_level(self, level_db: float, reduction_db: float) -> None:
        """Another moment. Nothing is painted while all is silent."""
        was_silent = all(level <= _SILENT_DB for level, _ in self._past)
        self._past.append((level_db, reduction_db if level_db > _SILENT_DB else 0.0))
        if not (was_silent and level_db <= _SILENT_DB):
            self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        theme, box = current(), QRectF(self.rect())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(box, theme.color("well"))
            self._paint_scale(painter, box)
            if len(self._past) < 2:
                return
            x = [
                box.right() - (len(self._past) - 1 - i) * box.width() / (_TICKS_SHOWN - 1)
                for i in range(len(self._past))
            ]
            levels = [box.bottom() - box.height() * _share(level) for level, _ in self._past]
            cuts = [box.height() * min(1.0, cut / _REDUCTION_RANGE_DB) for _, cut in self._past]
            _fill(painter, x, levels, box.bottom(), "muted", 0.4)
            _fill(painter, x, cuts, box.top(), "warn", 0.28)
            self._write_now(painter, box)

    def _paint_scale(self, painter: QPainter, box: QRectF) -> None:
        theme = current()
        painter.setFont(theme.font("small", is_tabular=True))
        for cut_db in (3, 6, 12):
            y = box.height() * cut_db / _REDUCTION_RANGE_DB
            painter.setPen(theme.color("line"))
            painter.drawLine(QPointF(0, y), QPointF(box.right(), y))
            painter.setPen(theme.color("muted"))
            area = QRectF(box.right() - 34, y - 14, 30, 13)
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"−{cut_db}")

    def _write_now(self, painter: QPainter, box: QRectF) -> None:
        deepest_db = max(cut for _, cut in list(self._past)[-8:])
        painter.setPen(current().color("warn"))
        text = self.tr("{0} dB now").format(f"−{deepest_db:.1f}" if deepest_db >= 0.05 else "0.0")
        painter.drawText(box.adjusted(8, 0, -8, -6), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, text)


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


def _share(level_db: float) -> float:
    return min(1.0, max(0.0, (level_db - _LOW_DB) / (_HIGH_DB - _LOW_DB)))


def _place(box: QRectF, in_db: float, out_db: float) -> QPointF:
    span = _HIGH_DB - _LOW_DB
    return QPointF(
        box.left() + box.width() * (in_db - _LOW_DB) / span, box.bottom() - box.height() * (out_db - _LOW_DB) / span
    )


def _fill(painter: QPainter, x: list[float], y: list[float], base: float, token: str, alpha: float) -> None:
    """An area down (or up) to a base line, with its edge."""
    theme, points = current(), [QPointF(*point) for point in zip(x, y, strict=True)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(token, alpha))
    painter.drawPolygon(QPolygonF([QPointF(x[0], base), *points, QPointF(x[-1], base)]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color(token), 1.2))
    for before, after in pairwise(points):
        if before.y() != base or after.y() != base:
            painter.drawLine(before, after)
