# SPDX-License-Identifier: GPL-3.0-or-later
"""One automation lane on the canvas: where its points and lines lie, and what lies under a pixel."""

from bisect import bisect_right
from dataclasses import dataclass

from musicstudio.mixing.automatable import Automatable, automatable
from musicstudio.project.automation_lines import value_at
from musicstudio.project.edits.automation import points_of
from musicstudio.project.model import AutomationPoint, Project, TempoMap

from .lane_scale import share_of, value_at_share
from .rows import Lane, RowLayout
from .viewport import Viewport

POINT_REACH_PX = 8
LINE_REACH_PX = 6
_MARGIN_PX = 8


@dataclass(frozen=True, slots=True)
class LaneCurve:
    """top, height: of the lane on the canvas."""

    lane: Lane
    spec: Automatable
    points: tuple[AutomationPoint, ...]
    tempo_map: TempoMap
    viewport: Viewport
    top: float
    height: float

    def x_of(self, tick: float) -> float:
        """Where a tick lies."""
        return self.viewport.x_of(self.tempo_map.seconds_at(tick))

    def places(self) -> list[tuple[float, float, AutomationPoint]]:
        """(x, y, point) of every point."""
        seconds = self.tempo_map.seconds_of(point.tick for point in self.points)
        px_per_s, scroll_x = self.viewport.px_per_s, self.viewport.scroll_x
        bottom, high, spec = self.top + self.height - _MARGIN_PX, self.height - 2 * _MARGIN_PX, self.spec
        return [
            (at_s * px_per_s - scroll_x, bottom - share_of(spec, point.value) * high, point)
            for at_s, point in zip(seconds, self.points, strict=True)
        ]

    def y_of(self, value: float) -> float:
        """Where a value lies."""
        return self.top + self.height - _MARGIN_PX - share_of(self.spec, value) * (self.height - 2 * _MARGIN_PX)

    def value_at_y(self, y: float) -> float:
        """The value at a pixel, held within the range."""
        return value_at_share(self.spec, (self.top + self.height - _MARGIN_PX - y) / (self.height - 2 * _MARGIN_PX))

    def value_moved(self, value: float, by_px: float) -> float:
        """A value some pixels higher (negative: lower)."""
        share = share_of(self.spec, value) + by_px / (self.height - 2 * _MARGIN_PX)
        return value_at_share(self.spec, share) if by_px else value

    def value_at(self, tick: float) -> float:
        """What it is worth at a tick."""
        return value_at(self.points, tick) if self.points else self.spec.own

    def point_at(self, x: float, y: float) -> AutomationPoint | None:
        """The nearest point within reach of a pixel."""
        near = [(abs(self.x_of(p.tick) - x) + abs(self.y_of(p.value) - y), p) for p in self._around(x)]
        reached = [(far, point) for far, point in near if far <= 2 * POINT_REACH_PX and self._is_within(point, x, y)]
        return min(reached, key=lambda each: each[0])[1] if reached else None

    def line_at(self, x: float, y: float) -> tuple[AutomationPoint, ...]:
        """The points that a line under a pixel runs between; one where it only leads to or from the end."""
        tick = self.tempo_map.ticks_at(self.viewport.seconds_at(x))
        if not self.points or abs(self.y_of(self.value_at(tick)) - y) > LINE_REACH_PX:
            return ()
        index = bisect_right([point.tick for point in self.points], tick)
        return self.points[max(0, index - 1) : index + 1]

    def _around(self, x: float) -> tuple[AutomationPoint, ...]:
        ticks = [point.tick for point in self.points]
        edges = (self.viewport.seconds_at(x - POINT_REACH_PX - 1), self.viewport.seconds_at(x + POINT_REACH_PX + 1))
        first, last = (self.tempo_map.ticks_at(edge) for edge in edges)
        return self.points[bisect_right(ticks, first - 1) : bisect_right(ticks, last + 1)]

    def _is_within(self, point: AutomationPoint, x: float, y: float) -> bool:
        is_near = abs(self.x_of(point.tick) - x) <= POINT_REACH_PX
        return is_near and abs(self.y_of(point.value) - y) <= POINT_REACH_PX


def curve_on(project: Project, layout: RowLayout, viewport: Viewport, lane: Lane) -> LaneCurve | None:
    """A lane as it lies now; None when what it moved is gone."""
    spec = automatable(project, lane.owner_id, lane.key)
    if spec is None:
        return None
    top = lane.top + layout.bands_height - viewport.scroll_y
    points = points_of(project, lane.owner_id, lane.key)
    return LaneCurve(lane, spec, points, project.tempo_map, viewport, top, lane.height)


def point_under(
    project: Project, layout: RowLayout, viewport: Viewport, lane: Lane | None, x: float, y: float
) -> tuple[str, str, int] | None:
    """Owner, target and tick of the point under a canvas pixel."""
    curve = curve_on(project, layout, viewport, lane) if lane is not None and lane.kind == "automation" else None
    point = curve.point_at(x, y) if curve else None
    return (curve.lane.owner_id, curve.lane.key, point.tick) if curve and point else None
