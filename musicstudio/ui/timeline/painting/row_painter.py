# SPDX-License-Identifier: GPL-3.0-or-later
"""Put the rows on the screen from tiles: fresh ones, else stale ones, else a scaled neighbour of the zoom ladder."""

from collections.abc import Callable
from time import perf_counter
from typing import Any

from PySide6.QtCore import QObject, QRect, QRectF
from PySide6.QtGui import QPainter, QRegion

from musicstudio.project.model import Project, Track

from ...theme import current
from ..viewport import px_per_s_of
from .row_tile import RowTile
from .scene import Scene, is_same
from .tiles import TILE_PX, Tile, TileCache, TileKey, TileQueue
from .view_gain import ViewGains

# A frame may spend this long rendering missing tiles itself; the rest waits for the queue.
_SYNC_S = 0.001
_RECENT_RUNGS = 3


class RowPainter(QObject):
    """Paints rows and keeps the tiles. ``dirty(key)`` is called when a tile that was missing is ready."""

    def __init__(self, peaks_of: Callable[[str], Any], dirty: Callable[[TileKey], None], parent: QObject) -> None:
        super().__init__(parent)
        self.cache, self.queue = TileCache(), TileQueue(self._render, self)
        self._peaks_of, self._dirty = peaks_of, dirty
        self._gains = ViewGains(peaks_of)
        self._project: Project | None = None
        self._tracks: dict[str, Track] = {}
        self._generations: dict[str, int] = {}
        self._count = self._checks = 0
        self._recent_rungs: list[int] = []
        self.modes: dict[str, str] = {}

    def set_project(self, project: Project) -> None:
        """The document changed; tiles are compared with it when next drawn."""
        before, known = self._project, self._tracks
        self._project = project
        self._tracks = {track.id: track for track in project.tracks}
        is_shared = before is not None and _is_drawn_alike(before, project)
        changed = [track.id for track in project.tracks if not is_shared or known.get(track.id) is not track]
        if changed:
            self._count += 1
            self._generations.update(dict.fromkeys(changed, self._count))

    def recheck(self) -> None:
        """Something outside the document changed (peaks became ready, another view mode)."""
        self._count += 1
        self._checks += 1
        self._generations = dict.fromkeys(self._tracks, self._count)

    def paint(self, painter: QPainter, scene: Scene, region: QRegion) -> None:
        """Draw every row tile that crosses ``region`` (canvas pixels)."""
        exposed = region.boundingRect()
        is_zooming = self._recent_rungs[:1] != [scene.viewport.rung]
        deadline = perf_counter() + (0.0 if is_zooming else _SYNC_S)
        viewport, top = scene.viewport, scene.layout.bands_height
        scale = painter.device().devicePixelRatioF()
        missing: list[TileKey] = []
        self._remember_rung(viewport.rung)
        for row in scene.layout.visible(viewport.scroll_y, viewport.height):
            y = top + row.top - viewport.scroll_y
            for index in _tile_span(viewport.scroll_x + exposed.left(), viewport.scroll_x + exposed.right()):
                key = TileKey(row.track_id, viewport.rung, index, row.height, scale, self.mode_of(row.track_id))
                x = index * TILE_PX - viewport.scroll_x
                # Tiles in the gaps of the region are clipped away: rendered now, they would never be shown.
                if region.intersects(QRect(x, y, TILE_PX, row.height)):
                    self._paint_tile(painter, key, x, y, deadline, missing)
        if exposed.width() >= viewport.width and exposed.height() >= viewport.height:
            self.queue.want(missing, self._nearby(scene, scale))
        elif missing:
            self.queue.want_too(missing)

    def view_gain(self, track: Track) -> float:
        """How much larger than life a track's waves are drawn."""
        return self._gains.of(track, self._checks)

    def mode_of(self, track_id: str) -> str:
        """``waveform`` or ``notes``; by default notes for instruments and waveforms for the rest."""
        track = self._tracks.get(track_id)
        return self.modes.get(track_id) or ("notes" if track is not None and track.kind == "instrument" else "waveform")

    def _paint_tile(
        self, painter: QPainter, key: TileKey, x: int, y: int, deadline: float, missing: list[TileKey]
    ) -> None:
        tile = self.cache.get(key)
        if not self._is_fresh(key, tile):
            if perf_counter() < deadline:
                tile = self.render_tile(key)
            else:
                missing.append(key)
        if tile is not None:
            painter.drawImage(x, y, tile.image)
        else:
            self._paint_stand_in(painter, key, QRectF(x, y, TILE_PX, key.height))

    def _paint_stand_in(self, painter: QPainter, key: TileKey, target: QRectF) -> None:
        for rung in self._recent_rungs[1:]:
            ratio = px_per_s_of(rung) / px_per_s_of(key.rung)
            left, right = key.index * TILE_PX * ratio, (key.index + 1) * TILE_PX * ratio
            found = [(i, self.cache.peek(_at(key, rung, i))) for i in _tile_span(int(left), int(right - 1e-6))]
            if any(tile is not None for _, tile in found):
                painter.save()
                painter.setClipRect(target)
                for index, tile in found:
                    if tile is not None:
                        place = QRectF(
                            target.left() + (index * TILE_PX - left) / ratio, target.top(), TILE_PX / ratio, key.height
                        )
                        painter.drawImage(place, tile.image)
                painter.restore()
                return

    def _remember_rung(self, rung: int) -> None:
        """The scales that were on the screen last lend their tiles to one that has none yet."""
        if not self._recent_rungs or self._recent_rungs[0] != rung:
            self._recent_rungs = [rung, *(each for each in self._recent_rungs if each != rung)][: _RECENT_RUNGS + 1]

    def _is_fresh(self, key: TileKey, tile: Tile | None) -> bool:
        if tile is None:
            return False
        generation = self._generations.get(key.track_id, 0)
        if tile.generation != generation:
            row_tile = self._row_tile(key)
            if row_tile is None or not is_same(tile.stamp, row_tile.stamp()):
                return False
            tile.generation = generation
        return True

    def _render(self, key: TileKey) -> None:
        if not self._is_fresh(key, self.cache.peek(key)) and self.render_tile(key) is not None:
            self._dirty(key)

    def render_tile(self, key: TileKey) -> Tile | None:
        row_tile = self._row_tile(key)
        if row_tile is None:
            return None
        tile = Tile(row_tile.render(), row_tile.stamp(), self._generations.get(key.track_id, 0))
        self.cache.put(key, tile)
        return tile

    def _row_tile(self, key: TileKey) -> RowTile | None:
        track = self._tracks.get(key.track_id)
        if track is None or self._project is None:
            return None
        px_per_s, gain = px_per_s_of(key.rung), self.view_gain(track)
        return RowTile(
            self._project, track, self._peaks_of, current(), key.mode, px_per_s, key.index, key.height, key.scale, gain
        )

    def _nearby(self, scene: Scene, scale: float) -> list[TileKey]:
        viewport = scene.viewport
        span = _tile_span(viewport.scroll_x, viewport.scroll_x + viewport.width)
        rows = scene.layout.visible(viewport.scroll_y, viewport.height)
        keys = [
            TileKey(row.track_id, viewport.rung, index, row.height, scale, self.mode_of(row.track_id))
            for index in (span.stop, span.start - 1) for row in rows if index >= 0
        ]  # fmt: skip
        return [key for key in keys if not self._is_fresh(key, self.cache.peek(key))]


def _is_drawn_alike(before: Project, project: Project) -> bool:
    """Whether what tiles are drawn from besides their tracks is the same: bars, and names of sections."""
    return before.tempo_map is project.tempo_map and before.sections is project.sections


def _tile_span(first_x: int, last_x: int) -> range:
    return range(max(0, first_x // TILE_PX), last_x // TILE_PX + 1)


def _at(key: TileKey, rung: int, index: int) -> TileKey:
    return TileKey(key.track_id, rung, index, key.height, key.scale, key.mode)
