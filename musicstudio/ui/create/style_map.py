# SPDX-License-Identifier: GPL-3.0-or-later
"""The style map: the engine's styles, livelier to the right, brighter upwards; drag the point to blend them."""

from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QRadialGradient

from musicstudio.engines.style_map import StyleMap as Map

from ..session_bridge import SessionBridge
from ..theme import current
from ..words import say
from .drawn_field import DrawnField

Place = tuple[float, float]
_MARGIN_PX = 16
_REACH = 0.22
_KEY_STEP = 0.05


class StyleMap(DrawnField):
    """Places run from 0 to 1, right and up. Letting go of the point sets the wish's styles."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__(bridge, 120)
        self.setAccessibleName(self.tr("Style map"))
        self.setToolTip(self.tr("Drag the point to blend styles"))
        self._map = Map(())
        self._point: Place = (0.5, 0.5)

    def set_map(self, style_map: Map) -> None:
        """The styles to choose from."""
        self._map = style_map
        self.update()

    def show_found(self, found: dict[str, Any] | None) -> None:
        """Put the point where the understood blend lies."""
        shares = {name: share for name, share in (found or {}).get("styles", ()) if name in self._titles}
        if sum(shares.values()) > 0:
            self._point = self._map.blend_to_point(shares)
        self.update()

    @property
    def _titles(self) -> dict[str, str]:
        return {point.name: say(point.title) for point in self._map.points}

    def sizeHint(self) -> QSize:
        return QSize(240, 138)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps: dict[int, tuple[int, int]] = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, 1),
            Qt.Key.Key_Down: (0, -1),
        }
        step = steps.get(event.key())
        if step is None:
            super().keyPressEvent(event)
            return
        x, y = (min(1.0, max(0.0, at + by * _KEY_STEP)) for at, by in zip(self._point, step, strict=True))
        self._point = (x, y)
        self._commit()
        self.update()

    def _paint(self, painter: QPainter) -> None:
        self._paint_glow(painter)
        self._paint_styles(painter)
        self._paint_point(painter)

    def _paint_glow(self, painter: QPainter) -> None:
        theme, center = current(), self.pixel_of(self._point)
        glow = QRadialGradient(center, self.width() * _REACH * 1.6)
        glow.setColorAt(0, theme.color("accent", 0.22))
        glow.setColorAt(1, theme.color("accent", 0.0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(glow)
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)

    def _paint_styles(self, painter: QPainter) -> None:
        theme = current()
        painter.setFont(theme.font("small"))
        metrics, taken = QFontMetricsF(theme.font("small")), list[QRectF]()
        near = dict(self._map.point_to_blend(*self._point))
        for style in sorted(self._map.points, key=lambda point: -near.get(point.name, 0.0)):
            name, dot = style.name, self.pixel_of((style.x, style.y))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.role("keys", 0.9 if name in near else 0.4))
            painter.drawEllipse(dot, 3, 3)
            text = style.title
            box = QRectF(dot.x() + 6, dot.y() - 8, metrics.horizontalAdvance(text), 16)
            if box.right() > self.width() - 4:
                box.moveRight(dot.x() - 6)
            if not any(box.intersects(other) for other in taken):
                taken.append(box)
                painter.setPen(theme.color("text" if name in near else "muted"))
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_point(self, painter: QPainter) -> None:
        theme, center = current(), self.pixel_of(self._point)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent", 0.3))
        painter.drawEllipse(center, 11, 11)
        painter.setBrush(theme.color("accent"))
        painter.drawEllipse(center, 6, 6)
        if self.hasFocus():
            painter.setPen(theme.color("text"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(center, 13, 13)

    def pixel_of(self, place: Place) -> QPointF:
        wide, high = self.width() - 2 * _MARGIN_PX, self.height() - 2 * _MARGIN_PX
        return QPointF(_MARGIN_PX + place[0] * wide, _MARGIN_PX + (1 - place[1]) * high)

    def _drag_to(self, point: QPointF) -> None:
        wide, high = self.width() - 2 * _MARGIN_PX, self.height() - 2 * _MARGIN_PX
        x, y = (point.x() - _MARGIN_PX) / wide, 1 - (point.y() - _MARGIN_PX) / high
        self._point = min(1.0, max(0.0, x)), min(1.0, max(0.0, y))
        self.update()

    def _commit(self) -> None:
        shares, titles = dict(self._map.point_to_blend(*self._point)), self._titles
        if shares:
            state = self.bridge.session.create_state
            state.set(options=replace(state.values.options, styles=shares))
            names = ", ".join(f"{titles[n]} {round(s * 100)} %" for n, s in shares.items())
            self.setAccessibleDescription(names)
