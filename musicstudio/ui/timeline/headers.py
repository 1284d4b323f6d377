# SPDX-License-Identifier: GPL-3.0-or-later
"""The column of headers: names of the lanes, and a header widget for each row that is on the screen."""

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from musicstudio.project.audible import silenced_track_ids
from musicstudio.project.freezing import frozen_sound

from ..theme import current
from .lane_header import LaneHeader
from .rows import BANDS_PX, Lane, Row
from .stems_handle import StemsHandle
from .take_header import TakeHeader
from .track_header import TrackHeader
from .view import TimelineView

WIDTH_PX = 172
_WATCHED = ("tracks", "strips", "chords", "lyrics", "markers", "tempo_map")


class HeaderColumn(QWidget):
    """Header widgets are made when their row first comes into view, and go when the track does."""

    def __init__(self, view: TimelineView) -> None:
        super().__init__()
        self.view, self.bridge = view, view.bridge
        self._headers: dict[str, TrackHeader] = {}
        self._lane_headers: dict[tuple[str, str, str], LaneHeader | TakeHeader] = {}
        self._window = QWidget(self)
        self._column = _Column(self._window)
        self._placed: tuple[object, ...] = ()
        self._stems = StemsHandle(self.bridge, self)
        self._stems.setGeometry(6, 0, WIDTH_PX - 12, BANDS_PX["ruler"])
        self._stems.setVisible(bool(self.bridge.project.tracks))
        self.setFixedWidth(WIDTH_PX)
        self.setAccessibleName(self.tr("Track headers"))
        self.bridge.watch(self._follow, *_WATCHED)
        self.bridge.watch(self._follow_lanes, *_WATCHED, "clips", "master", sees_previews=False)
        self.bridge.lanes_changed.connect(self._follow_lanes)
        self.bridge.selection_changed.connect(self._repaint_headers)
        self.bridge.ticked.connect(self._show_levels)
        self.view.changed.connect(self.place)
        self._idle = QTimer(self)
        self._idle.setInterval(0)
        self._idle.timeout.connect(self._prepare_one)

    def place(self) -> None:
        """Put the headers beside their rows. Scrolling moves the column as a whole, which Qt does by copying pixels."""
        layout, viewport = self.view.layout, self.view.viewport
        if (layout, self.size()) != self._placed:
            self._placed = (layout, self.size())
            self._window.setGeometry(0, layout.bands_height, self.width(), max(0, self.height() - layout.bands_height))
            self._column.resize(self.width(), max(1, layout.rows_height))
            rows = {row.track_id: row for row in layout.rows}
            for track_id, header in self._headers.items():
                header.setVisible(track_id in rows)
                if track_id in rows:
                    header.setGeometry(0, rows[track_id].top, self.width(), rows[track_id].height)
            self._place_lanes(layout.lanes)
            self._idle.start()
            self.update()
        self._column.move(0, -viewport.scroll_y)
        for row in layout.visible(viewport.scroll_y, viewport.height):
            self._header(row)

    def _place_lanes(self, lanes: tuple[Lane, ...]) -> None:
        wanted = {(lane.owner_id, lane.kind, lane.key): lane for lane in lanes}
        for key in [each for each in self._lane_headers if each not in wanted]:
            self._lane_headers.pop(key).deleteLater()
        for key, lane in wanted.items():
            header = self._lane_headers.get(key)
            if header is None:
                kind = TakeHeader if lane.kind == "take" else LaneHeader
                header = self._lane_headers[key] = kind(self.bridge, lane, self._column)
                header.show()
            header.setGeometry(0, lane.top, self.width(), lane.height)

    def _follow_lanes(self) -> None:
        project = self.bridge.project
        for track_id, track_header in self._headers.items():
            track = project.track(track_id)
            track_header.show_frozen(bool(track and track.frozen and frozen_sound(project, track)))
        for header in self._lane_headers.values():
            header.follow()

    def _prepare_one(self) -> None:
        """Make the header of a row that is not on the screen yet, so that scrolling to it costs nothing."""
        row = next((row for row in self.view.layout.rows if row.track_id not in self._headers), None)
        if row is None:
            self._idle.stop()
        else:
            self._header(row)

    def resizeEvent(self, _: QResizeEvent) -> None:
        self.place()

    def paintEvent(self, _: QPaintEvent) -> None:
        theme, layout = current(), self.view.layout
        names = {"sections": self.tr("Sections"), "chords": self.tr("Chords"), "lyrics": self.tr("Lyrics")}
        names |= {"meters": self.tr("Metre"), "tempo": self.tr("Tempo")}
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.color("bg"))
            painter.fillRect(QRectF(0, 0, self.width(), layout.bands_height), theme.color("panel"))
            painter.setPen(theme.color("muted"))
            painter.setFont(theme.font("small"))
            for band in layout.bands:
                if band.name in names:
                    box = QRectF(14, band.top, self.width() - 20, band.height)
                    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, names[band.name])

    def _header(self, row: Row) -> None:
        """Make the header of a row, if it has none yet."""
        track = self.bridge.project.track(row.track_id)
        if row.track_id not in self._headers and track is not None:
            header = TrackHeader(self.bridge, track, self._column)
            header.setGeometry(0, row.top, self.width(), row.height)
            header.show_heard(row.track_id not in silenced_track_ids(self.bridge.project))
            header.show_frozen(bool(track.frozen and frozen_sound(self.bridge.project, track)))
            header.show()
            self._headers[row.track_id] = header

    def _follow(self) -> None:
        tracks = {track.id: track for track in self.bridge.project.tracks}
        self._stems.setVisible(bool(tracks))
        for track_id in [each for each in self._headers if each not in tracks]:
            self._headers.pop(track_id).deleteLater()
        silenced = silenced_track_ids(self.bridge.project)
        for track_id, header in self._headers.items():
            header.follow(tracks[track_id])
            header.show_heard(track_id not in silenced)
        self.place()

    def _repaint_headers(self) -> None:
        for header in self._headers.values():
            header.update()

    def _show_levels(self) -> None:
        for track_id, header in self._headers.items():
            if not header.visibleRegion().isEmpty():
                header.meter.show_levels(*self.bridge.levels(track_id))


class _Column(QWidget):
    """The ground that the headers lie on; opaque, so that moving it costs no painting."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), current().color("bg"))
