# SPDX-License-Identifier: GPL-3.0-or-later
"""How the user looks at the timeline: viewport, snap, row size. Not part of the document."""

from PySide6.QtCore import QObject, Signal

from musicstudio.app.session.shown_lanes import Lanes
from musicstudio.project.model import Project, TempoMap

from ..session_bridge import SessionBridge
from .painting.section_drop import SectionDrop
from .painting.take_lanes import Swipe
from .rows import RowLayout, layout_of
from .snap import snap_distance_s, snap_s, snap_tick
from .viewport import Viewport


class TimelineView(QObject):
    """Shared by the canvas, the headers and the transport bar."""

    changed = Signal()

    def __init__(self, bridge: SessionBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.viewport = Viewport(self)
        self.snap = "beat"
        self.row_size = "normal"
        self.follows_playhead = True
        self._laid_out: tuple[tuple[Project, str, Lanes], RowLayout] | None = None
        self.is_snap_relative = False
        self.cut_spans: tuple[tuple[str, float, float], ...] = ()
        self._last_snap = "beat"
        self.swipe: Swipe | None = None
        self.section_drop: SectionDrop | None = None
        self.fresh_point: tuple[str, str, int] | None = None
        bridge.watch(self.refit, "tracks", "clips", "sections", "chords", "lyrics", "markers", "tempo_map")
        bridge.lanes_changed.connect(self._show_lanes)
        self.viewport.changed.connect(self.changed)

    @property
    def layout(self) -> RowLayout:
        """Where bands and rows lie now."""
        asked = (self.bridge.project, self.row_size, self.bridge.session.lanes.now)
        if self._laid_out is None or any(a is not b for a, b in zip(asked, self._laid_out[0], strict=True)):
            self._laid_out = (asked, layout_of(*asked))
        return self._laid_out[1]

    def snap_s(self, seconds: float) -> float:
        """A time on the grid in force."""
        return snap_s(self.bridge.project, seconds, self.snap)

    def snap_tick(self, tempo_map: TempoMap, seconds: float) -> int:
        """The tick of a time on the grid in force, of a map that may be another than the song's now."""
        tick = max(0, tempo_map.ticks_at(max(0.0, seconds)))
        return tick if self.snap in ("off", "section") else snap_tick(tempo_map, tick, self.snap)

    def set_snap(self, snap: str) -> None:
        """Choose the grid: see `snap.SNAP_CHOICES`."""
        self.snap = snap
        self._last_snap = snap if snap != "off" else self._last_snap
        self.changed.emit()

    def snap_distance_s(self, from_s: float, by_s: float) -> float:
        """How far something goes on the grid in force, when it would go so far; relative to where it is, if so set."""
        if self.is_snap_relative:
            return snap_distance_s(self.bridge.project, from_s, by_s, self.snap)
        return self.snap_s(max(0.0, from_s + by_s)) - from_s

    def toggle_relative(self) -> None:
        """Let what is moved keep its distance from the grid, or no more."""
        self.is_snap_relative = not self.is_snap_relative
        self.changed.emit()

    def toggle_snap(self) -> None:
        """Off, or back to the last grid."""
        self.set_snap("off" if self.snap != "off" else self._last_snap)

    def set_row_size(self, size: str) -> None:
        """small, normal or large rows."""
        self.row_size = size
        self.refit()
        self.changed.emit()

    def refit(self) -> None:
        """The song's length or rows may have changed."""
        self.viewport.fit_content(self.bridge.project.length_s, self.layout.rows_height)

    def _show_lanes(self) -> None:
        self.refit()
        self.changed.emit()

    def look_like(self, other: "TimelineView") -> None:
        """Take over scale, scroll, grid and row size of another view."""
        self.set_snap(other.snap)
        self.set_row_size(other.row_size)
        self.follows_playhead = other.follows_playhead
        self.is_snap_relative = other.is_snap_relative
        self.viewport.resize(other.viewport.width, other.viewport.height)
        self.viewport.zoom_to(other.viewport.rung, 0)
        self.viewport.scroll_to(other.viewport.scroll_x, other.viewport.scroll_y)

    def zoom_to_fit(self) -> None:
        """Show the whole song."""
        self.viewport.show_span(0.0, max(8.0, self.bridge.project.length_s))

    def zoom_to_selection(self) -> None:
        """Show what is selected, or the whole song."""
        selected = self.bridge.session.selection.now
        spans = [selected.range_s] if selected.range_s else []
        project = self.bridge.project
        spans += [project.section_span_s(s) for s in project.sections if s.id in selected.section_ids]
        spans += [(c.start_s, c.end_s) for _, c in project.clips() if c.id in selected.clip_ids]
        if spans:
            self.viewport.show_span(min(start for start, _ in spans), max(end for _, end in spans))
        else:
            self.zoom_to_fit()
