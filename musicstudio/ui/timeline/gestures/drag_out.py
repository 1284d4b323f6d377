# SPDX-License-Identifier: GPL-3.0-or-later
"""Drag a clip with Alt held: finished files for a DAW or a folder. A click selects."""

from PySide6.QtGui import QMouseEvent

from ...drag_out import drag_clips_out
from .base import MouseGesture
from .picking import pick_clip


class DragOut(MouseGesture):
    """The drag itself is Qt's and runs until the drop."""

    def drag(self, event: QMouseEvent) -> None:
        self.host.cancel_gesture()
        selected = self.bridge.session.selection.clip_ids
        chosen = selected if self.hit.clip_id in selected else {self.hit.clip_id}
        drag_clips_out(self.host.surface, self.bridge, chosen)

    def click(self, event: QMouseEvent) -> None:
        pick_clip(self.bridge.session.selection, self.bridge.project, self.hit.clip_id, event.modifiers())
