# SPDX-License-Identifier: GPL-3.0-or-later
"""Drags on the piano roll: move, resize, draw, shade, and a rubber band."""

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent

from musicstudio.core.theory.ladders import nearest_pitch, stepped_pitches, steps_between
from musicstudio.project.edits import Edit
from musicstudio.project.edits.notes import add_notes, resize_notes, set_velocity, shift_notes
from musicstudio.project.model import Note, Project

from ..document_drag import DocumentDrag
from .host import RollHost


class RollGesture:
    """Begun by a press; previews on the document until release or Escape."""

    title = ""

    def __init__(self, host: RollHost, start: QPointF) -> None:
        self.host, self.start = host, start
        self.notes = host.notes
        self.geometry = host.geometry_now()
        self.clip_id = host.clip_id
        self._drag = DocumentDrag(host.bridge, can_begin_again=False)

    def move(self, event: QMouseEvent) -> None:
        """The pointer went on."""

    def release(self, event: QMouseEvent) -> None:
        """Do it."""
        self.host.hush()
        self._drag.finish()

    def cancel(self) -> None:
        """Nothing happened."""
        self.host.hush()
        self._drag.cancel()

    def preview(self, edit: Edit) -> None:
        """Show what it would do."""
        self._drag.preview(self.title, edit)

    def moved_ticks(self, event: QMouseEvent, grid_from: int) -> int:
        """How far the pointer went, so that ``grid_from`` lands on the grid (Alt: freely)."""
        raw = (event.position().x() - self.start.x()) / self.geometry.px_per_tick
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return round(raw)
        return self.host.snapped_tick(grid_from + raw) - grid_from


class MoveNotes(RollGesture):
    """The grabbed note keeps to the grid; the others move along, each on the pitches that a hand may step on."""

    title = "Move notes"

    def __init__(self, host: RollHost, start: QPointF, index: int) -> None:
        super().__init__(host, start)
        self._grabbed = self.notes[index]
        self._heard = self._grabbed.pitch
        host.hear(self._grabbed.pitch, self._grabbed.velocity)

    def move(self, event: QMouseEvent) -> None:
        chosen = [self.notes[index] for index in self.host.chosen_before]
        by_ticks, ladder = self.moved_ticks(event, self._grabbed.start_ticks), self.host.ladder()
        places = (self.geometry.pitch_at(y) for y in (self.start.y(), event.position().y()))
        pitches = stepped_pitches(ladder, (note.pitch for note in chosen), steps_between(ladder, *places))
        self.preview(shift_notes(self.clip_id, self.host.chosen_before, by_ticks, pitches))
        self.host.choose_notes(
            [replace(n, start_ticks=n.start_ticks + by_ticks, pitch=pitches[n.pitch]) for n in chosen]
        )
        if pitches[self._grabbed.pitch] != self._heard:
            self._heard = pitches[self._grabbed.pitch]
            self.host.hear(self._heard, self._grabbed.velocity)


class ResizeNotes(RollGesture):
    """Drag the end of a note."""

    title = "Resize notes"

    def __init__(self, host: RollHost, start: QPointF, index: int) -> None:
        super().__init__(host, start)
        self._end = self.notes[index].start_ticks + self.notes[index].length_ticks

    def move(self, event: QMouseEvent) -> None:
        self.preview(resize_notes(self.clip_id, self.host.chosen_before, self.moved_ticks(event, self._end)))


class DrawNote(RollGesture):
    """Press on an empty place and drag: a new note, at least one grid step long; on a kit, hits on each step."""

    title = "Draw note"

    def __init__(self, host: RollHost, start: QPointF) -> None:
        super().__init__(host, start)
        self._pitch = nearest_pitch(host.ladder(), self.geometry.pitch_at(start.y()))
        self._tick = host.floored_tick(self.geometry.tick_at(start.x()))
        self._length = host.grid_ticks(self._tick)
        host.hear(self._pitch, host.last_velocity)
        self._show()

    def move(self, event: QMouseEvent) -> None:
        step = self.host.grid_ticks(self._tick)
        reach = self.geometry.tick_at(event.position().x()) - self._tick
        self._length = max(step, self.host.snapped_tick(self._tick + reach) - self._tick)
        self._show()

    def _show(self) -> None:
        step = self.host.grid_ticks(self._tick)
        count = max(1, int(self._length) // step) if self.geometry.is_drums else 1
        length = step if self.geometry.is_drums else int(self._length)
        velocity = self.host.last_velocity
        notes = tuple(Note(self._tick + place * step, length, self._pitch, velocity) for place in range(count))
        self.preview(add_notes(self.clip_id, notes))
        self.host.choose_notes(notes)


class PressKeys(RollGesture):
    """Press the keys at the left: each is heard as long as the pointer is on it."""

    def __init__(self, host: RollHost, start: QPointF) -> None:
        super().__init__(host, start)
        self._pitch = self.geometry.pitch_at(start.y())
        host.hear(self._pitch, host.last_velocity)

    def move(self, event: QMouseEvent) -> None:
        pitch = self.geometry.pitch_at(event.position().y())
        if pitch != self._pitch:
            self._pitch = pitch
            self.host.hear(pitch, self.host.last_velocity)


class PaintVelocity(RollGesture):
    """Drag in the velocity lane: the notes under the pointer, or the chosen ones, get that velocity."""

    title = "Set velocity"

    def __init__(self, host: RollHost, start: QPointF) -> None:
        super().__init__(host, start)
        self._shaded: dict[int, int] = {}
        self._shade(start)

    def move(self, event: QMouseEvent) -> None:
        self._shade(event.position())

    def _shade(self, point: QPointF) -> None:
        velocity = self.geometry.velocity_at(point.y())
        near = {i for i, n in enumerate(self.notes) if abs(self.geometry.x_of(n.start_ticks) + 1.5 - point.x()) <= 4}
        chosen = self.host.chosen
        self._shaded |= dict.fromkeys(chosen if near & chosen else near, velocity)
        self.host.last_velocity = velocity

        def edit(project: Project) -> Project:
            for index, value in self._shaded.items():
                project = set_velocity(self.clip_id, {index}, value)(project)
            return project

        if self._shaded:
            self.preview(edit)


class MarqueeSelect(RollGesture):
    """Drag over an empty place: choose what the rectangle touches, with Shift or Ctrl more of it. A click: nothing."""

    def __init__(self, host: RollHost, start: QPointF, *, keeps_chosen: bool) -> None:
        super().__init__(host, start)
        self._kept = host.chosen if keeps_chosen else frozenset()
        host.choose(self._kept)

    def move(self, event: QMouseEvent) -> None:
        box = QRectF(self.start, event.position()).normalized()
        touched = {i for i, n in enumerate(self.notes) if box.intersects(QRectF(*self.geometry.note_rect(n)))}
        self.host.rubber = box
        self.host.choose(self._kept | frozenset(touched))

    def release(self, event: QMouseEvent) -> None:
        self.cancel()

    def cancel(self) -> None:
        self.host.rubber = None
        self.host.update()
