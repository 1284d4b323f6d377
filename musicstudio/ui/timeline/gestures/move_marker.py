# SPDX-License-Identifier: GPL-3.0-or-later
"""Drag a marker's flag: the marker moves on the grid. A click selects it and goes there."""

from PySide6.QtGui import QMouseEvent

from musicstudio.project.edits.markers import move_marker

from ..hit import Hit
from .base import DocumentGesture
from .host import TimelineHost


class MoveMarker(DocumentGesture):
    """One undo step for the whole drag."""

    def __init__(self, host: TimelineHost, hit: Hit, event: QMouseEvent) -> None:
        super().__init__(host, hit, event)
        self._start_s = self._place_s()
        self.bridge.session.selection.set(marker_ids={hit.marker_id})

    def drag(self, event: QMouseEvent) -> None:
        moved_s = (event.position().x() - self.start.x()) / self.view.viewport.px_per_s
        tick = self.bridge.project.tempo_map.ticks_at(self.snap_s(max(0.0, self._start_s + moved_s), event))
        self._drag.preview("Move marker", move_marker(self.hit.marker_id, tick))

    def click(self, event: QMouseEvent) -> None:
        self.bridge.seek(self._place_s())

    def _place_s(self) -> float:
        project = self.bridge.session.document.committed
        ticks = [marker.tick for marker in project.markers if marker.id == self.hit.marker_id]
        return project.tempo_map.seconds_at(ticks[0]) if ticks else self.hit.seconds
