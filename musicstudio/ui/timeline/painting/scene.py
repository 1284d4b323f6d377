# SPDX-License-Identifier: GPL-3.0-or-later
"""What every painter of a frame needs: the document, where it lies, and how it looks."""

from dataclasses import dataclass, field

from PySide6.QtCore import QRectF

from musicstudio.app.selection import Selected
from musicstudio.project.model import Project

from ...theme import Theme
from ..rows import RowLayout
from ..viewport import Viewport


@dataclass(frozen=True)
class Scene:
    """One frame. hovered_section_id: the section whose regenerate button stands out; snap: the grid in force."""

    project: Project
    layout: RowLayout
    viewport: Viewport
    theme: Theme
    selected: Selected = field(default_factory=Selected)
    hovered_section_id: str = ""
    snap: str = "bar"
    loop_s: tuple[float, float] | None = None

    def row_rect(self, track_id: str, start_s: float, end_s: float) -> QRectF | None:
        """Where a span of a row lies on the canvas; None for a row that is not shown."""
        row = self.layout.row_of(track_id)
        if row is None:
            return None
        top = row.top + self.layout.bands_height - self.viewport.scroll_y
        left, right = self.viewport.x_of(start_s), self.viewport.x_of(end_s)
        return QRectF(left, top, right - left, row.height)
