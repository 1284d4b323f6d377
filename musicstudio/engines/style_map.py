# SPDX-License-Identifier: GPL-3.0-or-later
"""A map of an engine's styles: points of a plane to blends of styles, and back."""

from collections.abc import Mapping
from math import hypot

from msgspec import Struct

Blend = tuple[tuple[str, float], ...]
_MAX_STYLES = 3
_MIN_SHARE = 0.1
_SHARPNESS = 2.6


class MapPoint(Struct, frozen=True):
    """A style on the map; x and y from 0 to 1, right livelier, up brighter."""

    name: str
    title: str
    x: float
    y: float


class StyleMap(Struct, frozen=True):
    """All styles as points. The same styles give the same map."""

    points: tuple[MapPoint, ...]

    def point_to_blend(self, x: float, y: float) -> Blend:
        """The blend of styles at a point: up to three nearest ones, weights summing to 1, heaviest first."""
        gaps = [(max(1e-6, hypot(point.x - x, point.y - y)), point.name) for point in self.points]
        nearest = sorted(gaps)[:_MAX_STYLES]
        weights = [(name, (nearest[0][0] / gap) ** _SHARPNESS) for gap, name in nearest]
        return _shares([(name, weight) for name, weight in weights if weight >= _MIN_SHARE])

    def blend_to_point(self, blend: Mapping[str, float] | Blend) -> tuple[float, float]:
        """Where a blend lies: the weighted middle of its styles; the middle of the map when it names none."""
        weights = dict(blend)
        known = [(point, weights[point.name]) for point in self.points if weights.get(point.name, 0.0) > 0]
        total = sum(weight for _, weight in known)
        if not total:
            return 0.5, 0.5
        return sum(p.x * weight for p, weight in known) / total, sum(p.y * weight for p, weight in known) / total


def _shares(weights: list[tuple[str, float]]) -> Blend:
    total = sum(weight for _, weight in weights)
    return tuple(
        (name, round(weight / total, 4)) for name, weight in sorted(weights, key=lambda pair: (-pair[1], pair[0]))
    )
