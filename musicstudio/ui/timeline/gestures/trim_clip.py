# SPDX-License-Identifier: GPL-3.0-or-later
"""Drag an edge of a clip: what is heard stays in its place, the window on it opens or closes."""

from PySide6.QtGui import QMouseEvent

from musicstudio.project.edits.clips import trim_clip_end, trim_clip_start
from musicstudio.project.edits.overlap import trimming_below

from .base import DocumentGesture
from .cuts import hide_cuts, show_cuts
from .picking import pick_clip


class TrimClip(DocumentGesture):
    """The zone of the hit says which edge."""

    is_freed_by_shift = True

    def drag(self, event: QMouseEvent) -> None:
        trim = trim_clip_start if self.hit.zone == "start" else trim_clip_end
        self._drag.preview("Trim clip", trimming_below(trim(self.hit.clip_id, self.snap_s(self.seconds(event), event))))
        show_cuts(self, frozenset({self.hit.clip_id}))

    def drop(self, event: QMouseEvent) -> None:
        hide_cuts(self)
        super().drop(event)

    def cancel(self) -> None:
        hide_cuts(self)
        super().cancel()

    def click(self, event: QMouseEvent) -> None:
        pick_clip(self.bridge.session.selection, self.bridge.project, self.hit.clip_id, event.modifiers())
