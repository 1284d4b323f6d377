# SPDX-License-Identifier: GPL-3.0-or-later
"""A live spectrum of what is heard: level by frequency, falling smoothly, with held peaks and a slope to compare with.

Painted directly rather than by pyqtgraph: 96 points need no plot library, the grid is a cached picture, and a frame
costs a fraction of a millisecond.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QLinearGradient, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from musicstudio.dsp.bands import BANDS, FLOOR_DB, HIGHEST_HZ, LOWEST_HZ, band_centers_hz
from musicstudio.mixing.tone_guide import Corridor, Outside, places_outside

from ..theme import current

_TOP_DB, _BOTTOM_DB = 0.0, -84.0
_GRID_DB = (-12, -24, -36, -48, -60, -72)
_GRID_HZ = {50: "50", 100: "100", 200: "200", 500: "500", 1_000: "1k", 2_000: "2k", 5_000: "5k", 10_000: "10k"}
_DECADES_HZ = (100, 1_000, 10_000)
_LEFT_PX, _BOTTOM_PX, _NARROW_PX = 30, 18, 320
_FALL_DB = 0.9  # a tick, about 27 dB a second
_HOLD_TICKS, _PEAK_FALL_DB = 45, 0.5
# Recordings of many styles fall by about this much an octave when each frequency is read by its strongest line.
_SLOPE_DB_OCTAVE = -4.5
_SLOPE_RANGE_HZ = (60.0, 8_000.0)
_SETTLING = 0.03
_MAX_PLACES = 3


class SpectrumView(QWidget):
    """`show_levels` is called by the window's meter timer; nothing is painted while nothing moves or it is hidden."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Spectrum of what is heard"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.levels_db = np.full(BANDS, FLOOR_DB)
        self.peaks_db, self._held = self.levels_db.copy(), np.zeros(BANDS, dtype=int)
        self._slope_db = FLOOR_DB
        self._grid: QPixmap | None = None
        self._guide: Corridor | None = None
        self._song_db: NDArray[np.float32] | None = None
        self._places: list[Outside] = []
        octaves = np.log2(band_centers_hz() / 1_000.0)
        self._tilt = _SLOPE_DB_OCTAVE * octaves
        low, high = np.searchsorted(band_centers_hz(), _SLOPE_RANGE_HZ)
        self._middle = slice(int(low), int(high))

    def sizeHint(self) -> QSize:
        return QSize(320, 160)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 90)

    def show_levels(self, levels_db: NDArray[np.float32]) -> None:
        """What is heard now, dBFS, shape (BANDS,): rises at once, falls slowly."""
        before = self.levels_db, self.peaks_db
        self.levels_db = np.maximum(levels_db, np.maximum(self.levels_db - _FALL_DB, FLOOR_DB))
        is_higher = self.levels_db >= self.peaks_db
        self._held = np.where(is_higher, 0, self._held + 1)
        fallen = np.where(self._held > _HOLD_TICKS, self.peaks_db - _PEAK_FALL_DB, self.peaks_db)
        self.peaks_db = np.where(is_higher, self.levels_db, np.maximum(fallen, self.levels_db))
        self._settle_slope()
        if not (np.array_equal(before[0], self.levels_db) and np.array_equal(before[1], self.peaks_db)):
            self.update()

    def set_song(self, guide: Corridor | None, levels_db: NDArray[np.float32] | None) -> None:
        """The corridor of the style and the song's mean spectrum, dBFS, to draw beside what is heard; None: neither."""
        self._song_db, self._guide, self._places = None, None, []
        if levels_db is not None and levels_db.max() > _BOTTOM_DB:
            self._song_db, self._guide = levels_db, guide.beside(levels_db) if guide else None
            self._places = places_outside(self._guide, levels_db)[:_MAX_PLACES] if self._guide else []
        self.setAccessibleDescription("; ".join(self._told(place) for place in self._places))
        self.update()

    @property
    def told_places(self) -> list[str]:
        """Where the song leaves its corridor, in words."""
        return [self._told(place) for place in self._places]

    def paintEvent(self, _: QPaintEvent) -> None:
        theme = current()
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._grid_picture())
            painter.setClipRect(self._area())
            self._paint_song(painter)
            if self._slope_db > _BOTTOM_DB and self._guide is None:
                slope = self._curve(self._slope_db + self._tilt)
                painter.setPen(QPen(theme.color("muted"), 1, Qt.PenStyle.DashLine))
                painter.drawLine(slope.first(), slope.last())
            painter.setPen(QPen(theme.color("text", 0.55), 1))
            painter.drawPolyline(self._curve(self.peaks_db))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._fill(painter, self._curve(self.levels_db))

    def _told(self, place: Outside) -> str:
        hertz = f"{place.worst_hz / 1000:.1f} kHz" if place.worst_hz >= 1000 else f"{place.worst_hz:.0f} Hz"
        return self.tr("{0} dB at {1}").format(f"{place.by_db:+.1f}".replace("-", "−"), hertz)

    def _paint_song(self, painter: QPainter) -> None:
        """The corridor, where the song leaves it, and the song."""
        theme, area = current(), self._area()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._guide is not None:
            low, high = self._curve(self._guide.low_db), self._curve(self._guide.high_db)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.role("keys", 0.18))
            painter.drawPolygon(QPolygonF([*low.toList(), *reversed(high.toList())]))
        painter.setFont(theme.font("small", is_tabular=True))
        for row, place in enumerate(self._places):
            left, right = self._x(place.low_hz) - 3, self._x(place.high_hz) + 3
            painter.fillRect(QRectF(left, area.top(), right - left, area.height()), theme.color("warn", 0.14))
            painter.setPen(theme.color("warn"))
            text, width = self._told(place), 130
            at = min(max(area.left(), left), area.right() - width)
            painter.drawText(QRectF(at, area.top() + 2 + 14 * row, width, 14), Qt.AlignmentFlag.AlignLeft, text)
        if self._song_db is not None:
            painter.setPen(QPen(theme.color("text"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(self._curve(np.asarray(self._song_db, dtype=float)))

    def _x(self, hertz: float) -> float:
        area = self._area()
        return float(area.left() + area.width() * np.log(hertz / LOWEST_HZ) / np.log(HIGHEST_HZ / LOWEST_HZ))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        area = self._area()
        share = (event.position().x() - area.left()) / max(1.0, area.width())
        if not 0.0 <= share <= 1.0:
            return
        band = min(BANDS - 1, int(share * BANDS))
        hertz = LOWEST_HZ * (HIGHEST_HZ / LOWEST_HZ) ** share
        place = f"{hertz / 1000:.1f} kHz" if hertz >= 1000 else f"{hertz:.0f} Hz"
        level = f"{max(_BOTTOM_DB, self.levels_db[band]):.0f} dBFS".replace("-", "−")
        QToolTip.showText(event.globalPosition().toPoint(), f"{place} · {level}", self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grid = None

    def _settle_slope(self) -> None:
        """The slope lies at the mean of what is heard, and follows it over some seconds."""
        middle = self.levels_db[self._middle]
        if middle.max() <= _BOTTOM_DB:
            return
        wanted = float(np.mean(np.maximum(middle, _BOTTOM_DB) - self._tilt[self._middle]))
        is_first = self._slope_db == FLOOR_DB
        self._slope_db = wanted if is_first else self._slope_db + _SETTLING * (wanted - self._slope_db)

    def _area(self) -> QRectF:
        return QRectF(_LEFT_PX, 6, max(1, self.width() - _LEFT_PX - 8), max(1, self.height() - _BOTTOM_PX - 6))

    def _curve(self, levels: NDArray[np.float64]) -> QPolygonF:
        area = self._area()
        x = area.left() + area.width() * (np.arange(BANDS) + 0.5) / BANDS
        y = area.top() + area.height() * (_TOP_DB - levels) / (_TOP_DB - _BOTTOM_DB)
        return QPolygonF([QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)])

    def _fill(self, painter: QPainter, curve: QPolygonF) -> None:
        theme, area = current(), self._area()
        gradient = QLinearGradient(area.topLeft(), area.bottomLeft())
        gradient.setColorAt(0.0, theme.color("ok", 0.5))
        gradient.setColorAt(1.0, theme.color("ok", 0.08))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient)
        painter.drawPolygon(
            QPolygonF(
                [QPointF(area.left(), area.bottom() + 2), *curve.toList(), QPointF(area.right(), area.bottom() + 2)]
            )
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("ok"), 1))
        painter.drawPolyline(curve)

    def _grid_picture(self) -> QPixmap:
        if self._grid is None:
            ratio = self.devicePixelRatioF()
            self._grid = QPixmap(self.size() * ratio)
            self._grid.setDevicePixelRatio(ratio)
            self._grid.fill(current().color("well"))
            with QPainter(self._grid) as painter:
                self._paint_grid(painter)
        return self._grid

    def _paint_grid(self, painter: QPainter) -> None:
        theme, area = current(), self._area()
        painter.setFont(theme.font("small", is_tabular=True))
        for level in _GRID_DB:
            y = area.top() + area.height() * (_TOP_DB - level) / (_TOP_DB - _BOTTOM_DB)
            painter.setPen(theme.color("line", 0.6))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme.color("muted"))
            text = QRectF(0, y - 8, _LEFT_PX - 5, 16)
            painter.drawText(text, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"−{-level}")
        is_narrow = area.width() < _NARROW_PX
        for hertz, name in _GRID_HZ.items():
            x = area.left() + area.width() * np.log(hertz / LOWEST_HZ) / np.log(HIGHEST_HZ / LOWEST_HZ)
            painter.setPen(theme.color("line", 0.6))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            if is_narrow and hertz not in _DECADES_HZ:
                continue
            painter.setPen(theme.color("muted"))
            painter.drawText(QRectF(x - 20, area.bottom() + 2, 40, 14), Qt.AlignmentFlag.AlignCenter, name)
