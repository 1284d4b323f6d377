# SPDX-License-Identifier: GPL-3.0-or-later
"""Where each band and each track lies on the canvas, from top to bottom."""

from dataclasses import dataclass
from functools import lru_cache

from musicstudio.project.model import Project, Track

RULER_PX = 24
SECTIONS_PX = 28
CHORDS_PX = 24
MARKERS_PX = 20
LYRICS_PX = 26
ROW_GAP_PX = 4
ROW_PX = {"small": 52, "normal": 96, "large": 148}
GROUP_ROW_PX = 52
CLIP_HEADER_PX = 15


@dataclass(frozen=True, slots=True)
class Band:
    """One of the fixed lanes above the rows: ``ruler``, ``markers``, ``sections``, ``chords`` or ``lyrics``."""

    name: str
    top: int
    height: int

    @property
    def bottom(self) -> int:
        """The pixel below it."""
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Row:
    """A track's row; ``top`` counts from the first row, before scrolling."""

    track_id: str
    top: int
    height: int

    @property
    def bottom(self) -> int:
        """The pixel below it."""
        return self.top + self.height


@dataclass(frozen=True)
class RowLayout:
    """The bands and rows of one document. Immutable: a changed document gets a new one."""

    bands: tuple[Band, ...]
    rows: tuple[Row, ...]

    @property
    def bands_height(self) -> int:
        """Where the rows area begins on the canvas."""
        return self.bands[-1].bottom

    @property
    def rows_height(self) -> int:
        """Height of all rows together."""
        return self.rows[-1].bottom + ROW_GAP_PX if self.rows else 0

    def band_at(self, y: float) -> Band | None:
        """The band under a canvas pixel."""
        return next((band for band in self.bands if band.top <= y < band.bottom), None)

    def band(self, name: str) -> Band | None:
        """A band by name; None when it is not shown."""
        return next((band for band in self.bands if band.name == name), None)

    def row_at(self, y: float) -> Row | None:
        """The row under a pixel of the rows area (scrolling already added)."""
        return next((row for row in self.rows if row.top <= y < row.bottom), None)

    def nearest_row(self, y: float) -> Row | None:
        """The row under a pixel, or the first or last one."""
        return min(self.rows, key=lambda row: max(row.top - y, y - row.bottom, 0), default=None)

    def row_of(self, track_id: str) -> Row | None:
        """A track's row; None when it is hidden."""
        return next((row for row in self.rows if row.track_id == track_id), None)

    def visible(self, top: int, height: int) -> tuple[Row, ...]:
        """Rows that cross a span of the rows area."""
        return tuple(row for row in self.rows if row.bottom > top and row.top < top + height)


@lru_cache(maxsize=64)
def _layout(shape: tuple[tuple[str, int], ...], has_markers: bool, has_chords: bool, has_lyrics: bool) -> RowLayout:
    heights = [("ruler", RULER_PX), *[("markers", MARKERS_PX)] * has_markers, ("sections", SECTIONS_PX)]
    heights += [("chords", CHORDS_PX)] * has_chords + [("lyrics", LYRICS_PX)] * has_lyrics
    bands, top = [], 0
    for name, height in heights:
        bands.append(Band(name, top, height))
        top += height
    rows, top = [], ROW_GAP_PX
    for track_id, height in shape:
        rows.append(Row(track_id, top, height))
        top += height + ROW_GAP_PX
    return RowLayout(tuple(bands), tuple(rows))


def layout_of(project: Project, size: str = "normal") -> RowLayout:
    """The rows of a document. size: small, normal or large."""
    tracks = visible_tracks(project)
    shape = tuple((t.id, GROUP_ROW_PX if t.kind in ("group", "bus") else ROW_PX[size]) for t in tracks)
    return _layout(shape, bool(project.markers), bool(project.chords), has_lyrics(project))


def visible_tracks(project: Project) -> tuple[Track, ...]:
    """Tracks that have a row: not buses, not hidden, not inside a folded group."""
    folded = {track.id for track in project.tracks if track.kind == "group" and track.is_folded}
    return tuple(t for t in project.tracks if t.kind != "bus" and not t.is_hidden and t.group_id not in folded)


def has_lyrics(project: Project) -> bool:
    """Whether any vocal take carries syllables, or words were written."""
    return bool(project.lyrics) or any(track.kind == "vocal" for track in project.tracks)
