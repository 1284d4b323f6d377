# SPDX-License-Identifier: GPL-3.0-or-later
"""Drag a section, or a clip with Alt held: finished files for a DAW or a folder. A click selects."""

from PySide6.QtGui import QMouseEvent

from ...drag_out import drag_clips_out, drag_section_out
from .base import MouseGesture
from .picking import pick_clip, pick_section


class DragOut(MouseGesture):
    """The drag itself is Qt's and runs until the drop."""

    def drag(self, event: QMouseEvent) -> None:
        self.host.cancel_gesture()
        if self.hit.kind == "section":
            drag_section_out(self.host.surface, self.bridge, self.hit.section_id)
        else:
            selected = self.bridge.session.selection.clip_ids
            chosen = selected if self.hit.clip_id in selected else {self.hit.clip_id}
            drag_clips_out(self.host.surface, self.bridge, chosen)

    def click(self, event: QMouseEvent) -> None:
        selection, project = self.bridge.session.selection, self.bridge.project
        if self.hit.kind == "section":
            pick_section(selection, project, self.hit.section_id, event.modifiers())
        else:
            pick_clip(selection, project, self.hit.clip_id, event.modifiers())
