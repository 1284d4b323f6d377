# SPDX-License-Identifier: GPL-3.0-or-later
"""Where each band and each track lies on the canvas, from top to bottom."""

from dataclasses import dataclass
from functools import lru_cache

from musicstudio.app.session.shown_lanes import Lanes
from musicstudio.project.model import Project, Track

RULER_PX = 24
BANDS_PX = {"ruler": RULER_PX, "markers": 20, "sections": 28, "chords": 24, "lyrics": 26, "meters": 18, "tempo": 34}
ROW_GAP_PX = 4
ROW_PX = {"small": 52, "normal": 96, "large": 148}
GROUP_ROW_PX = 52
TAKE_LANE_PX = {"small": 24, "normal": 30, "large": 38}
LANE_PX = {"small": 44, "normal": 58, "large": 80}
CLIP_HEADER_PX = 15


class _Across:
    """Something that lies across the whole width."""

    __slots__ = ()
    top: int
    height: int

    @property
    def bottom(self) -> int:
        """The pixel below it."""
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Band(_Across):
    """One of the fixed lanes above the rows: ``ruler``, ``markers``, ``sections``, ``chords``, ``lyrics``,
    ``meters`` or ``tempo``.
    """

    name: str
    top: int
    height: int


@dataclass(frozen=True, slots=True)
class Row(_Across):
    """A track's row; ``top`` counts from the first row, before scrolling."""

    track_id: str
    top: int
    height: int


@dataclass(frozen=True, slots=True)
class Lane(_Across):
    """A lane below a track's row. kind: ``automation`` (key: its target) or ``take`` (key: the take's number from 0).

    owner_id: the track's id, or empty for the master, whose lanes lie below all rows; ``top`` counts as a row's does.
    """

    owner_id: str
    kind: str
    key: str
    top: int
    height: int


@dataclass(frozen=True)
class RowLayout:
    """The bands and rows of one document. Immutable: a changed document gets a new one."""

    bands: tuple[Band, ...]
    rows: tuple[Row, ...]
    lanes: tuple[Lane, ...] = ()

    @property
    def bands_height(self) -> int:
        """Where the rows area begins on the canvas."""
        return self.bands[-1].bottom

    @property
    def rows_height(self) -> int:
        """Height of all rows together."""
        bottoms = [row.bottom for row in self.rows[-1:]] + [lane.bottom for lane in self.lanes[-1:]]
        return max(bottoms) + ROW_GAP_PX if bottoms else 0

    def band_at(self, y: float) -> Band | None:
        """The band under a canvas pixel."""
        return next((band for band in self.bands if band.top <= y < band.bottom), None)

    def band(self, name: str) -> Band | None:
        """A band by name; None when it is not shown."""
        return next((band for band in self.bands if band.name == name), None)

    def row_at(self, y: float) -> Row | None:
        """The row under a pixel of the rows area (scrolling already added)."""
        return next((row for row in self.rows if row.top <= y < row.bottom), None)

    def lane_at(self, y: float) -> Lane | None:
        """The lane below a track under a pixel of the rows area."""
        return next((lane for lane in self.lanes if lane.top <= y < lane.bottom), None)

    def nearest_row(self, y: float) -> Row | None:
        """The row under a pixel, or the first or last one."""
        return min(self.rows, key=lambda row: max(row.top - y, y - row.bottom, 0), default=None)

    def row_of(self, track_id: str) -> Row | None:
        """A track's row; None when it is hidden."""
        return next((row for row in self.rows if row.track_id == track_id), None)

    def visible(self, top: int, height: int) -> tuple[Row, ...]:
        """Rows that cross a span of the rows area."""
        return tuple(row for row in self.rows if row.bottom > top and row.top < top + height)

    def visible_lanes(self, top: int, height: int) -> tuple[Lane, ...]:
        """Lanes below tracks that cross a span of the rows area."""
        return tuple(lane for lane in self.lanes if lane.bottom > top and lane.top < top + height)


_LaneShape = tuple[str, str, int]
_RowShape = tuple[str, int, tuple[_LaneShape, ...]]


@lru_cache(maxsize=64)
def _layout(shape: tuple[_RowShape, ...], bands: tuple[str, ...]) -> RowLayout:
    rows, lanes, top = [], [], ROW_GAP_PX
    for owner_id, height, below in shape:
        if height:
            rows.append(Row(owner_id, top, height))
            top += height
        for kind, key, lane_px in below:
            lanes.append(Lane(owner_id, kind, key, top, lane_px))
            top += lane_px
        top += ROW_GAP_PX
    return RowLayout(_stack(bands), tuple(rows), tuple(lanes))


def _stack(names: tuple[str, ...]) -> tuple[Band, ...]:
    bands, top = [], 0
    for name in names:
        bands.append(Band(name, top, BANDS_PX[name]))
        top += BANDS_PX[name]
    return tuple(bands)


def layout_of(project: Project, size: str = "normal", lanes: Lanes | None = None) -> RowLayout:
    """The rows of a document. size: small, normal or large; lanes: what lies open below them."""
    lanes = lanes or Lanes()
    shape = [(t.id, _row_px(t, size), _lanes_below(t, size, lanes)) for t in visible_tracks(project)]
    if master := _automation_lanes("", size, lanes):
        shape.append(("", 0, master))
    return _layout(tuple(shape), _band_names(project, lanes.has_tempo))


def _band_names(project: Project, has_tempo: bool) -> tuple[str, ...]:
    changes = has_tempo or len(project.tempo_map.tempos) > 1 or len(project.tempo_map.meters) > 1
    shown = {"meters": changes, "tempo": changes}
    shown |= {"markers": bool(project.markers), "chords": bool(project.chords), "lyrics": has_lyrics(project)}
    return tuple(name for name in BANDS_PX if shown.get(name, True))


def _row_px(track: Track, size: str) -> int:
    return track.height_px or (GROUP_ROW_PX if track.kind in ("group", "bus") else ROW_PX[size])


def _lanes_below(track: Track, size: str, lanes: Lanes) -> tuple[_LaneShape, ...]:
    takes: tuple[_LaneShape, ...] = ()
    if track.id in lanes.take_track_ids:
        most = max((len(clip.takes) for clip in track.clips), default=0)
        takes = tuple(("take", str(number), TAKE_LANE_PX[size]) for number in range(most if most > 1 else 0))
    return (*takes, *_automation_lanes(track.id, size, lanes))


def _automation_lanes(owner_id: str, size: str, lanes: Lanes) -> tuple[_LaneShape, ...]:
    return tuple(("automation", target, LANE_PX[size]) for target in lanes.targets_of(owner_id))


def visible_tracks(project: Project) -> tuple[Track, ...]:
    """Tracks that have a row: not buses, not hidden, not inside a folded group."""
    folded = {track.id for track in project.tracks if track.kind == "group" and track.is_folded}
    return tuple(t for t in project.tracks if t.kind != "bus" and not t.is_hidden and t.group_id not in folded)


def has_lyrics(project: Project) -> bool:
    """Whether any vocal take carries syllables, or words were written."""
    return bool(project.lyrics) or any(track.kind == "vocal" for track in project.tracks)
