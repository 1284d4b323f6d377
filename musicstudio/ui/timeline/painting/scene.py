# SPDX-License-Identifier: GPL-3.0-or-later
"""What every painter of a frame needs: the document, where it lies, and how it looks."""

from dataclasses import dataclass, field

from PySide6.QtCore import QRectF

from musicstudio.app.session.selection import Selected
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
    hovered_clip_id: str = ""
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

    def lanes_key(self) -> tuple[object, ...]:
        """What ruler and lanes are drawn from, to be compared with `is_same`."""
        project, viewport = self.project, self.viewport
        singers = tuple(track for track in project.tracks if track.kind == "vocal")
        document = (project.sections, project.chords, project.tempo_map, project.markers, project.key, self.layout)
        view = (viewport.rung, viewport.scroll_x, self.hovered_section_id, self.loop_s, self.selected)
        return (self.theme, *document, *singers, *view)


def is_same(old: tuple[object, ...], new: tuple[object, ...]) -> bool:
    """Whether two keys hold the same immutable things (compared by identity) and equal plain values."""
    plain = (tuple, frozenset, str, bool, int, float)
    return len(old) == len(new) and all(
        a is b or (isinstance(a, plain) and a == b) for a, b in zip(old, new, strict=True)
    )
