# SPDX-License-Identifier: GPL-3.0-or-later
"""How the equalizer's picture is painted: grid, spectra, curves, points."""

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from musicstudio.dsp.bands import band_centers_hz

from ..theme import current
from .eq_bands import BANDS, FREQUENCIES_HZ, HIGHEST_HZ, LOWEST_HZ, RANGE_DB, Band, Values

_POINT_PX, _LABEL_PX = 18, 30
_MARKS_DB = (-12, -6, 0, 6, 12)
_MARKS_HZ = {50: "50", 100: "100", 200: "200", 500: "500", 1000: "1k", 2000: "2k", 5000: "5k", 10_000: "10k"}
_SPECTRUM_TOP_DB, _SPECTRUM_BOTTOM_DB = -6.0, -78.0


@dataclass(frozen=True, slots=True)
class EqScale:
    """Where frequencies and gains lie in an area."""

    area: QRectF

    def x(self, frequency_hz: float) -> float:
        """Of a frequency."""
        return self.area.left() + self.area.width() * log(frequency_hz / LOWEST_HZ) / log(HIGHEST_HZ / LOWEST_HZ)

    def y(self, gain_db: float) -> float:
        """Of a gain."""
        return self.area.center().y() - self.area.height() / 2 * max(-1.0, min(1.0, gain_db / RANGE_DB))

    def hertz(self, x: float) -> float:
        """The frequency at a place."""
        share = max(0.0, min(1.0, (x - self.area.left()) / max(1.0, self.area.width())))
        return float(LOWEST_HZ * (HIGHEST_HZ / LOWEST_HZ) ** share)

    def gain_db(self, y: float) -> float:
        """The gain at a place."""
        return (self.area.center().y() - y) / max(1.0, self.area.height() / 2) * RANGE_DB


@dataclass(frozen=True, slots=True)
class EqPainting:
    """Paints on a scale."""

    painter: QPainter
    scale: EqScale

    def paint_grid(self) -> None:
        """Lines of gain and frequency with their names."""
        painter, theme, area = self.painter, current(), self.scale.area
        painter.setFont(theme.font("small", is_tabular=True))
        for gain_db in _MARKS_DB:
            y = self.scale.y(gain_db)
            painter.setPen(theme.color("line", 1.0 if gain_db == 0 else 0.6))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme.color("muted"))
            text = QRectF(0, y - 8, _LABEL_PX - 5, 16)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(text, flags, f"{gain_db:+d}".replace("-", "−").replace("+0", "0"))
        for hertz, name in _MARKS_HZ.items():
            x = self.scale.x(hertz)
            painter.setPen(theme.color("line", 0.6))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            painter.setPen(theme.color("muted"))
            painter.drawText(QRectF(x - 20, area.bottom() + 2, 40, 14), Qt.AlignmentFlag.AlignCenter, name)

    def paint_spectra(self, spectra_db: NDArray[np.float64], shows: str, color: QColor) -> None:
        """Before as a thin line, after filled in the track's color; shows: which of them, or both."""
        painter, area = self.painter, self.scale.area
        x = np.array([self.scale.x(hertz) for hertz in band_centers_hz().tolist()])
        for index, which in ((1, "after"), (0, "before")):
            if shows not in (which, "both") or spectra_db[index].max() <= _SPECTRUM_BOTTOM_DB:
                continue
            share = (_SPECTRUM_TOP_DB - spectra_db[index]) / (_SPECTRUM_TOP_DB - _SPECTRUM_BOTTOM_DB)
            y = area.top() + area.height() * np.clip(share, 0.0, 1.1)
            points = [QPointF(*point) for point in zip(x.tolist(), y.tolist(), strict=True)]
            if which == "before":
                painter.setPen(QPen(current().color("muted"), 1))
                painter.drawPolyline(QPolygonF(points))
            else:
                fill = QColor(color)
                fill.setAlphaF(0.22)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(fill)
                ends = QPointF(points[0].x(), area.bottom()), QPointF(points[-1].x(), area.bottom())
                painter.drawPolygon(QPolygonF([ends[0], *points, ends[1]]))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(color, 1))
                painter.drawPolyline(QPolygonF(points))

    def paint_curves(self, by_band: dict[str, NDArray[np.float64]], chosen: Band, total: NDArray[np.float64]) -> None:
        """What each band does, and what all do together."""
        painter = self.painter
        x = [self.scale.x(hertz) for hertz in FREQUENCIES_HZ.tolist()]
        zero = self.scale.y(0.0)
        painter.setPen(Qt.PenStyle.NoPen)
        for band in BANDS:
            curve = by_band.get(band.name)
            if curve is not None:
                painter.setBrush(current().role(band.role, 0.28 if band is chosen else 0.12))
                points = [QPointF(a, self.scale.y(gain_db)) for a, gain_db in zip(x, curve.tolist(), strict=True)]
                painter.drawPolygon(QPolygonF([QPointF(x[0], zero), *points, QPointF(x[-1], zero)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(current().color("text"), 2))
        painter.drawPolyline(
            QPolygonF([QPointF(a, self.scale.y(gain_db)) for a, gain_db in zip(x, total.tolist(), strict=True)])
        )

    def paint_point(self, band: Band, values: Values, is_chosen: bool) -> None:
        """The point of a band, with its number."""
        painter, theme = self.painter, current()
        frequency_hz, gain_db = band.place(values)
        place = QPointF(self.scale.x(frequency_hz), self.scale.y(gain_db))
        painter.setPen(QPen(theme.color("text"), 1.5) if is_chosen else Qt.PenStyle.NoPen)
        painter.setBrush(theme.role(band.role, 1.0 if band.is_on(values) else 0.45))
        painter.drawEllipse(place, _POINT_PX / 2, _POINT_PX / 2)
        painter.setPen(theme.color("bg"))
        painter.setFont(theme.font("small", is_bold=True))
        box = QRectF(place.x() - 9, place.y() - 9, 18, 18)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(BANDS.index(band) + 1))

    def paint_bubble(self, place: QPointF, text: str) -> None:
        """Words beside a point, never under the pointer."""
        painter, theme, area = self.painter, current(), self.scale.area
        painter.setFont(theme.font("small", is_tabular=True))
        width = painter.fontMetrics().horizontalAdvance(text) + 14
        left = min(max(place.x() - width / 2, area.left()), area.right() - width)
        above = place.y() - 36 if place.y() - 36 > area.top() else place.y() + 16
        box = QRectF(left, above, width, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("raised"))
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(theme.color("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
