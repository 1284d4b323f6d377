# SPDX-License-Identifier: GPL-3.0-or-later
"""Drags on an automation lane: points, lines between them, bends, drawing by hand, choosing several.

A click puts a point, or takes the choice back. Shift holds the time, Ctrl is fine, Alt on a line bends it and on a
point leaves the grid; Ctrl on free ground draws.
"""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent

from musicstudio.project.edits.automation import bend_line, move_points, put_point, write_span
from musicstudio.project.model import AutomationPoint

from ..hit import Hit
from ..lane_curve import LaneCurve, curve_on
from ..lane_scale import value_text
from ..painting.ruler import place_text
from ..snap import grid_ticks, snap_tick
from .base import DocumentGesture
from .host import TimelineHost

_ALT, _CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_FINE = 0.2
_BEND_PX = 60.0


class LaneGesture(DocumentGesture):
    """What all of them know: the lane as it was when the button went down. A few pixels are much of a low lane."""

    starts_px = 3

    def __init__(self, host: TimelineHost, hit: Hit, event: QMouseEvent, curve: LaneCurve) -> None:
        super().__init__(host, hit, event)
        self.curve = curve
        self.place = (curve.lane.owner_id, curve.lane.key)

    @property
    def title(self) -> str:
        """The lane's name, for the history."""
        return self.curve.spec.title

    def tick_of(self, event: QMouseEvent) -> int:
        """The tick under the pointer, on the grid unless Alt is held."""
        tempo_map = self.curve.tempo_map
        return tempo_map.ticks_at(self.snap_s(self.seconds(event), event))

    def tell(self, tick: int, value: float, event: QMouseEvent) -> None:
        """Where and how much, beside the pointer."""
        place = place_text(self.curve.tempo_map, tick)
        self.host.say(f"{place} · {value_text(self.curve.spec, value)}", event.position())


class DragPoints(LaneGesture):
    """Moves every chosen point of the lane by what the grabbed one moves."""

    def __init__(self, host: TimelineHost, hit: Hit, event: QMouseEvent, curve: LaneCurve, at: AutomationPoint) -> None:
        super().__init__(host, hit, event, curve)
        self._at, selection = at, self.bridge.session.selection
        mine = (*self.place, at.tick)
        if event.modifiers() & _CTRL:
            selection.set(point_ids=selection.point_ids ^ {mine})
        elif mine not in selection.point_ids:
            more = selection.point_ids if event.modifiers() & _SHIFT else frozenset()
            selection.set(point_ids=more | {mine})
        self._ticks = {tick for *place, tick in selection.point_ids if tuple(place) == self.place} or {at.tick}

    def drag(self, event: QMouseEvent) -> None:
        moved = event.position() - self.start
        by_px = -moved.y() * (_FINE if event.modifiers() & _CTRL else 1.0)
        by_ticks = 0 if event.modifiers() & _SHIFT else self._by_ticks(moved, event)
        curve = self.curve
        self._drag.preview(
            f"Automate {self.title}",
            move_points(*self.place, self._ticks, by_ticks, lambda value: curve.value_moved(value, by_px)),
        )
        step = max(by_ticks, -min(self._ticks))
        self.bridge.session.selection.set(point_ids={(*self.place, tick + step) for tick in self._ticks})
        self.tell(self._at.tick + step, curve.value_moved(self._at.value, by_px), event)

    def drop(self, event: QMouseEvent) -> None:
        chosen = self.bridge.session.selection.now
        super().drop(event)
        self.bridge.session.selection.restore(chosen)

    def cancel(self) -> None:
        super().cancel()
        self.bridge.session.selection.set(point_ids={(*self.place, tick) for tick in self._ticks})

    def _by_ticks(self, moved: QPointF, event: QMouseEvent) -> int:
        tempo_map, viewport = self.curve.tempo_map, self.view.viewport
        if abs(moved.x()) < 3 and self.view.snap != "off":
            return 0
        seconds = viewport.seconds_at(self.curve.x_of(self._at.tick) + moved.x())
        return tempo_map.ticks_at(self.snap_s(seconds, event)) - self._at.tick


class DragLine(LaneGesture):
    """Moves both ends of a line up and down."""

    def __init__(
        self, host: TimelineHost, hit: Hit, event: QMouseEvent, curve: LaneCurve, ends: tuple[AutomationPoint, ...]
    ) -> None:
        super().__init__(host, hit, event, curve)
        self._ends = ends

    def drag(self, event: QMouseEvent) -> None:
        by_px = (self.start.y() - event.position().y()) * (_FINE if event.modifiers() & _CTRL else 1.0)
        curve, ticks = self.curve, {point.tick for point in self._ends}
        edit = move_points(*self.place, ticks, 0, lambda value: curve.value_moved(value, by_px))
        self._drag.preview(f"Automate {self.title}", edit)
        self.tell(self._ends[0].tick, curve.value_moved(self._ends[0].value, by_px), event)

    def click(self, event: QMouseEvent) -> None:
        put_at(self, event)


