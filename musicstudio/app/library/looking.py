# SPDX-License-Identifier: GPL-3.0-or-later
"""What the library's panel shows, asked for in one go: what is found, where it lies on the map, what was kept."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from musicstudio.core.progress import Job, Progress
from musicstudio.library.entries import Entry, Found, Query, SavedWish, SearchResult, UsedPrompt
from musicstudio.library.file import Library

from .entry_words import facts_of
from .listing import read_songs
from .suggestions import Suggestions, suggest

__all__ = [
    "Entry", "Found", "Library", "Looked", "MapPoint", "Query", "SavedWish", "SearchResult", "Suggestions",
    "UsedPrompt", "facts_of", "look", "map_of",
]  # fmt: skip
_MOST_STYLES = 7


class MapPoint(Struct, frozen=True):
    """A place from 0 to 1, right and up. id: of an entry, or empty for a style, which lies amid what is of it."""

    id: str
    name: str
    x: float
    y: float


class Looked(Struct, frozen=True):
    """counts: by kind. places: of everything that has a sound, and of styles."""

    result: SearchResult
    counts: dict[str, int]
    places: tuple[MapPoint, ...] = ()
    suggestions: Suggestions = Suggestions()


def look(query: Query, songs: Iterable[Path], folders: Iterable[Path], suggests: bool) -> Job[Looked]:
    """Search; a library that was begun anew reads the songs of this machine first. Raises `StudioError`."""
    yield Progress(0.0, "Looking through the library")
    library = Library()
    if library.needs_songs:
        yield from read_songs(library, [*library.songs(), *songs], folders)
    result = library.search(query)
    return Looked(result, library.counts(), map_of(library), suggest(library) if suggests else Suggestions())


def map_of(library: Library) -> tuple[MapPoint, ...]:
    """All sounds laid out by the two directions in which they differ most (principal components)."""
    ids, matrix = library.vectors()
    if not ids:
        return ()
    names = library.names()
    plane = _plane(matrix)
    points = [MapPoint(each, names[each][0], *map(float, at)) for each, at in zip(ids, plane, strict=True)]
    groups: dict[str, list[MapPoint]] = {}
    for point in points:
        groups.setdefault(names[point.id][1], []).append(point)
    groups.pop("", None)
    largest = sorted(groups, key=lambda style: (-len(groups[style]), style))[:_MOST_STYLES]
    return (*points, *(_middle(style, groups[style]) for style in largest))


def _plane(matrix: NDArray[np.float32]) -> NDArray[np.float64]:
    """(n, 2) from 0 to 1, by rank, so that no crowd hides the rest."""
    centered = matrix - matrix.mean(axis=0)
    _, axes = np.linalg.eigh((centered.T @ centered).astype(np.float64))
    flat = centered @ axes[:, ::-1][:, :2]
    if len(flat) == 1:
        return np.full((1, 2), 0.5)
    spread = np.maximum(np.ptp(flat, axis=0), 1e-9)
    even = (flat - flat.min(axis=0)) / spread
    ranks = flat.argsort(axis=0).argsort(axis=0) / (len(flat) - 1)
    return np.asarray(0.5 * even + 0.5 * ranks)


def _middle(style: str, points: list[MapPoint]) -> MapPoint:
    x = float(np.median([point.x for point in points]))
    return MapPoint("", style, x, float(np.median([point.y for point in points])))
