# SPDX-License-Identifier: GPL-3.0-or-later
"""The timeline panel: headers, canvas and scroll bars; drops land here; an empty song says what to do."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QScrollBar, QWidget

from musicstudio.project.diff import ChangeSet

from ..session_bridge import SessionBridge
from ..widgets import EmptyState, label
from .canvas import TimelineCanvas
from .drop_in import DropIn
from .headers import HeaderColumn
from .overview import Overview
from .rows import Lane
from .view import TimelineView


class TimelinePanel(QWidget):
    """``view`` is shared with the transport bar."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.bridge = bridge
        self.view = TimelineView(bridge, self)
        self.canvas = TimelineCanvas(self.view)
        self.headers = HeaderColumn(self.view)
        self.overview = Overview(self.view)
        self._drops = DropIn(self.canvas)
        self._across = QScrollBar(Qt.Orientation.Horizontal)
        self._down = QScrollBar(Qt.Orientation.Vertical)
        self._across.setAccessibleName(self.tr("Scroll in time"))
        self._down.setAccessibleName(self.tr("Scroll tracks"))
        self._empty: QWidget = EmptyState(
            "audio-waveform",
            self.tr("Nothing here yet"),
            self.tr("Describe a song on the left and press Generate, or drop audio or MIDI files here."),
        )
        self._empty.setParent(self)
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._arrange()
        self._across.valueChanged.connect(lambda x: self.view.viewport.scroll_to(x=x))
        self._down.valueChanged.connect(lambda y: self.view.viewport.scroll_to(y=y))
        self.view.changed.connect(self._follow_view)
        bridge.arrived.connect(self.reveal)
        bridge.recording_changed.connect(self._reveal_armed)
        bridge.lanes_changed.connect(self._reveal_lanes)
        bridge.project_changed.connect(self._project_changed)
        self.view.refit()
        self._lanes = self._lane_names()
        self._follow_view()

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        name = label(self.tr("Overview"), "overviewName")
        name.setContentsMargins(14, 0, 0, 0)
        grid.addWidget(name, 0, 0)
        grid.addWidget(self.overview, 0, 1)
        grid.addWidget(self.headers, 1, 0)
        grid.addWidget(self.canvas, 1, 1)
        grid.addWidget(self._down, 1, 2)
        grid.addWidget(self._across, 2, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(1, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._empty.setGeometry(self.rect())

    def show_when_empty(self, start: QWidget) -> None:
        """Cover an empty song with this, in place of a sentence."""
        self._empty.hide()
        self._empty.deleteLater()
        self._empty = start
        start.setParent(self)
        start.setGeometry(self.rect())
        self._follow_view()

    def _project_changed(self, change: ChangeSet) -> None:
        has_new_song = bool(change.sections.added) and not change.before.sections
        if has_new_song:
            self.view.zoom_to_fit()
        self._lanes = self._lane_names()
        self._follow_view()

    def reveal(self, clip_ids: frozenset[str]) -> None:
        """Scroll so that clips that have just come can be seen, their row whole and their beginning at hand."""
        found = [(track, clip) for track, clip in self.bridge.project.clips() if clip.id in clip_ids]
        rows = [row for track, _ in found if (row := self.view.layout.row_of(track.id)) is not None]
        if rows:
            first, last = min(row.top for row in rows), max(row.bottom for row in rows)
            self.view.viewport.reveal_rows(first, last)
            self.view.viewport.reveal(min(clip.start_s for _, clip in found))

    def _reveal_armed(self) -> None:
        """What is recorded is seen growing."""
        row = self.view.layout.row_of(self.bridge.recorded_track[0])
        if row is not None:
            self.view.viewport.reveal_rows(row.top, row.bottom)

    def _reveal_lanes(self) -> None:
        """Lanes that were just opened are seen, with their track where there is room for both."""
        before, self._lanes = self._lanes, self._lane_names()
        fresh = [lane for lane in self.view.layout.lanes if _lane_name(lane) in self._lanes - before]
        if fresh:
            first, last = min(lane.top for lane in fresh), max(lane.bottom for lane in fresh)
            rows = [row.top for lane in fresh if (row := self.view.layout.row_of(lane.owner_id)) is not None]
            self.view.viewport.reveal_rows(min([first, *rows]), last)
            self.view.viewport.reveal_rows(first, last)

    def _lane_names(self) -> frozenset[tuple[str, str, str]]:
        return frozenset(map(_lane_name, self.view.layout.lanes))

    def _follow_view(self) -> None:
        viewport = self.view.viewport
        for bar, page, largest, value in (
            (self._across, viewport.width, viewport.largest_scroll_x, viewport.scroll_x),
            (self._down, viewport.height, viewport.largest_scroll_y, viewport.scroll_y),
        ):
            bar.blockSignals(True)
            bar.setRange(0, largest)
            bar.setPageStep(page)
            bar.setSingleStep(40)
            bar.setValue(value)
            bar.blockSignals(False)
        self._down.setVisible(viewport.largest_scroll_y > 0)
        project = self.bridge.project
        self._empty.setVisible(not project.tracks and not project.sections)


def _lane_name(lane: Lane) -> tuple[str, str, str]:
    return lane.owner_id, lane.kind, lane.key
