# SPDX-License-Identifier: GPL-3.0-or-later
"""The energy arc: how much goes on along the song, drawn by hand; empty lets the form decide."""

from itertools import pairwise
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen

from ..session_bridge import SessionBridge
from ..theme import current
from .drawn_field import DrawnField

POINTS = 7
_MARGIN_PX = 10
_UNDECIDED_LENGTH_S = 150.0
_KEY_STEP = 0.05
_FLAT = 0.5


class EnergyArc(DrawnField):
    """Seven handles from the beginning to the end. Drag one (or use the arrows); Delete or a double click clears it."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__(bridge, 64)
        self.setAccessibleName(self.tr("Energy along the song"))
        self.setToolTip(self.tr("Draw how the energy rises and falls; a double click lets the studio decide"))
        self._levels: list[float] | None = None
        self._chosen = 0
        bridge.create_changed.connect(self._follow)
        self._follow()

    def sizeHint(self) -> QSize:
        return QSize(240, 72)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._chosen = min(range(POINTS), key=lambda index: abs(self._place(index).x() - event.position().x()))
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, _: QMouseEvent) -> None:
        self._levels = None
        self._commit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        rises: dict[int, float] = {Qt.Key.Key_Up: _KEY_STEP, Qt.Key.Key_Down: -_KEY_STEP}
        step, rise = steps.get(event.key(), 0), rises.get(event.key(), 0.0)
        if step:
            self._chosen = min(max(self._chosen + step, 0), POINTS - 1)
        elif rise:
            self._set_level(self._shown_levels()[self._chosen] + rise)
            self._commit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._levels = None
            self._commit()
        else:
            super().keyPressEvent(event)
            return
        self.update()

    def _paint(self, painter: QPainter) -> None:
        is_drawn = self._levels is not None
        color = current().color("text" if is_drawn else "muted")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, 2, Qt.PenStyle.SolidLine if is_drawn else Qt.PenStyle.DotLine))
        painter.drawPath(self._path())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        for index in range(POINTS):
            radius = 5 if index == self._chosen and self.hasFocus() else 3
            painter.drawEllipse(self._place(index), radius, radius)

    def _path(self) -> QPainterPath:
        places = [self._place(index) for index in range(POINTS)]
        path = QPainterPath(places[0])
        for left, right in pairwise(places):
            middle = (left.x() + right.x()) / 2
            path.cubicTo(QPointF(middle, left.y()), QPointF(middle, right.y()), right)
        return path

    def _place(self, index: int) -> QPointF:
        width, height = self.width() - 2 * _MARGIN_PX, self.height() - 2 * _MARGIN_PX
        level = self._shown_levels()[index]
        return QPointF(_MARGIN_PX + width * index / (POINTS - 1), _MARGIN_PX + height * (1.0 - level))

    def _shown_levels(self) -> list[float]:
        return self._levels or [_FLAT] * POINTS

    def _drag_to(self, position: QPointF) -> None:
        height = max(1, self.height() - 2 * _MARGIN_PX)
        self._set_level(1.0 - (position.y() - _MARGIN_PX) / height)

    def _set_level(self, level: float) -> None:
        levels = list(self._shown_levels())
        levels[self._chosen] = min(max(level, 0.0), 1.0)
        self._levels = levels
        self.update()

    def _commit(self) -> None:
        state = self.bridge.session.create_state
        options = state.values.options
        state.set(options=replace(options, energy_curve=curve_of(self._levels, options.duration_s)))
        self.update()

    def _follow(self, *_: Any) -> None:
        """The curve keeps its shape when the length changes, and goes when the wish has none."""
        options = self.bridge.session.create_state.values.options
        if not options.energy_curve:
            self._levels = None
        elif self._levels and options.energy_curve != curve_of(self._levels, options.duration_s):
            self._commit()
        self.update()


def curve_of(levels: list[float] | None, duration_s: float | None) -> tuple[tuple[float, float], ...]:
    """Seconds and levels of drawn handles, spread over the length wished for (or the usual one)."""
    if levels is None:
        return ()
    length_s = duration_s or _UNDECIDED_LENGTH_S
    return tuple((round(length_s * index / (POINTS - 1), 3), round(level, 3)) for index, level in enumerate(levels))
