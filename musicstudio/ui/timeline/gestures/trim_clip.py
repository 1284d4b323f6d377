# SPDX-License-Identifier: GPL-3.0-or-later
"""Drag an edge of a clip: what is heard stays in its place, the window on it opens or closes."""

from PySide6.QtGui import QMouseEvent

from musicstudio.project.edits.clips import trim_clip_end, trim_clip_start
from musicstudio.project.edits.overlap import trimming_below

from ...document_drag import DocumentDrag
from ..hit import Hit
from .base import MouseGesture
from .host import TimelineHost
from .picking import pick_clip


class TrimClip(MouseGesture):
    """The zone of the hit says which edge."""

    def __init__(self, host: TimelineHost, hit: Hit, event: QMouseEvent) -> None:
        super().__init__(host, hit, event)
        self._drag = DocumentDrag(self.bridge, can_begin_again=False)

    def drag(self, event: QMouseEvent) -> None:
        trim = trim_clip_start if self.hit.zone == "start" else trim_clip_end
        self._drag.preview("Trim clip", trimming_below(trim(self.hit.clip_id, self.snap_s(self.seconds(event), event))))

    def drop(self, event: QMouseEvent) -> None:
        self._drag.finish()

    def click(self, event: QMouseEvent) -> None:
        pick_clip(self.bridge.session.selection, self.bridge.project, self.hit.clip_id, event.modifiers())

    def cancel(self) -> None:
        self._drag.cancel()
