# SPDX-License-Identifier: GPL-3.0-or-later
"""The picture of the score: what sounds is marked, and a note that is clicked is chosen in the song."""

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from musicstudio.app.files.score_view import notes_at

from ..theme import current
from .state import ScoreState

_REACH_PX = 6
_MARK_PX = 3.0


class ScoreCanvas(QWidget):
    """As high as the picture. chosen carries the written note that was clicked; sounding the place of what sounds."""

    chosen = Signal(object)
    sounding = Signal(QRectF)

    def __init__(self, state: ScoreState) -> None:
        super().__init__()
        self._state = state
        self._renderer: QSvgRenderer | None = None
        self._drawn: tuple[object, object] = (None, None)
        self._places: list[QRectF] = []
        self._marked: frozenset[int] = frozenset()
        self._chosen = -1
        self.setAccessibleName(self.tr("Score"))
        self.setMouseTracking(True)
        state.changed.connect(self._follow)
        state.bridge.ticked.connect(self._follow_playhead)
        state.bridge.transport_changed.connect(self._follow_playhead)

    def place_of(self, index: int) -> QRectF:
        """Where a written note lies, in pixels."""
        return self._places[index]

    def _follow(self) -> None:
        self._draw_again()
        self._chosen, self._marked = -1, frozenset()
        self._follow_playhead()
        self.update()

    def _draw_again(self) -> None:
        score, theme = self._state.score, current()
        self._drawn = (score, theme)
        if score is None:
            self._renderer, self._places = None, []
            self.setFixedHeight(0)
            return
        svg = score.svg.replace("currentColor", theme.color("text").name())
        self._renderer = QSvgRenderer(QByteArray(svg.encode()))
        box = self._renderer.viewBoxF()
        scale = self._state.width_px / box.width()
        self.setFixedSize(QSize(self._state.width_px, round(box.height() * scale)))
        self._places = [self._bounds(self._renderer, note.id, scale) for note in score.notes]

    @staticmethod
    def _bounds(renderer: QSvgRenderer, element_id: str, scale: float) -> QRectF:
        found = renderer.transformForElement(element_id).mapRect(renderer.boundsOnElement(element_id))
        return QRectF(found.x() * scale, found.y() * scale, found.width() * scale, found.height() * scale)

    def _follow_playhead(self) -> None:
        score, bridge = self._state.score, self._state.bridge
        if score is None or not self.isVisible():
            return
        tick = bridge.project.tempo_map.ticks_at(bridge.player.position_s)
        ids = {note.id for note in notes_at(score.notes, score.part, tick)}
        marked = frozenset(index for index, note in enumerate(score.notes) if note.id in ids)
        if marked != self._marked:
            self._marked = marked
            self.update()
            if marked and bridge.player.is_playing:
                self.sounding.emit(self._places[min(marked)])

    def paintEvent(self, _: QPaintEvent) -> None:
        if self._renderer is None:
            return
        if self._drawn != (self._state.score, current()):
            self._draw_again()
        theme = current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            for index in self._marked:
                self._mark(painter, index, theme.color("accent", 0.45))
            if 0 <= self._chosen < len(self._places):
                self._mark(painter, self._chosen, theme.color("accent", 0.25))
            self._renderer.render(painter, QRectF(self.rect()))

    def _mark(self, painter: QPainter, index: int, color: object) -> None:
        painter.setBrush(color)
        painter.drawRoundedRect(self._places[index].adjusted(-_MARK_PX, -_MARK_PX, _MARK_PX, _MARK_PX), 4, 4)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._note_at(event.position())
        score = self._state.score
        if found >= 0 and score is not None:
            self._chosen = found
            self.update()
            self.chosen.emit(score.notes[found])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        is_on_note = self._note_at(event.position()) >= 0
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_on_note else Qt.CursorShape.ArrowCursor)

    def _note_at(self, point: QPointF) -> int:
        near = [
            (abs(place.center().x() - point.x()), index)
            for index, place in enumerate(self._places)
            if place.adjusted(-_REACH_PX, -_REACH_PX, _REACH_PX, _REACH_PX).contains(point)
        ]
        return min(near, default=(0.0, -1))[1]
