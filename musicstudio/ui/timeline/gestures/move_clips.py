# SPDX-License-Identifier: GPL-3.0-or-later
"""Drag clips by their header: along the row, to another row, or (Ctrl) copies; out of the window it becomes files."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent

from musicstudio.project.clip_index import clips_named
from musicstudio.project.edits.clips import duplicate_clips, move_clips
from musicstudio.project.edits.overlap import trimmed_length_s, trimming_below
from musicstudio.project.model import Clip, Track

from ...drag_out import drag_clips_out
from ..hit import Hit
from ..painting.row_tile import clip_title
from .base import DocumentGesture
from .cuts import hide_cuts, show_cuts
from .host import TimelineHost
from .picking import pick_clip


class MoveClips(DocumentGesture):
    """Moves every selected clip by what the grabbed one moves."""

    is_freed_by_shift = True

    def __init__(self, host: TimelineHost, hit: Hit, event: QMouseEvent) -> None:
        super().__init__(host, hit, event)
        selected = self.bridge.session.selection.clip_ids
        self._ids = selected if hit.clip_id in selected else frozenset({hit.clip_id})
        self._found = self.bridge.project.find_clip(hit.clip_id)
        self._is_copy = False

    def drag(self, event: QMouseEvent) -> None:
        if self._found is None:
            return
        track, clip = self._found
        surface = self.host.surface
        if not surface.window().rect().contains(surface.mapTo(surface.window(), event.position().toPoint())):
            self._leave_window()
            return
        by_s = self._snapped_distance_s(clip, event)
        self._is_copy = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self._is_copy:
            self._drag.preview("Copy clips", trimming_below(duplicate_clips(self._ids, by_s)))
            surface.setCursor(Qt.CursorShape.DragCopyCursor)
        else:
            moved = move_clips(self._ids, by_s, self._target_track_id(track, event))
            self._drag.preview("Move clips", trimming_below(moved))
            show_cuts(self, self._ids)
            self.host.say(self._trimmed_text(), event.position())
            surface.setCursor(Qt.CursorShape.ClosedHandCursor)

    def drop(self, event: QMouseEvent) -> None:
        hide_cuts(self)
        if self._drag.has_begun:
            self._drag.finish()
            if not self._is_copy:  # as it was last shown, whatever key is held now
                self.bridge.session.selection.set(clip_ids=self._ids)

    def click(self, event: QMouseEvent) -> None:
        pick_clip(self.bridge.session.selection, self.bridge.project, self.hit.clip_id, event.modifiers())

    def cancel(self) -> None:
        hide_cuts(self)
        super().cancel()

    def _snapped_distance_s(self, clip: Clip, event: QMouseEvent) -> float:
        moved_s = (event.position().x() - self.start.x()) / self.view.viewport.px_per_s
        if self.is_off_grid(event):
            return max(moved_s, -clip.start_s)
        return self.view.snap_distance_s(clip.start_s, moved_s)

    def _target_track_id(self, track: Track, event: QMouseEvent) -> str:
        """The row under the pointer, when all clips come from one row of the same kind; else empty: rows are kept."""
        layout, viewport = self.view.layout, self.view.viewport
        row = layout.nearest_row(event.position().y() - layout.bands_height + viewport.scroll_y)
        committed = self.bridge.session.document.committed
        rows = {row.id for row, _ in clips_named(committed, self._ids)}
        target = committed.track(row.track_id) if row else None
        if target is None or target.id == track.id or len(rows) > 1 or target.kind != track.kind:
            return ""
        return target.id

    def _trimmed_text(self) -> str:
        """What the drop would cut: ``trims Chorus 2 by 4.5 s``."""
        before, after = self.bridge.session.document.committed, self.bridge.project
        cut = {key: s for key, s in trimmed_length_s(before, after).items() if key not in self._ids}
        if not cut:
            return ""
        if len(cut) > 1:
            return self.host.surface.tr("trims {0} clips").format(len(cut))
        ((clip_id, seconds),) = cut.items()
        found = before.find_clip(clip_id)
        if found is None:
            return ""
        tempo_map, name = before.tempo_map, clip_title(before, found[1]) or found[0].name
        first, last = (tempo_map.ticks_at(found[1].end_s - gone) for gone in (seconds, 0.0))
        bars = (last - first) / tempo_map.meter_at(max(0, first)).bar_ticks
        if bars >= 0.5:
            return self.host.surface.tr("trims {0} by {1:.1f} bars").format(name, bars)
        return self.host.surface.tr("trims {0} by {1:.1f} s").format(name, seconds)

    def _leave_window(self) -> None:
        self.cancel()
        self.host.cancel_gesture()
        drag_clips_out(self.host.surface, self.bridge, self._ids)
