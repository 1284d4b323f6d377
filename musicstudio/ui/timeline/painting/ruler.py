# SPDX-License-Identifier: GPL-3.0-or-later
"""The ruler: bar numbers, clock time, markers and the loop range."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from musicstudio.project.model import TempoMap

from .grid import bar_lines
from .scene import Scene

_LABEL_GAP_PX = 46
_FLAG_PX = 9


def paint_ruler(painter: QPainter, scene: Scene) -> None:
    """The topmost band."""
    band, theme = scene.layout.bands[0], scene.theme
    painter.fillRect(QRectF(0, band.top, scene.viewport.width, band.height), theme.color("panel"))
    _paint_loop(painter, scene)
    painter.setFont(theme.font("small", is_tabular=True))
    for bar, seconds in bar_lines(
        scene.project.tempo_map, scene.viewport.span_s, scene.viewport.px_per_s, _LABEL_GAP_PX
    ):
        x = scene.viewport.x_of(seconds)
        painter.fillRect(QRectF(x, band.bottom - 6, 1, 6), theme.color("line"))
        painter.setPen(theme.color("muted"))
        painter.drawText(QRectF(x + 4, band.top, 60, band.height - 2), Qt.AlignmentFlag.AlignVCenter, str(bar))
        if scene.viewport.px_per_s > 24:
            painter.setPen(theme.color("faint"))
            clock = QRectF(x + 8 + 7 * len(str(bar)), band.top, 80, band.height - 2)
            painter.drawText(clock, Qt.AlignmentFlag.AlignVCenter, clock_text(seconds))
    _paint_markers(painter, scene)


def clock_text(seconds: float) -> str:
    """``1:04.250``, or ``1:04`` on the second."""
    minutes, rest = divmod(round(seconds * 10) / 10, 60)
    return f"{int(minutes)}:{rest:04.1f}".removesuffix(".0")


def place_text(tempo_map: TempoMap, tick: int) -> str:
    """``28.3``, and with ticks where it is off the beat ``28.3.240``."""
    bar, beat, rest = tempo_map.bar_at(max(0, tick))
    return f"{bar}.{beat}" if rest == 0 else f"{bar}.{beat}.{rest}"


def _paint_loop(painter: QPainter, scene: Scene) -> None:
    if scene.loop_s is None:
        return
    left, right = (scene.viewport.x_of(edge) for edge in scene.loop_s)
    painter.fillRect(QRectF(left, 0, right - left, 8), scene.theme.color("muted", 0.55))
    for edge in (left, right - 2):
        painter.fillRect(QRectF(edge, 0, 2, scene.layout.bands[0].height), scene.theme.color("muted"))


def _paint_markers(painter: QPainter, scene: Scene) -> None:
    band, theme = scene.layout.band("markers"), scene.theme
    if band is None:
        return
    painter.fillRect(QRectF(0, band.top, scene.viewport.width, band.height), theme.color("panel"))
    for marker in scene.project.markers:
        x = scene.viewport.x_of(scene.project.tempo_map.seconds_at(marker.tick))
        if not -400 < x < scene.viewport.width:
            continue
        is_selected = marker.id in scene.selected.marker_ids
        width = painter.fontMetrics().horizontalAdvance(marker.name)
        box = QRectF(x, band.top + 2, _FLAG_PX + width + 10, band.height - 4)
        painter.fillRect(box, theme.color("hover" if is_selected else "panel"))
        painter.fillRect(QRectF(x, band.top, 1, band.height), theme.color("warn"))
        flag = [QPointF(x, band.top + 4), QPointF(x + _FLAG_PX, band.top + 9), QPointF(x, band.top + 14)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("warn"))
        painter.drawPolygon(QPolygonF(flag))
        painter.setPen(theme.color("text"))
        painter.drawText(box.adjusted(_FLAG_PX + 4, 0, 4, 0), Qt.AlignmentFlag.AlignVCenter, marker.name)
