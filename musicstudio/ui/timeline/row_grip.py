# SPDX-License-Identifier: GPL-3.0-or-later
"""The lower edge of a track's header: dragged, it makes the row higher or lower; with Shift, every row."""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from musicstudio.project.edits.tracks import set_heights

from ..document_drag import DocumentDrag
from ..session_bridge import SessionBridge
from ..theme import current

GRIP_PX = 6


class RowGrip(QWidget):
    """Lies over the lower edge of its parent, a header. A double click gives the row the height of all rows again."""

    def __init__(self, bridge: SessionBridge, track_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.bridge, self.track_id, self._header = bridge, track_id, parent
        self._drag = DocumentDrag(bridge, can_begin_again=False)
        self._from: tuple[float, int] | None = None
        self._is_under_pointer = False
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.setToolTip(self.tr("Drag for a higher or lower row, with Shift for all; a double click takes it back"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = (event.globalPosition().y(), self._header.height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is None:
            return
        start_y, height = self._from
        height_px = round(height + event.globalPosition().y() - start_y)
        is_for_all = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        tracks = [t.id for t in self.bridge.project.tracks] if is_for_all else [self.track_id]
        self._drag.preview("Height of the row", set_heights(tracks, height_px))

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:
        self._from = None
        self._drag.finish()

    def mouseDoubleClickEvent(self, _: QMouseEvent) -> None:
        self._from = None
        self.bridge.edit("Height of the row", set_heights([self.track_id], 0))

    def enterEvent(self, event: QEnterEvent) -> None:
        self._is_under_pointer = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._is_under_pointer = False
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        if self._is_under_pointer or self._from is not None:
            with QPainter(self) as painter:
                painter.fillRect(QRectF(0, self.height() - 2, self.width(), 2), current().color("muted"))
