# SPDX-License-Identifier: GPL-3.0-or-later
"""The piano roll's drawing surface and its hands: mouse, wheel and keys."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from musicstudio.core.theory.pitches import pitch_name
from musicstudio.project.edits.notes import delete_notes, move_notes
from musicstudio.project.model import Clip, Note, Track

from ..held_gesture import HeldGesture
from ..session_bridge import SessionBridge
from ..theme import current
from ..timeline.snap import grid_ticks, snap_tick
from . import gestures
from .geometry import KEYS_PX, RollGeometry
from .note_clipboard import KEYS, handle_clipboard_key
from .painting import RollScene, paint_roll

_NUDGES: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1),
}  # fmt: skip
_ROW_PX = (10.0, 24.0)
_FITTED_ROW_PX = (10.0, 14.0)
_OWN_KEYS = frozenset({*_NUDGES, Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Escape})


class PianoRollCanvas(QWidget):
    """Follows one clip of the document by id."""

    chosen_changed = Signal()

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.bridge = bridge
        self.clip_id, self.snap, self.last_velocity = "", "1/16", 90
        self.chosen: frozenset[int] = frozenset()
        self.chosen_before: frozenset[int] = frozenset()
        self.rubber: QRectF | None = None
        self._px_per_tick, self._row_px = 0.06, 12.0
        self._first_tick, self._top_pitch = 0.0, 84.0
        self._gesture = HeldGesture()
        self._is_fitted = self._has_scrolled = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumHeight(120)
        bridge.watch(self.update, "clips", "tracks", "tempo_map", "key")
        bridge.ticked.connect(lambda: self.update() if self.isVisible() else None)

    def open(self, clip_id: str) -> None:
        """Show the notes of another clip, all of them in sight."""
        self.clip_id, self.chosen = clip_id, frozenset()
        self._is_fitted = self._has_scrolled = False
        self.chosen_changed.emit()
        self.update()

    @property
    def notes(self) -> tuple[Note, ...]:
        """Notes of the clip's active take."""
        found = self._find_clip()
        return found[1].take.notes if found and found[1].take else ()

    def geometry_now(self) -> RollGeometry:
        """Where things lie now."""
        return RollGeometry(
            self._px_per_tick, self._row_px, self._first_tick, self._top_pitch, self.width(), self.height()
        )

    def snapped_tick(self, tick: float) -> int:
        """The nearest grid tick, counted from bar 1 of the song; in ticks from the take's origin."""
        origin = self._origin_tick()
        if self.snap == "off":
            return round(tick)
        return snap_tick(self.bridge.project.tempo_map, max(0, origin + round(tick)), self.snap) - origin

    def floored_tick(self, tick: float) -> int:
        """The grid tick at or before."""
        return self.snapped_tick(tick - self.grid_ticks(int(tick)) / 2 + 0.5)

    def grid_ticks(self, tick: int) -> int:
        """Length of a grid step; a sixteenth while the grid is off."""
        snap = "1/16" if self.snap == "off" else self.snap
        return grid_ticks(self.bridge.project.tempo_map, max(0, self._origin_tick() + tick), snap)

    def choose(self, indices: frozenset[int]) -> None:
        """Choose notes by index."""
        self.chosen = indices
        self.setAccessibleDescription(self._describe_chosen(indices))
        self.chosen_changed.emit()
        self.update()

    def _describe_chosen(self, indices: frozenset[int]) -> str:
        """The chosen note by name and place, or how many there are."""
        notes, project = self.notes, self.bridge.project
        if len(indices) == 1 and (index := next(iter(indices))) < len(notes):
            name = pitch_name(notes[index].pitch, project.key.has_flats)
            bar, beat, _ = project.tempo_map.bar_at(max(0, self._origin_tick() + notes[index].start_ticks))
            return self.tr("{0}, bar {1}, beat {2}").format(name, bar, beat)
        return self.tr("{0} of {1} notes chosen").format(len(indices), len(notes))

    def choose_notes(self, wanted: Iterable[Note]) -> None:
        """Choose notes by value (after an edit put them in another order)."""
        left = list(wanted)
        chosen = set()
        for index, note in enumerate(self.notes):
            if note in left:
                left.remove(note)
                chosen.add(index)
        self.choose(frozenset(chosen))

    def choose_like(self, notes: tuple[Note, ...], indices: frozenset[int], by_ticks: int, by_pitches: int) -> None:
        """Choose notes that were moved."""
        now = self.notes
        wanted = {(notes[i].start_ticks + by_ticks, notes[i].pitch + by_pitches) for i in indices if i < len(notes)}
        self.choose(frozenset(i for i, n in enumerate(now) if (n.start_ticks, n.pitch) in wanted))

    def paintEvent(self, _: QPaintEvent) -> None:
        with QPainter(self) as painter:
            found = self._find_clip()
            if found is None:
                painter.fillRect(self.rect(), current().color("panel"))
                return
            track, clip = found
            if not self._is_fitted:
                self._fit(clip)
            project = self.bridge.project
            playhead = project.tempo_map.ticks_at(self.bridge.player.position_s) - self._origin_tick()
            scene = RollScene(project, track, clip, self.notes, self.chosen, self.geometry_now(), current(), playhead)
            paint_roll(painter, scene)
            if self.rubber is not None:
                painter.setPen(current().color("accent"))
                painter.setBrush(current().color("accent", 0.12))
                painter.drawRect(self.rubber)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._find_clip() is not None:
            self._gesture.begin(self._gesture_for(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._gesture.move(event):
            found = self.geometry_now().note_at(self.notes, event.position().x(), event.position().y())
            is_end = found is not None and found[1] == "end"
            self.setCursor(Qt.CursorShape.SizeHorCursor if is_end else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._gesture.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On a note: it goes. Elsewhere: a new one, as long as the drag that may follow."""
        if self._find_clip() is None or event.button() != Qt.MouseButton.LeftButton:
            return
        geometry, point = self.geometry_now(), event.position()
        found = geometry.note_at(self.notes, point.x(), point.y())
        if found is None and point.x() >= KEYS_PX and point.y() < geometry.notes_bottom:
            self._gesture.begin(gestures.DrawNote(self, point))
        elif found is not None:
            self.bridge.edit("Delete note", delete_notes(self.clip_id, {found[0]}))
            self.choose(frozenset())

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = (event.angleDelta().y() or event.angleDelta().x()) / 120
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier:
            self._zoom_rows(1.15**notches, event.position().y())
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            tick = self.geometry_now().tick_at(event.position().x())
            self._px_per_tick = min(1.0, max(0.004, self._px_per_tick * 1.2**notches))
            self._first_tick = tick - (event.position().x() - KEYS_PX) / self._px_per_tick
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or event.angleDelta().x():
            self._first_tick -= notches * 60 / self._px_per_tick
        else:
            self._top_pitch = min(127.0, max(20.0, self._top_pitch + round(notches * 3)))
        self._has_scrolled = True
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._is_fitted = self._is_fitted and self._has_scrolled

    def _zoom_rows(self, factor: float, y: float) -> None:
        """Higher or lower rows; the pitch under the pointer stays there."""
        pitch = self._top_pitch - y / self._row_px
        self._row_px = min(_ROW_PX[1], max(_ROW_PX[0], self._row_px * factor))
        self._top_pitch = min(127.0, max(20.0, float(round(pitch + y / self._row_px))))

    def _paste_tick(self) -> int:
        """Where notes are pasted: at the playhead where the clip is under it, else after the chosen notes or first."""
        found = self._find_clip()
        position_s = self.bridge.player.position_s
        if found is not None and found[1].start_s <= position_s < found[1].end_s:
            return self.floored_tick(self.bridge.project.tempo_map.ticks_at(position_s) - self._origin_tick())
        ends = [note.start_ticks + note.length_ticks for i, note in enumerate(self.notes) if i in self.chosen]
        return self.snapped_tick(max(ends)) if ends else self.snapped_tick(self._clip_start_tick())

    def _clip_start_tick(self) -> int:
        found = self._find_clip()
        return self.bridge.project.tempo_map.ticks_at(found[1].start_s) - self._origin_tick() if found else 0

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._owns(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._gesture.cancel():
            return
        if handle_clipboard_key(self, event, self._paste_tick()):
            return
        if event.key() == Qt.Key.Key_A and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.choose(frozenset(range(len(self.notes))))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.chosen:
            self.bridge.edit("Delete notes", delete_notes(self.clip_id, self.chosen))
            self.choose(frozenset())
        elif event.key() in _NUDGES and self.chosen:
            self._nudge(*_NUDGES[event.key()], is_far=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def _owns(self, event: QKeyEvent) -> bool:
        is_control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        is_for_notes = is_control and event.key() in (Qt.Key.Key_A, *KEYS)
        return is_for_notes or (event.key() in _OWN_KEYS and bool(self.chosen or self._gesture))

    def _gesture_for(self, event: QMouseEvent) -> gestures.RollGesture | None:
        point, geometry = event.position(), self.geometry_now()
        if point.x() < KEYS_PX:
            return None
        if point.y() >= geometry.notes_bottom:
            return gestures.PaintVelocity(self, point)
        found = geometry.note_at(self.notes, point.x(), point.y())
        if found is None:
            is_more = event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
            return gestures.MarqueeSelect(self, point, keeps_chosen=bool(is_more))
        index, zone = found
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.choose(self.chosen ^ {index})
        elif index not in self.chosen:
            self.choose(frozenset({index}))
        self.chosen_before = self.chosen or frozenset({index})
        return (gestures.ResizeNotes if zone == "end" else gestures.MoveNotes)(self, point, index)

    def _nudge(self, steps: int, pitches: int, *, is_far: bool) -> None:
        by_pitches = pitches * (12 if is_far else 1)
        first = min(self.notes[index].start_ticks for index in self.chosen)
        by_ticks = steps * (self.grid_ticks(first) if not is_far else self.grid_ticks(first) * 4)
        before, notes = self.chosen, self.notes
        self.bridge.edit("Nudge notes", move_notes(self.clip_id, before, by_ticks, by_pitches), merge_key="nudge-notes")
        self.choose_like(notes, before, by_ticks, by_pitches)

    def _find_clip(self) -> tuple[Track, Clip] | None:
        return self.bridge.project.find_clip(self.clip_id) if self.clip_id else None

    def _origin_tick(self) -> int:
        found = self._find_clip()
        return self.bridge.project.tempo_map.ticks_at(found[1].origin_s) if found else 0

    def _fit(self, clip: Clip) -> None:
        """Scroll and scale so that every note is in sight, once the widget has its size."""
        self._is_fitted = True
        tempo_map, origin = self.bridge.project.tempo_map, self._origin_tick()
        start, end = tempo_map.ticks_at(clip.start_s) - origin, tempo_map.ticks_at(clip.end_s) - origin
        self._px_per_tick = min(1.0, (self.width() - KEYS_PX - 20) / max(960, end - start))
        self._first_tick = start - 8 / self._px_per_tick
        pitches = [note.pitch for note in self.notes] or [60]
        space = self.geometry_now().notes_bottom
        self._row_px = min(_FITTED_ROW_PX[1], max(_FITTED_ROW_PX[0], space / (max(pitches) - min(pitches) + 5)))
        self._top_pitch = float(min(127, round((max(pitches) + min(pitches)) / 2 + space / self._row_px / 2)))
