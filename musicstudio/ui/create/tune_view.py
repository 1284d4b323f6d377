# SPDX-License-Identifier: GPL-3.0-or-later
"""The tune that a song is built around, note by note: sure ones full, unsure ones hollow, each put right by hand."""

from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from musicstudio.app.generation.melody import melody_with_pitch, melody_without_note
from musicstudio.app.session.create_state import CreateValues
from musicstudio.core.theory.pitches import pitch_name

from ..session_bridge import SessionBridge
from ..theme import current
from .drawn_field import paint_well

_MARGIN_PX, _MIN_NOTE_PX, _NEAR_PX = 10, 4.0, 8.0
_LEAST_ROWS, _MAX_ROW_PX = 8, 8.0
_UNSURE_PX, _HEIGHT_PX = 9.0, 116
_PITCHES = (0, 127)


class TuneView(QWidget):
    """Drag a note (or use Up and Down) to put its pitch right, Enter or a double click to say that it is right, Delete
    to take it out. Hidden while there is no tune."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.bridge = bridge
        self._chosen = 0
        self._dragged: tuple[float, int] | None = None
        self._pitch: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Notes of the melody"))
        self.setToolTip(
            self.tr(
                "Hollow notes are unsure. Drag a note to its pitch, double-click one that is right, Delete removes it"
            )
        )
        bridge.create_changed.connect(self._follow)
        self._follow()

    def sizeHint(self) -> QSize:
        return QSize(240, _HEIGHT_PX)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and (index := self._note_at(event.position())) is not None:
            self._chosen = index
            self._dragged = (event.position().y(), self._values.melody[index].pitch)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged and self._has_chosen():
            from_y, pitch = self._dragged
            moved = pitch + round((from_y - event.position().y()) / self.row_px())
            self._pitch = min(max(moved, _PITCHES[0]), _PITCHES[1])
            self.update()

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:
        if self._pitch is not None and self._has_chosen() and self._pitch != self._values.melody[self._chosen].pitch:
            self._set(melody_with_pitch(self._values, self._chosen, self._pitch))
        self._dragged = self._pitch = None
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if (index := self._note_at(event.position())) is not None:
            self._chosen = index
            self._set(melody_with_pitch(self._values, index, self._values.melody[index].pitch))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        rises: dict[int, int] = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_Return: 0, Qt.Key.Key_Enter: 0}
        if not self._has_chosen():
            super().keyPressEvent(event)
        elif event.key() in steps:
            self._chosen = min(max(self._chosen + steps[event.key()], 0), len(self._values.melody) - 1)
            self.update()
        elif event.key() in rises:
            pitch = self._values.melody[self._chosen].pitch + rises[event.key()]
            self._set(melody_with_pitch(self._values, self._chosen, pitch))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._set(melody_without_note(self._values, self._chosen))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        theme = current()
        with QPainter(self) as painter:
            paint_well(painter, self)
            for index, note in enumerate(self._values.melody):
                is_unsure = note.start_ticks in self._values.unsure_at
                self._paint_note(painter, index, theme.color("warn" if is_unsure else "text"), is_unsure)

    def _paint_note(self, painter: QPainter, index: int, color: QColor, is_unsure: bool) -> None:
        place = self.place_of(index)
        painter.setPen(QPen(color, 1.5) if is_unsure else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if is_unsure else color)
        painter.drawRoundedRect(_at_least(place, _UNSURE_PX) if is_unsure else place, 2, 2)
        if index == self._chosen and (self.hasFocus() or self._dragged):
            painter.setPen(QPen(current().color("accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(-2.5, -2.5, 2.5, 2.5), 3, 3)
            painter.setPen(current().color("muted"))
            names = self.rect().adjusted(_MARGIN_PX, 4, -_MARGIN_PX, -4)
            painter.drawText(names, Qt.AlignmentFlag.AlignTop, pitch_name(self._pitch_of(index)))

    def place_of(self, index: int) -> QRectF:
        notes = self._values.melody
        note = notes[index]
        end = max(each.start_ticks + each.length_ticks for each in notes)
        first = min(each.start_ticks for each in notes)
        scale = (self.width() - 2 * _MARGIN_PX) / max(1, end - first)
        row, lowest = self.row_px(), min(each.pitch for each in notes)
        rows = max(each.pitch for each in notes) - lowest + 1
        bottom = self.height() / 2 + row * rows / 2
        top = bottom - row * (self._pitch_of(index) - lowest + 1)
        width = max(_MIN_NOTE_PX, note.length_ticks * scale - 1.0)
        return QRectF(_MARGIN_PX + (note.start_ticks - first) * scale, top + 0.5, width, max(3.0, row - 1.0))

    def _pitch_of(self, index: int) -> int:
        if index == self._chosen and self._pitch is not None:
            return self._pitch
        return self._values.melody[index].pitch

    def row_px(self) -> float:
        pitches = [note.pitch for note in self._values.melody]
        rows = max(_LEAST_ROWS, max(pitches) - min(pitches) + 1)
        return min(_MAX_ROW_PX, (self.height() - 4 * _MARGIN_PX) / rows)

    def _note_at(self, position: QPointF) -> int | None:
        """The note under the pointer, or the nearest one close to it."""
        best: tuple[float, int] | None = None
        for index in range(len(self._values.melody)):
            place = self.place_of(index)
            right = max(0.0, position.x() - place.right(), place.left() - position.x())
            down = max(0.0, position.y() - place.bottom(), place.top() - position.y())
            if max(right, down) <= _NEAR_PX and (best is None or right + down < best[0]):
                best = (right + down, index)
        return best[1] if best else None

    def _has_chosen(self) -> bool:
        return self._chosen < len(self._values.melody)

    @property
    def _values(self) -> CreateValues:
        return self.bridge.session.create_state.values

    def _set(self, values: CreateValues) -> None:
        state = self.bridge.session.create_state
        state.set(melody=values.melody, unsure_at=values.unsure_at)
        if not values.melody:
            state.set(melody_map=None)

    def _follow(self, *_: Any) -> None:
        melody = self._values.melody
        self._chosen = min(self._chosen, max(0, len(melody) - 1))
        self.setVisible(bool(melody))
        self.update()


def _at_least(place: QRectF, pixels: float) -> QRectF:
    """A rectangle grown about its middle to so many pixels each way."""
    wider, higher = max(0.0, pixels - place.width()) / 2, max(0.0, pixels - place.height()) / 2
    return place.adjusted(-wider, -higher, wider, higher)
