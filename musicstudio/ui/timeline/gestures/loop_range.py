# SPDX-License-Identifier: GPL-3.0-or-later
"""Drag in the upper edge of the ruler: the range that the transport loops; a click there ends the loop."""

from PySide6.QtGui import QMouseEvent

from .base import MouseGesture


class LoopRange(MouseGesture):
    """The loop belongs to the player, not to the document."""

    def drag(self, event: QMouseEvent) -> None:
        first, last = sorted((self.snap_s(self.hit.seconds, event), self.snap_s(self.seconds(event), event)))
        if last - first > 0.05:
            self.bridge.set_loop((first, last))

    def click(self, event: QMouseEvent) -> None:
        self.bridge.set_loop(None)
