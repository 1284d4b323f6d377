# SPDX-License-Identifier: GPL-3.0-or-later
"""Drag clips by their header: along the row, to another row, or (Ctrl) copies; out of the window it becomes files."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent

from musicstudio.project.edits.clips import duplicate_clips, move_clips

from ...dnd.out import drag_clips_out
from ..hit import Hit
from .base import MouseGesture
from .picking import pick_clip

if TYPE_CHECKING:
    from ..canvas import TimelineCanvas


class MoveClips(MouseGesture):
    """Moves every selected clip by what the grabbed one moves."""

    def __init__(self, canvas: "TimelineCanvas", hit: Hit, event: QMouseEvent) -> None:
        super().__init__(canvas, hit, event)
        selected = self.studio.session.selection.clip_ids
        self._ids = selected if hit.clip_id in selected else frozenset({hit.clip_id})
        found = self.studio.project.find_clip(hit.clip_id)
        self._track, self._clip = found if found else (None, None)
        self._gesture = None

    def drag(self, event: QMouseEvent) -> None:
        if self._clip is None:
            return
        if (
            not self.canvas.window()
            .rect()
            .contains(self.canvas.mapTo(self.canvas.window(), event.position().toPoint()))
        ):
            self._leave_window()
            return
        if self._gesture is None:
            is_copy = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._gesture = self.studio.gesture("Copy clips" if is_copy else "Move clips")
        by_s = self._snapped_distance_s(event)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._gesture.preview(duplicate_clips(self._ids, by_s))
            self.canvas.setCursor(Qt.CursorShape.DragCopyCursor)
        else:
            self._gesture.preview(move_clips(self._ids, by_s, self._target_track_id(event)))
            self.canvas.setCursor(Qt.CursorShape.ClosedHandCursor)

    def drop(self, event: QMouseEvent) -> None:
        if self._gesture is not None:
            self.studio.finish(self._gesture)
            if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.studio.session.selection.set(clip_ids=self._ids)

    def click(self, event: QMouseEvent) -> None:
        pick_clip(self.studio.session.selection, self.studio.project, self.hit.clip_id, event.modifiers())

    def cancel(self) -> None:
        if self._gesture is not None:
            self._gesture.cancel()

    def _snapped_distance_s(self, event: QMouseEvent) -> float:
        moved_s = (event.position().x() - self.start.x()) / self.view.viewport.px_per_s
        return self.snapped(max(0.0, self._clip.start_s + moved_s), event) - self._clip.start_s

    def _target_track_id(self, event: QMouseEvent) -> str:
        """The row under the pointer, when all clips come from one row of the same kind; else empty: rows are kept."""
        layout, viewport = self.view.layout, self.view.viewport
        row = layout.nearest_row(event.position().y() - layout.bands_height + viewport.scroll_y)
        committed = self.studio.session.document.committed
        rows = {track.id for track, clip in committed.clips() if clip.id in self._ids}
        target = committed.track(row.track_id) if row else None
        if target is None or target.id == self._track.id or len(rows) > 1 or target.kind != self._track.kind:
            return ""
        return target.id

    def _leave_window(self) -> None:
        self.cancel()
        self.canvas.cancel_gesture()
        drag_clips_out(self.canvas, self.studio, self._ids)
