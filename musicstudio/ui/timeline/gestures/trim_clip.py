# SPDX-License-Identifier: GPL-3.0-or-later
"""Drag an edge of a clip: what is heard stays in its place, the window on it opens or closes."""

from PySide6.QtGui import QMouseEvent

from musicstudio.project.edits.clips import trim_clip_end, trim_clip_start

from .base import MouseGesture
from .picking import pick_clip


class TrimClip(MouseGesture):
    """The zone of the hit says which edge."""

    _gesture = None

    def drag(self, event: QMouseEvent) -> None:
        self._gesture = self._gesture or self.studio.gesture("Trim clip")
        trim = trim_clip_start if self.hit.zone == "start" else trim_clip_end
        self._gesture.preview(trim(self.hit.clip_id, self.snapped(self.seconds(event), event)))

    def drop(self, event: QMouseEvent) -> None:
        if self._gesture is not None:
            self.studio.finish(self._gesture)

    def click(self, event: QMouseEvent) -> None:
        pick_clip(self.studio.session.selection, self.studio.project, self.hit.clip_id, event.modifiers())

    def cancel(self) -> None:
        if self._gesture is not None:
            self._gesture.cancel()
