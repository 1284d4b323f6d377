# SPDX-License-Identifier: GPL-3.0-or-later
"""The middle of the window: library or song sheet beside the timeline, or beside the inside view in its place."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from .inside.panel import InsidePanel
from .library.panel import LibraryPanel
from .session_bridge import SessionBridge
from .song_sheet.panel import SongSheetPanel

_WIDE_PX, _SHEET_PX, _LIBRARY_PX = 1700, 884, 676


class Center(QSplitter):
    """in_time: everything that lies in time. inspector: closed while anything else than that is open. On a window below
    1700 px a panel takes the place of the timeline."""

    def __init__(self, bridge: SessionBridge, in_time: QWidget, inspector: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._in_time, self._inspector = in_time, inspector
        self.library, self.sheet = LibraryPanel(bridge), SongSheetPanel(bridge)
        self.inside = InsidePanel(bridge)
        for panel in (self.library, self.sheet, in_time, self.inside):
            self.addWidget(panel)
        self.setStretchFactor(2, 1)
        self.setStretchFactor(3, 1)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        for panel in (self.sheet, self.library, self.inside):
            panel.hide()
        self.sheet.asked_close.connect(self.toggle_sheet)
        self.library.asked_close.connect(self.toggle_library)
        self.inside.asked_close.connect(self.toggle_inside)
        self.inside.asked_sheet.connect(self._inside_to_sheet)

    def toggle_sheet(self) -> None:
        """Open or close the song sheet."""
        self._toggle_beside(self.sheet, self.library, _SHEET_PX)

    def toggle_library(self) -> None:
        """Open or close the library."""
        self._toggle_beside(self.library, self.sheet, _LIBRARY_PX)
        if self.library.isVisible():
            self.library.search.setFocus()

    def show_library_like(self) -> None:
        """The library with what sounds like the selected clip."""
        if self.library.isHidden():
            self.toggle_library()
        self.library.look_for_like_clip()

    def toggle_inside(self) -> None:
        """Open or close the inside view in the place of the timeline; on a small window, of the library, too."""
        is_open = self.inside.isHidden()
        self.inside.setVisible(is_open)
        self._inspector.setVisible(not is_open and self.library.isHidden() and self.sheet.isHidden())
        if is_open:
            self.sheet.hide()
        if is_open and not self._is_wide:
            self.library.hide()
        self._in_time.setVisible(not is_open)

    @property
    def _is_wide(self) -> bool:
        return self.window().width() >= _WIDE_PX

    def _inside_to_sheet(self) -> None:
        self.toggle_inside()
        if self.sheet.isHidden():
            self.toggle_sheet()

    def _toggle_beside(self, panel: QWidget, other: QWidget, width_px: int) -> None:
        """One of the panels beside the timeline (or the inside view) at a time."""
        is_open, is_wide = panel.isHidden(), self._is_wide
        other.hide()
        panel.setVisible(is_open)
        if is_open and not is_wide:
            self.inside.hide()
        is_inside = not self.inside.isHidden()
        self._inspector.setVisible(not is_open and not is_inside)
        self._in_time.setVisible(not is_inside and (not is_open or is_wide))
        if is_open and is_wide:
            sizes = [width_px if each is panel else 0 for each in (self.library, self.sheet)]
            rest = self.width() - width_px
            self.setSizes([*sizes, *((0, rest) if is_inside else (rest, 0))])
