# SPDX-License-Identifier: GPL-3.0-or-later
"""Automation lanes below the rows: ground, line, points and the fill under them."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from musicstudio.app.session.selection import PointId
from musicstudio.project.automation_lines import value_at
from musicstudio.project.model import AutomationPoint

from ..lane_curve import LaneCurve, curve_on
from ..rows import Lane
from .grid import paint_grid
from .scene import Scene

_STEP_PX = 6
_POINT_PX = 4.0
_FILL = 0.10


def paint_automation_lanes(painter: QPainter, scene: Scene) -> None:
    """Every automation lane in sight."""
    for lane in scene.layout.visible_lanes(scene.viewport.scroll_y, scene.viewport.height):
        if lane.kind == "automation":
            _paint_lane(painter, scene, lane)


def paint_lane_ground(painter: QPainter, scene: Scene, lane: Lane) -> float:
    """The empty lane with its grid; where its top lies on the canvas."""
    viewport, top = scene.viewport, lane.top + scene.layout.bands_height - scene.viewport.scroll_y
    painter.fillRect(QRectF(0, top, viewport.width, lane.height), scene.theme.color("well"))
    painter.save()
    painter.translate(-viewport.scroll_x, 0)
    area = QRectF(viewport.scroll_x, top, viewport.width, lane.height)
    paint_grid(painter, scene.theme, scene.project.tempo_map, viewport.px_per_s, area)
    painter.restore()
    painter.fillRect(QRectF(0, top, viewport.width, 1), scene.theme.color("line"))
    return top


def lane_color(scene: Scene, lane: Lane) -> QColor:
    """The color of the track that a lane belongs to."""
    track = scene.project.track(lane.owner_id)
    return scene.theme.track(track) if track else scene.theme.color("muted")


def _paint_lane(painter: QPainter, scene: Scene, lane: Lane) -> None:
    paint_lane_ground(painter, scene, lane)
    curve = curve_on(scene.project, scene.layout, scene.viewport, lane)
    if curve is None:
        return
    color = lane_color(scene, lane)
    painter.save()
    painter.setClipRect(QRectF(0, curve.top, scene.viewport.width, curve.height), Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if curve.points:
        _paint_curve(painter, scene, curve, color)
    else:
        painter.setPen(QPen(QColor(color.red(), color.green(), color.blue(), 150), 1.5, Qt.PenStyle.DashLine))
        y = curve.y_of(curve.spec.own)
        painter.drawLine(QPointF(0, y), QPointF(scene.viewport.width, y))
    painter.restore()


def _paint_curve(painter: QPainter, scene: Scene, curve: LaneCurve, color: QColor) -> None:
    corners = _corners(scene, curve)
    line = QPainterPath(corners[0])
    for corner in corners[1:]:
        line.lineTo(corner)
    ground = QPainterPath(line)
    ground.lineTo(corners[-1].x(), curve.top + curve.height)
    ground.lineTo(corners[0].x(), curve.top + curve.height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillPath(ground, QColor.fromRgbF(color.redF(), color.greenF(), color.blueF(), _FILL))
    painter.strokePath(line, QPen(color, 2))
    chosen = {tick for owner, target, tick in scene.selected.point_ids if _is_of((owner, target, tick), curve)}
    free_from = -_POINT_PX
    for point in curve.points:
        x, is_chosen = curve.x_of(point.tick), point.tick in chosen
        if x <= scene.viewport.width + _POINT_PX and (x >= free_from or (is_chosen and x >= -_POINT_PX)):
            free_from = x + _POINT_PX
            painter.setPen(QPen(scene.theme.color("text") if is_chosen else color, 1.6))
            painter.setBrush(scene.theme.color("text" if is_chosen else "well"))
            radius = _POINT_PX + is_chosen
            painter.drawEllipse(QPointF(x, curve.y_of(point.value)), radius, radius)


def _is_of(point_id: PointId, curve: LaneCurve) -> bool:
    return point_id[:2] == (curve.lane.owner_id, curve.lane.key)


def _corners(scene: Scene, curve: LaneCurve) -> list[QPointF]:
    """The line in sight: its points, and steps between them where it is bent or the scale is no straight one."""
    width = scene.viewport.width
    places = [(curve.x_of(point.tick), point) for point in curve.points]
    corners = [QPointF(min(0.0, places[0][0]), curve.y_of(curve.points[0].value))]
    for (x, point), (next_x, following) in zip(places, [*places[1:], (math.inf, curve.points[-1])], strict=True):
        if next_x < 0 or x > width:
            continue
        corners.append(QPointF(x, curve.y_of(point.value)))
        is_curved = (point.bend or curve.spec.scale != "linear") and point.value != following.value
        if next_x < math.inf and is_curved and next_x - x > 2 * _STEP_PX:
            corners += _steps(curve, (point, following), max(x, 0.0), min(next_x, width))
        elif next_x < math.inf:
            corners.append(QPointF(next_x, curve.y_of(following.value)))
    end = max(width, corners[-1].x())
    last = curve.points[-1] if places[-1][0] <= width else None
    corners += [QPointF(end, curve.y_of(last.value))] if last else []
    return corners


def _steps(curve: LaneCurve, ends: tuple[AutomationPoint, ...], left: float, right: float) -> list[QPointF]:
    count = max(2, math.ceil((right - left) / _STEP_PX))
    corners = []
    for step in range(1, count + 1):
        x = left + (right - left) * step / count
        tick = curve.tempo_map.ticks_at(curve.viewport.seconds_at(x))
        tick = min(max(tick, ends[0].tick), ends[1].tick)
        corners.append(QPointF(x, curve.y_of(value_at(ends, tick))))
    return corners
