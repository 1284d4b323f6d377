# SPDX-License-Identifier: GPL-3.0-or-later
"""Automation lanes below the rows: ground, line, points and the fill under them."""

import math
from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF, QRegion

from musicstudio.app.session.selection import PointId
from musicstudio.project.automation_lines import value_at
from musicstudio.project.model import AutomationPoint, TempoMap

from ...theme import Theme
from ..lane_curve import LaneCurve, curve_on
from ..rows import Lane
from ..viewport import px_per_s_of
from .grid import paint_grid
from .scene import Scene

Place = tuple[float, float, AutomationPoint]
_STEP_PX = 6
_POINT_PX = 4.0
_FILL = 0.10


def paint_automation_lanes(painter: QPainter, scene: Scene, region: QRegion) -> None:
    """Every automation lane in sight that a region crosses."""
    for lane in scene.layout.visible_lanes(scene.viewport.scroll_y, scene.viewport.height):
        top = lane.top + scene.layout.bands_height - scene.viewport.scroll_y
        if lane.kind == "automation" and region.intersects(QRect(0, top, scene.viewport.width, lane.height)):
            _paint_lane(painter, scene, lane)


def paint_lane_ground(painter: QPainter, scene: Scene, lane: Lane) -> float:
    """The empty lane with its grid; where its top lies on the canvas."""
    viewport, top = scene.viewport, lane.top + scene.layout.bands_height - scene.viewport.scroll_y
    ratio = painter.device().devicePixelRatioF()
    size = (viewport.width, lane.height, ratio)
    painter.drawPixmap(
        0, top, _ground_picture(scene.theme, scene.project.tempo_map, viewport.rung, viewport.scroll_x, size)
    )
    return top


@lru_cache(maxsize=12)
def _ground_picture(
    theme: Theme, tempo_map: TempoMap, rung: int, scroll_x: int, size: tuple[int, int, float]
) -> QPixmap:
    """An empty lane: every lane of a frame looks the same, and so do those of the next."""
    width, height, ratio = size
    picture = QPixmap(math.ceil(width * ratio), math.ceil(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(theme.color("well"))
    with QPainter(picture) as painter:
        painter.translate(-scroll_x, 0)
        paint_grid(painter, theme, tempo_map, px_per_s_of(rung), QRectF(scroll_x, 0, width, height))
        painter.resetTransform()
        painter.fillRect(QRectF(0, 0, width, 1), theme.color("line"))
    return picture


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
    places = curve.places()
    corners = _corners(scene, curve, places)
    bottom = curve.top + curve.height
    ground = [*corners, QPointF(corners[-1].x(), bottom), QPointF(corners[0].x(), bottom)]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # its edge lies under the line
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor.fromRgbF(color.redF(), color.greenF(), color.blueF(), _FILL))
    painter.drawPolygon(QPolygonF(ground))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # Line by line: one wide line of hundreds of corners is stroked as a whole and takes thirty times as long.
    painter.setPen(QPen(color, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
    painter.drawLines([QLineF(start, end) for start, end in pairwise(corners)])
    _paint_points(painter, scene, curve, color, places)


def _paint_points(painter: QPainter, scene: Scene, curve: LaneCurve, color: QColor, places: list[Place]) -> None:
    """Points from one picture each, as hundreds of circles are dear; where they would overlap, some."""
    chosen = {tick for owner, target, tick in scene.selected.point_ids if _is_of((owner, target, tick), curve)}
    ratio, well, text = painter.device().devicePixelRatioF(), scene.theme.color("well"), scene.theme.color("text")
    plain = _point_picture(color.rgba(), well.rgba(), _POINT_PX, ratio)
    marked = _point_picture(text.rgba(), text.rgba(), _POINT_PX + 1, ratio)
    free_from, right = -_POINT_PX, scene.viewport.width + _POINT_PX
    for x, y, point in places:
        is_chosen = point.tick in chosen
        if x > right or (x < free_from and not (is_chosen and x >= -_POINT_PX)):
            continue
        free_from = x + _POINT_PX
        picture = marked if is_chosen else plain
        half = picture.width() / ratio / 2
        painter.drawPixmap(QPointF(x - half, y - half), picture)


@lru_cache(maxsize=64)
def _point_picture(edge: int, fill: int, radius: float, ratio: float) -> QPixmap:
    """A circle on clear ground, for a screen of so many pixels a point. Only while there is an application."""
    side = 2 * math.ceil(radius + 1.6)
    picture = QPixmap(math.ceil(side * ratio), math.ceil(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor.fromRgba(edge), 1.6))
        painter.setBrush(QColor.fromRgba(fill))
        painter.drawEllipse(QPointF(side / 2, side / 2), radius, radius)
    return picture


def _is_of(point_id: PointId, curve: LaneCurve) -> bool:
    return point_id[:2] == (curve.lane.owner_id, curve.lane.key)


def _corners(scene: Scene, curve: LaneCurve, places: list[Place]) -> list[QPointF]:
    """The line in sight: its points, and steps between them where it is bent or the scale is no straight one."""
    width, is_linear = scene.viewport.width, curve.spec.scale == "linear"
    corners = [QPointF(min(0.0, places[0][0]), places[0][1])]
    for (x, y, point), (next_x, next_y, following) in pairwise(places):
        if next_x < 0 or x > width:
            continue
        if x != corners[-1].x():  # else the segment before has ended here
            corners.append(QPointF(x, y))
        if next_x - x > 2 * _STEP_PX and (point.bend or not is_linear) and point.value != following.value:
            corners += _steps(curve, (point, following), max(x, 0.0), min(next_x, width))
        else:
            corners.append(QPointF(next_x, next_y))
    last_x, last_y, _ = places[-1]
    if last_x <= width:
        corners += [QPointF(last_x, last_y), QPointF(max(width, last_x), last_y)]
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
