# SPDX-License-Identifier: GPL-3.0-or-later
"""Press and drag on the ruler: the playhead follows."""

from PySide6.QtGui import QMouseEvent

from .base import MouseGesture


class Seek(MouseGesture):
    """The player is told on release; while dragging the playhead only shows where."""

    def drag(self, event: QMouseEvent) -> None:
        self.host.playhead.place(self.view.viewport.x_of(self._target_s(event)), self.host.surface.height())

    def drop(self, event: QMouseEvent) -> None:
        self.click(event)

    def click(self, event: QMouseEvent) -> None:
        self.bridge.seek(self._target_s(event))

    def cancel(self) -> None:
        self.host.follow_playhead(turns_page=False)

    def _target_s(self, event: QMouseEvent) -> float:
        return self.snap_s(self.seconds(event), event)
