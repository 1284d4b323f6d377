# SPDX-License-Identifier: GPL-3.0-or-later
"""Chosen automation points by keyboard: arrows walk along the lane and set the value, Alt moves in time."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent

from musicstudio.app.actions.lane_actions import points_by_lane
from musicstudio.project.edits.automation import move_points
from musicstudio.project.edits.helpers import Edit, compose_edits

from .lane_curve import LaneCurve, curve_on
from .snap import grid_ticks
from .view import TimelineView

_STEPS: dict[int, int] = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
_WALKS: dict[int, str] = {Qt.Key.Key_Left: "automation.previous_point", Qt.Key.Key_Right: "automation.next_point"}
_SIDES: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_DELETES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_STEP_PX, _FINE_PX = 3.0, 0.6


def owns_key(view: TimelineView, event: QKeyEvent) -> bool:
    """Whether a key means the chosen points, and so no shortcut."""
    is_alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
    is_mine = event.key() in _DELETES or (is_alt and event.key() in _SIDES)
    return bool(view.bridge.session.selection.point_ids) and is_mine


def handle_point_key(view: TimelineView, event: QKeyEvent, place: QPoint) -> bool:
    """Do what a key means for chosen points; False where there are none, or the key means something else."""
    bridge, code = view.bridge, event.key()
    if not bridge.session.selection.point_ids:
        return False
    if code in _DELETES:
        bridge.run("automation.delete")
    elif code in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        bridge.run("automation.value", place)
    elif code == Qt.Key.Key_Escape:
        bridge.session.selection.clear()
    elif code in _STEPS:
        is_fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        _set_higher(view, _STEPS[code] * (_FINE_PX if is_fine else _STEP_PX))
    elif code in _SIDES and event.modifiers() & Qt.KeyboardModifier.AltModifier:
        _move(view, _SIDES[code])
    elif code in _WALKS:
        bridge.run(_WALKS[code])
    else:
        return False
    return True


def _curves(view: TimelineView) -> Iterator[tuple[LaneCurve, list[int]]]:
    for lane in view.layout.lanes:
        ticks = points_by_lane(view.bridge.session).get((lane.owner_id, lane.key), [])
        curve = curve_on(view.bridge.project, view.layout, view.viewport, lane) if ticks else None
        if curve is not None:
            yield curve, ticks


def _set_higher(view: TimelineView, by_px: float) -> None:
    edits = [_higher(curve, ticks, by_px) for curve, ticks in _curves(view)]
    view.bridge.edit("Nudge automation", compose_edits(*edits), merge_key="nudge-automation")


def _higher(curve: LaneCurve, ticks: list[int], by_px: float) -> Edit:
    place = (curve.lane.owner_id, curve.lane.key)
    return move_points(*place, ticks, 0, lambda value: curve.value_moved(value, by_px))


def _move(view: TimelineView, direction: int) -> None:
    chosen, edits = set(), []
    for curve, ticks in _curves(view):
        step = direction * max(1, grid_ticks(curve.tempo_map, ticks[0], view.snap if view.snap != "section" else "bar"))
        step = max(step, -min(ticks))
        place = (curve.lane.owner_id, curve.lane.key)
        edits.append(move_points(*place, ticks, step, lambda value: value))
        chosen |= {(*place, tick + step) for tick in ticks}
    if view.bridge.edit("Nudge automation", compose_edits(*edits), merge_key="nudge-automation"):
        view.bridge.session.selection.set(point_ids=chosen)
