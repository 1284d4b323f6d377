# SPDX-License-Identifier: GPL-3.0-or-later
"""The map of all sounds: what was found is bright, styles have names, lines go to the nearest."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip

from musicstudio.app.library.looking import MapPoint

from ..create.drawn_field import DrawnField
from ..theme import current
from .state import LibraryState

_MARGIN_PX, _HIT_PX, _LINES = 18, 12, 5
_STEPS = {
    Qt.Key.Key_Left: (-1.0, 0.0), Qt.Key.Key_Right: (1.0, 0.0), Qt.Key.Key_Up: (0.0, 1.0), Qt.Key.Key_Down: (0.0, -1.0),
}  # fmt: skip


class SoundMap(DrawnField):
    """A click chooses the nearest dot; so do the arrow keys, in their direction."""

    def __init__(self, state: LibraryState) -> None:
        super().__init__(state.bridge, 150)
        self.state = state
        self.setAccessibleName(self.tr("Map of sounds"))
        self.setMouseTracking(True)
        state.found.connect(self._follow)

    def sizeHint(self) -> QSize:
        return QSize(400, 240)

    @property
    def dots(self) -> list[MapPoint]:
        """What lies on the map, without the names of styles."""
        return [point for point in self._points if point.id]

    @property
    def _points(self) -> tuple[MapPoint, ...]:
        return self.state.looked.places if self.state.looked else ()

    def pixel_of(self, point: MapPoint) -> QPointF:
        """Where a point is drawn."""
        wide, high = self.width() - 2 * _MARGIN_PX, self.height() - 2 * _MARGIN_PX
        return QPointF(_MARGIN_PX + point.x * wide, _MARGIN_PX + (1 - point.y) * high)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        here = next((dot for dot in self.dots if dot.id == self.state.chosen_id), None)
        if step is None or not self.dots:
            super().keyPressEvent(event)
        elif here is None:
            self.state.choose(self.dots[0].id)
        elif near := [dot for dot in self.dots if _is_towards(here, dot, step)]:
            self.state.choose(min(near, key=lambda dot: _distance(here, dot)).id)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            dot = self._dot_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), dot.name if dot else "", self)
            return True
        return super().event(event)

    def _follow(self) -> None:
        chosen = self.state.entry(self.state.chosen_id)
        self.setAccessibleDescription(chosen.title if chosen else "")
        self.update()

    def _drag_to(self, position: QPointF) -> None:
        if dot := self._dot_at(position):
            self.state.choose(dot.id)

    def _commit(self) -> None:
        """Nothing is held."""

    def _dot_at(self, position: QPointF) -> MapPoint | None:
        reach = [(_pixels(self.pixel_of(dot), position), number) for number, dot in enumerate(self.dots)]
        nearest = min(reach, default=(_HIT_PX + 1.0, 0))
        return self.dots[nearest[1]] if nearest[0] <= _HIT_PX else None

    def _paint(self, painter: QPainter) -> None:
        theme = current()
        found = {each.entry.id: each.nearness for each in self.state.looked.result.found} if self.state.looked else {}
        places = {dot.id: self.pixel_of(dot) for dot in self.dots}
        center = self.state.query.like or self.state.chosen_id
        if center in places and self.state.query.like:
            self._paint_lines(painter, places, center, list(found))
        painter.setPen(Qt.PenStyle.NoPen)
        for each, place in places.items():
            painter.setBrush(theme.color("text") if each in found else theme.role("keys", 0.35))
            painter.drawEllipse(place, *((3.5, 3.5) if each in found else (2.5, 2.5)))
        self._paint_styles(painter)
        if center in places:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent", 0.3))
            painter.drawEllipse(places[center], 10, 10)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(places[center], 5.5, 5.5)
        self._paint_caption(painter)

    def _paint_lines(self, painter: QPainter, places: dict[str, QPointF], center: str, found: list[str]) -> None:
        near = [each for each in found if each in places and each != center][:_LINES]
        painter.setPen(QPen(current().color("muted", 0.7), 1.0))
        for each in near:
            painter.drawLine(places[center], places[each])

    def _paint_styles(self, painter: QPainter) -> None:
        theme = current()
        painter.setFont(theme.font("small"))
        metrics, taken = QFontMetricsF(theme.font("small")), list[QRectF]()
        for point in self._points:
            if point.id:
                continue
            text, at = point.name, self.pixel_of(point)
            box = QRectF(at.x() - metrics.horizontalAdvance(text) / 2, at.y() - 22, metrics.horizontalAdvance(text), 14)
            box.moveLeft(max(4.0, min(box.left(), self.width() - box.width() - 4)))
            box.moveTop(max(4.0, box.top()))
            if not any(box.intersects(other) for other in taken):
                taken.append(box)
                painter.setPen(theme.color("muted"))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_caption(self, painter: QPainter) -> None:
        painter.setFont(current().font("small"))
        painter.setPen(current().color("muted"))
        text = self.tr("by sound: 64 measures, the two that tell most") if self.dots else self.tr("Nothing yet")
        box = QRectF(self.rect()).adjusted(8, 0, -10, -6)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, text)


def _is_towards(here: MapPoint, there: MapPoint, step: tuple[float, float]) -> bool:
    along = (there.x - here.x) * step[0] + (there.y - here.y) * step[1]
    return along > 0.0 and along >= 0.5 * _distance(here, there)


def _distance(a: MapPoint, b: MapPoint) -> float:
    return float(((a.x - b.x) ** 2 + (a.y - b.y) ** 2) ** 0.5)


def _pixels(a: QPointF, b: QPointF) -> float:
    return float(((a.x() - b.x()) ** 2 + (a.y() - b.y()) ** 2) ** 0.5)
