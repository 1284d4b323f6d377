# SPDX-License-Identifier: GPL-3.0-or-later
"""Drag over rows, chords or lyrics: select a range of time, on the rows that were crossed."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent

from ..hit import Hit
from ..lane_edits import pick_in_lane
from .base import MouseGesture
from .host import TimelineHost
from .picking import pick_clip


class SelectRange(MouseGesture):
    """From a lane above the rows it means every row; Shift extends the range that is there."""

    def __init__(self, host: TimelineHost, hit: Hit, event: QMouseEvent) -> None:
        super().__init__(host, hit, event)
        self._before = self.bridge.session.selection.now
        self._anchor_s = hit.seconds
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._before.range_s:
            start_s, end_s = self._before.range_s
            self._anchor_s = end_s if abs(hit.seconds - start_s) < abs(hit.seconds - end_s) else start_s

    def drag(self, event: QMouseEvent) -> None:
        first, last = sorted((self.snap_s(self._anchor_s, event), self.snap_s(self.seconds(event), event)))
        if last > first:
            self.bridge.session.selection.set(range_s=(first, last), track_ids=self._crossed_rows(event))

    def click(self, event: QMouseEvent) -> None:
        selection = self.bridge.session.selection
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._before.range_s:
            self.drag(event)
        elif self.hit.kind == "clip":
            pick_clip(selection, self.bridge.project, self.hit.clip_id, event.modifiers())
        elif self.hit.kind == "chord":
            pick_in_lane(selection, self.bridge.project, self.hit)
        else:
            selection.clear()
            if self.hit.kind == "row":
                self.bridge.seek(self.view.snap_s(self.hit.seconds))

    def cancel(self) -> None:
        self.bridge.session.selection.restore(self._before)

    def _crossed_rows(self, event: QMouseEvent) -> set[str]:
        if not self.hit.track_id:
            return set()
        layout = self.view.layout
        shift = self.view.viewport.scroll_y - layout.bands_height
        top, bottom = sorted((self.start.y() + shift, event.position().y() + shift))
        return {row.track_id for row in layout.visible(int(top), int(bottom - top) + 1)}
