# SPDX-License-Identifier: GPL-3.0-or-later
"""What every drag has in common: it moves, ends, or is cancelled; and a click is a drag that went nowhere."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from ...document_drag import DocumentDrag
from ..hit import Hit
from .host import TimelineHost

_EDGE_PX, _EDGE_STEP_PX = 24, 18


class MouseGesture:
    """Made on press. Subclasses say what dragging and clicking do.

    starts_px: how far the pointer goes before it drags; None: as everywhere on this desktop. is_freed_by_shift: Shift
    leaves the grid, as Alt does.
    """

    starts_px: int | None = None
    is_freed_by_shift = False

    def __init__(self, host: TimelineHost, hit: Hit, event: QMouseEvent) -> None:
        self.host, self.hit = host, hit
        self.view, self.bridge = host.view, host.bridge
        self.start = QPointF(event.position())
        self.modifiers = event.modifiers()
        self.has_moved = False

    def move(self, event: QMouseEvent) -> None:
        """The pointer went on; small trembling does not count."""
        distance = (event.position() - self.start).manhattanLength()
        starts_px = QApplication.startDragDistance() if self.starts_px is None else self.starts_px
        self.has_moved = self.has_moved or distance >= starts_px
        if self.has_moved:
            self._scroll_at_edges(event.position().x())
            self.drag(event)

    def release(self, event: QMouseEvent) -> None:
        """The button was let go."""
        if self.has_moved:
            self.drop(event)
        else:
            self.click(event)

    def drag(self, event: QMouseEvent) -> None:
        """Show what would happen."""

    def drop(self, event: QMouseEvent) -> None:
        """Do it."""

    def click(self, event: QMouseEvent) -> None:
        """It was only a click."""

    def cancel(self) -> None:
        """Nothing happened."""

    def seconds(self, event: QMouseEvent) -> float:
        """The time under the pointer."""
        return self.view.viewport.seconds_at(event.position().x())

    def snap_s(self, seconds: float, event: QMouseEvent) -> float:
        """On the grid, unless Alt is held, or Shift where it means that."""
        return seconds if self.is_off_grid(event) else self.view.snap_s(seconds)

    def is_off_grid(self, event: QMouseEvent) -> bool:
        """Whether a held key leaves the grid."""
        frees = Qt.KeyboardModifier.AltModifier
        if self.is_freed_by_shift:
            frees |= Qt.KeyboardModifier.ShiftModifier
        return bool(event.modifiers() & frees)

    def _scroll_at_edges(self, x: float) -> None:
        viewport = self.view.viewport
        if x > viewport.width - _EDGE_PX:
            viewport.scroll_to(x=viewport.scroll_x + _EDGE_STEP_PX)
        elif x < _EDGE_PX:
            viewport.scroll_to(x=viewport.scroll_x - _EDGE_STEP_PX)


class DocumentGesture(MouseGesture):
    """One that previews an edit: a drop makes it one undo step."""

    def __init__(self, host: TimelineHost, hit: Hit, event: QMouseEvent) -> None:
        super().__init__(host, hit, event)
        self._drag = DocumentDrag(self.bridge, can_begin_again=False)

    def drop(self, event: QMouseEvent) -> None:
        self._drag.finish()

    def cancel(self) -> None:
        self._drag.cancel()
