# SPDX-License-Identifier: GPL-3.0-or-later
"""The piano roll's drawing surface and its hands: mouse, wheel and keys."""

from collections.abc import Iterable

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from musicstudio.core.theory.drum_names import DRUM_KIT, PERCUSSION, drum_name
from musicstudio.core.theory.ladders import CHROMATIC, Ladder, drum_ladder, scale_ladder, stepped_pitches
from musicstudio.core.theory.pitches import pitch_name
from musicstudio.instruments.catalogue import plays_drums
from musicstudio.project.edits.notes import delete_notes, shift_notes
from musicstudio.project.model import Clip, Note, Track

from ..held_gesture import HeldGesture
from ..session_bridge import SessionBridge
from ..theme import current
from ..timeline.snap import grid_ticks, snap_tick
from . import gestures
from .geometry import DRUM_KEYS_PX, KEYS_PX, RollGeometry
from .ghosts import Ghosts
from .note_clipboard import KEYS, handle_clipboard_key
from .painting import RollScene, paint_roll
from .roll_view import RollView
from .step_input import OWN_KEYS as STEP_KEYS
from .step_input import StepInput

_NUDGES: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1),
}  # fmt: skip
_OWN_KEYS = frozenset({*_NUDGES, Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Escape})


class PianoRollCanvas(QWidget):
    """Follows one clip of the document by id.

    ghost_ids: tracks whose notes are seen behind the clip's. step: while notes are entered step by step.
    """

    chosen_changed = Signal()

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.bridge = bridge
        self.clip_id, self.snap, self.last_velocity = "", "1/16", 90
        self.chosen: frozenset[int] = frozenset()
        self.chosen_before: frozenset[int] = frozenset()
        self.rubber: QRectF | None = None
        self._view = RollView()
        self.is_scale_locked = False
        self.ghost_ids: frozenset[str] = frozenset()
        self.step: StepInput | None = None
        self._ghosts = Ghosts()
        self._heard: int | None = None
        self._gesture = HeldGesture()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumHeight(120)
        bridge.watch(self.update, "clips", "tracks", "tempo_map", "key")
        bridge.ticked.connect(lambda: self.update() if self.isVisible() and self.bridge.player.is_playing else None)
        bridge.played.connect(self._follow_keyboard)

    def open(self, clip_id: str) -> None:
        """Show the notes of another clip, all of them in sight."""
        self.clip_id, self.chosen = clip_id, frozenset()
        self._view.is_fitted = self._view.has_scrolled = False
        self.set_step_input(self.step is not None)
        self.chosen_changed.emit()
        self.update()

    @property
    def notes(self) -> tuple[Note, ...]:
        """Notes of the clip's active take."""
        found = self._find_clip()
        return found[1].take.notes if found and found[1].take else ()

    def geometry_now(self) -> RollGeometry:
        """Where things lie now."""
        rungs = self._rungs()
        keys_px = KEYS_PX if rungs is CHROMATIC else DRUM_KEYS_PX
        return self._view.geometry(self.width(), self.height(), rungs, keys_px)

    @property
    def is_drums(self) -> bool:
        """Whether the clip's notes are hits on a kit."""
        found = self._find_clip()
        return found is not None and (found[0].role == "drums" or plays_drums(found[0].instrument))

    def _rungs(self) -> Ladder:
        """The pitches that have a row."""
        if not self.is_drums:
            return CHROMATIC
        found = self._find_clip()
        usual = PERCUSSION if found and found[0].role == "percussion" else DRUM_KIT
        return drum_ladder(usual, {note.pitch for note in self.notes})

    def ladder(self) -> Ladder:
        """The pitches that a hand may put notes on: the kit's pieces, the key's, or all."""
        if self.is_drums:
            return self._rungs()
        key = self.bridge.project.key
        return scale_ladder(key.tonic, key.mode) if self.is_scale_locked else CHROMATIC

    def hear(self, pitch: int, velocity: int) -> None:
        """Sound a pitch on the clip's track until another is heard or `hush`."""
        self.hush()
        found = self._find_clip()
        if found is not None and self.bridge.session.live_notes.can_play(found[0].id):
            self.bridge.session.live_notes.press(found[0].id, pitch, velocity)
            self._heard = pitch
            self.update()

    def hush(self) -> None:
        """Let go of what sounds."""
        if self._heard is not None:
            self.bridge.session.live_notes.release(self._heard)
            self._heard = None
            self.update()

    def set_step_input(self, is_on: bool) -> None:
        """Enter notes by keys, from the playhead or the clip's start on; or no more."""
        self.hush()
        self.step = None
        if is_on and self._find_clip() is not None:
            pitches = sorted(note.pitch for note in self.notes) or [60]
            self.step = StepInput(self, self._step_tick(), pitches[len(pitches) // 2] // 12 * 12)
        self.update()

    def _step_tick(self) -> int:
        """The grid tick at the playhead, where that is in the clip, else at the clip's start."""
        found, position_s = self._find_clip(), self.bridge.player.position_s
        if found is not None and found[1].start_s <= position_s < found[1].end_s:
            return self.floored_tick(self.bridge.project.tempo_map.ticks_at(position_s) - self._origin_tick())
        return self.snapped_tick(self._clip_start_tick())

    def _follow_keyboard(self, event: object) -> None:
        """A MIDI keyboard was played: its keys are seen, and enter notes in step input."""
        if not self.isVisible():
            return
        kind, pitch, velocity = getattr(event, "kind", ""), getattr(event, "pitch", 0), getattr(event, "velocity", 0)
        if self.step is not None and kind == "on":
            self.step.press(pitch, velocity)
        elif self.step is not None and kind == "off":
            self.step.release(pitch)
        self.update()

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
            pitch = notes[index].pitch
            name = drum_name(pitch) if self.is_drums else pitch_name(pitch, project.key.has_flats)
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

    def paintEvent(self, _: QPaintEvent) -> None:
        with QPainter(self) as painter:
            found = self._find_clip()
            if found is None:
                painter.fillRect(self.rect(), current().color("panel"))
                return
            track, clip = found
            if not self._view.is_fitted:
                self._fit(clip)
            project = self.bridge.project
            playhead = project.tempo_map.ticks_at(self.bridge.player.position_s) - self._origin_tick()
            scene = RollScene(
                project, track, clip, self.notes, self.chosen, self.geometry_now(), current(), playhead,
                self._ghosts.of(project, clip, self.ghost_ids - {track.id}),
                self.bridge.session.live_notes.keys_down, self.step.tick if self.step else None,
            )  # fmt: skip
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
        if found is None and point.x() >= geometry.keys_px and point.y() < geometry.notes_bottom:
            self._gesture.begin(gestures.DrawNote(self, point))
        elif found is not None:
            self.bridge.edit("Delete note", delete_notes(self.clip_id, {found[0]}))
            self.choose(frozenset())

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._view.turn_wheel(event, self.geometry_now())
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._view.is_fitted = self._view.is_fitted and self._view.has_scrolled

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
        if self._is_step_key(event) and self.step is not None:
            if not event.isAutoRepeat() or event.key() in _NUDGES:
                self.step.press_key(event.key())
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

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if self.step is None or event.isAutoRepeat() or not self.step.release_key(event.key()):
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.hush()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.hush()
        super().hideEvent(event)

    def _is_step_key(self, event: QKeyEvent) -> bool:
        """Whether a key enters notes now."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return self.step is not None and plain and event.key() in STEP_KEYS

    def _owns(self, event: QKeyEvent) -> bool:
        if self._is_step_key(event):
            return True
        is_control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        is_for_notes = is_control and event.key() in (Qt.Key.Key_A, *KEYS)
        return is_for_notes or (event.key() in _OWN_KEYS and bool(self.chosen or self._gesture))

    def _gesture_for(self, event: QMouseEvent) -> gestures.RollGesture | None:
        point, geometry = event.position(), self.geometry_now()
        if point.x() < geometry.keys_px:
            return gestures.PressKeys(self, point) if point.y() < geometry.notes_bottom else None
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
        chosen = [self.notes[index] for index in sorted(self.chosen) if index < len(self.notes)]
        by_ticks = steps * self.grid_ticks(min(note.start_ticks for note in chosen)) * (4 if is_far else 1)
        if is_far and pitches and not self.is_drums:
            moved = stepped_pitches(CHROMATIC, (note.pitch for note in chosen), 12 * pitches)
        else:
            moved = stepped_pitches(self.ladder(), (note.pitch for note in chosen), pitches)
        edit = shift_notes(self.clip_id, self.chosen, by_ticks, moved)
        self.bridge.edit("Nudge notes", edit, merge_key="nudge-notes")
        self.choose_notes([replace(n, start_ticks=n.start_ticks + by_ticks, pitch=moved[n.pitch]) for n in chosen])

    def _find_clip(self) -> tuple[Track, Clip] | None:
        return self.bridge.project.find_clip(self.clip_id) if self.clip_id else None

    def _origin_tick(self) -> int:
        found = self._find_clip()
        return self.bridge.project.tempo_map.ticks_at(found[1].origin_s) if found else 0

    def _fit(self, clip: Clip) -> None:
        """Scroll and scale so that every note is in sight, once the widget has its size."""
        tempo_map, origin = self.bridge.project.tempo_map, self._origin_tick()
        span = tempo_map.ticks_at(clip.start_s) - origin, tempo_map.ticks_at(clip.end_s) - origin
        self._view.fit(self.geometry_now(), self.notes, span)
