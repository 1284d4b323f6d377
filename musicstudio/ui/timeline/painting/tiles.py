# SPDX-License-Identifier: GPL-3.0-or-later
"""The cache of rendered tiles, and the queue that renders missing ones between frames."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage

TILE_PX = 256
CACHE_BYTES = 128 * 2**20
SLICE_S = 0.003


@dataclass(frozen=True, slots=True)
class TileKey:
    """One tile of one row: 256 logical pixels from ``index * 256`` at a rung of the zoom ladder."""

    track_id: str
    rung: int
    index: int
    height: int
    scale: float
    mode: str


@dataclass(slots=True)
class Tile:
    """A rendered tile. stamp: what it was drawn from, compared by identity; generation: when last compared."""

    image: QImage
    stamp: tuple[Any, ...]
    generation: int


class TileCache:
    """Tiles by key, the least recently used dropped first once they take more than ``limit_bytes``."""

    def __init__(self, limit_bytes: int = CACHE_BYTES) -> None:
        self._tiles: OrderedDict[TileKey, Tile] = OrderedDict()
        self._limit, self.bytes = limit_bytes, 0

    def get(self, key: TileKey) -> Tile | None:
        """A tile, fresh or stale."""
        tile = self._tiles.get(key)
        if tile is not None:
            self._tiles.move_to_end(key)
        return tile

    def peek(self, key: TileKey) -> Tile | None:
        """A tile without counting it as used."""
        return self._tiles.get(key)

    def put(self, key: TileKey, tile: Tile) -> None:
        """Keep a tile."""
        self._drop(self._tiles.pop(key, None))
        self._tiles[key] = tile
        self.bytes += tile.image.sizeInBytes()
        while self.bytes > self._limit and len(self._tiles) > 1:
            self._drop(self._tiles.popitem(last=False)[1])

    def clear(self) -> None:
        """Forget every tile (another theme, another song)."""
        self._tiles.clear()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._tiles)

    def _drop(self, tile: Tile | None) -> None:
        if tile is not None:
            self.bytes -= tile.image.sizeInBytes()


class TileQueue(QObject):
    """Renders wanted tiles on the main thread in slices of 3 ms between events.

    A Python worker thread would take the interpreter lock for 5 ms at a time (measured), longer than a slice here.
    """

    def __init__(self, render: Callable[[TileKey], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._render = render
        self._wanted: OrderedDict[TileKey, None] = OrderedDict()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._work)

    def want(self, visible: list[TileKey], nearby: list[TileKey]) -> None:
        """Replace the wish list: what is on the screen first, then what is just outside it."""
        self._wanted = OrderedDict.fromkeys((*visible, *nearby))
        self._start()

    def want_too(self, visible: list[TileKey]) -> None:
        """Put more at the head of the wish list (only a part of the canvas was painted)."""
        self._wanted = OrderedDict.fromkeys((*visible, *self._wanted))
        self._start()

    def finish(self) -> None:
        """Render everything that is wanted now (tests, screenshots)."""
        while self._wanted:
            self._render(self._wanted.popitem(last=False)[0])
        self._timer.stop()

    def _start(self) -> None:
        if self._wanted and not self._timer.isActive():
            self._timer.start()

    def _work(self) -> None:
        end = perf_counter() + SLICE_S
        while self._wanted and perf_counter() < end:
            self._render(self._wanted.popitem(last=False)[0])
        if not self._wanted:
            self._timer.stop()