class BendLine(DragLine):
    """Alt: the line bends; up and it comes early, down and it comes late (as the line rises or falls)."""

    def drag(self, event: QMouseEvent) -> None:
        if len(self._ends) < 2:
            return
        left, right = self._ends
        by = (event.position().y() - self.start.y()) / _BEND_PX * (1 if right.value >= left.value else -1)
        bend = min(1.0, max(-1.0, left.bend + by))
        self._drag.preview(f"Bend {self.title}", bend_line(*self.place, left.tick, round(bend, 3)))
        self.host.say(f"{bend:+.0%}".replace("-", "−"), event.position())


class ChoosePoints(LaneGesture):
    """From free ground: choose the points between; a click puts one."""

    def drag(self, event: QMouseEvent) -> None:
        first, last = sorted((self.hit.seconds, self.seconds(event)))
        edges = [self.curve.tempo_map.ticks_at(edge) for edge in (first, last)]
        inside = {p.tick for p in self.curve.points if edges[0] <= p.tick <= edges[1]}
        self.bridge.session.selection.set(point_ids={(*self.place, tick) for tick in inside})

    def click(self, event: QMouseEvent) -> None:
        selection = self.bridge.session.selection
        if selection.point_ids:
            selection.clear()
        else:
            put_at(self, event)


class DrawPoints(LaneGesture):
    """Ctrl on free ground: a line by hand, a point for each step of the grid."""

    def __init__(self, host: TimelineHost, hit: Hit, event: QMouseEvent, curve: LaneCurve) -> None:
        super().__init__(host, hit, event, curve)
        self._drawn: dict[int, float] = {}
        self._last: tuple[int, float] | None = None
        self._draw(event)

    def drag(self, event: QMouseEvent) -> None:
        self._draw(event)
        points = [AutomationPoint(tick, value) for tick, value in sorted(self._drawn.items())]
        edit = write_span(*self.place, points, self.curve.spec.own)
        self._drag.preview(f"Draw {self.title}", edit)
        if self._last:
            self.tell(*self._last, event)

    def click(self, event: QMouseEvent) -> None:
        put_at(self, event)

    def _draw(self, event: QMouseEvent) -> None:
        """Every step between the last place and this one, in a straight line."""
        tempo_map = self.curve.tempo_map
        snap = self.view.snap if self.view.snap not in ("off", "section", "bar") else "1/16"
        raw = max(0, tempo_map.ticks_at(self.seconds(event)))
        tick, value = snap_tick(tempo_map, raw, snap), self.curve.value_at_y(event.position().y())
        last_tick, last_value = self._last or (tick, value)
        step = max(1, grid_ticks(tempo_map, raw, snap))
        for between in range(min(tick, last_tick), max(tick, last_tick), step):
            share = (between - last_tick) / (tick - last_tick)
            self._drawn[between] = last_value + (value - last_value) * share
        self._drawn[tick] = value
        self._last = (tick, value)


def lane_gesture(host: TimelineHost, hit: Hit, event: QMouseEvent) -> LaneGesture | None:
    """What a press on an automation lane begins."""
    lane, host.view.fresh_point = hit.lane, None
    curve = curve_on(host.bridge.project, host.view.layout, host.view.viewport, lane) if lane else None
    if curve is None:
        return None
    x, y = event.position().x(), event.position().y()
    if point := curve.point_at(x, y):
        return DragPoints(host, hit, event, curve, point)
    if ends := curve.line_at(x, y):
        return (BendLine if event.modifiers() & _ALT else DragLine)(host, hit, event, curve, ends)
    return (DrawPoints if event.modifiers() & _CTRL else ChoosePoints)(host, hit, event, curve)


def put_at(gesture: LaneGesture, event: QMouseEvent) -> None:
    """A point under the pointer, and it is chosen."""
    tick, value = gesture.tick_of(event), gesture.curve.value_at_y(event.position().y())
    edit = put_point(*gesture.place, AutomationPoint(tick, value))
    if gesture.bridge.edit(f"Automate {gesture.title}", edit):
        gesture.bridge.session.selection.set(point_ids={(*gesture.place, tick)})
        gesture.view.fresh_point = (*gesture.place, tick)


def put_point_under(host: TimelineHost, hit: Hit, event: QMouseEvent) -> None:
    """A point where a lane was double clicked: the first of the clicks may only have taken a choice back."""
    lane = hit.lane
    curve = curve_on(host.bridge.project, host.view.layout, host.view.viewport, lane) if lane else None
    if curve is not None:
        put_at(LaneGesture(host, hit, event, curve), event)
