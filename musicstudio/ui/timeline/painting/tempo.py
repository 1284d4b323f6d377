# SPDX-License-Identifier: GPL-3.0-or-later
"""The lanes of tempo and metre: a step for each tempo with its number, a chip for each metre."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from musicstudio.project.model import Project

from ..hit import METER_CHIP_PX
from ..rows import Band
from .scene import Scene

_POINT_PX = 4.0
_MARGIN_PX = 7
_SPREAD = 0.08


def paint_tempo(painter: QPainter, scene: Scene, band: Band) -> None:
    """Tempi as steps, with a point where each begins."""
    theme, viewport, tempo_map = scene.theme, scene.viewport, scene.project.tempo_map
    painter.fillRect(QRectF(0, band.top, viewport.width, 1), theme.color("line", 0.6))
    painter.setFont(theme.font("small", is_tabular=True))
    edges = [viewport.x_of(tempo_map.seconds_at(tempo.tick)) for tempo in tempo_map.tempos] + [viewport.width + 50.0]
    before_y = None
    free_from = -1e9
    for tempo, left, right in zip(tempo_map.tempos, edges, edges[1:], strict=False):
        y = tempo_y(scene.project, band, tempo.bpm)
        if right >= 0 and left <= viewport.width:
            painter.setPen(QPen(theme.color("muted"), 1.6))
            if before_y is not None:
                painter.drawLine(QPointF(left, before_y), QPointF(left, y))
            painter.drawLine(QPointF(left, y), QPointF(min(right, viewport.width), y))
            is_chosen = tempo.tick in scene.selected.tempo_ticks
            painter.setBrush(theme.color("text" if is_chosen else "panel"))
            painter.setPen(QPen(theme.color("text"), 1.6))
            painter.drawEllipse(QPointF(left, y), _POINT_PX + is_chosen, _POINT_PX + is_chosen)
            if left >= free_from:
                free_from = _paint_number(painter, scene, band, tempo.bpm, left, y)
        before_y = y


def _paint_number(painter: QPainter, scene: Scene, band: Band, bpm: float, left: float, y: float) -> float:
    """The number beside its step, above it or below it; where the next one may begin."""
    text = f"{bpm:.1f}"
    width = painter.fontMetrics().horizontalAdvance(text)
    is_high = y < band.top + band.height / 2
    top = y + 3 if is_high else y - 15
    painter.setPen(scene.theme.color("text"))
    painter.drawText(QRectF(left + 8, top, width + 4, 12), Qt.AlignmentFlag.AlignVCenter, text)
    return left + width + 14


def tempo_y(project: Project, band: Band, bpm: float) -> float:
    """Where a tempo lies in its lane: the song's slowest below, its fastest above."""
    found = [tempo.bpm for tempo in project.tempo_map.tempos]
    low, high = min(found) * (1 - _SPREAD), max(found) * (1 + _SPREAD)
    share = (bpm - low) / (high - low)
    return band.top + band.height - _MARGIN_PX - share * (band.height - 2 * _MARGIN_PX)


def paint_meters(painter: QPainter, scene: Scene, band: Band) -> None:
    """A chip where each metre begins."""
    theme, viewport, tempo_map = scene.theme, scene.viewport, scene.project.tempo_map
    painter.setFont(theme.font("small", is_tabular=True))
    for meter in tempo_map.meters:
        x = viewport.x_of(tempo_map.seconds_at(meter.tick))
        if -METER_CHIP_PX < x < viewport.width:
            is_chosen = meter.tick in scene.selected.meter_ticks
            box = QRectF(x + 0.5, band.top + 2, METER_CHIP_PX, band.height - 4)
            painter.setPen(QPen(theme.color("text"), 1) if is_chosen else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("hover" if is_chosen else "raised"))
            painter.drawRoundedRect(box, 3, 3)
            painter.setPen(theme.color("text"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{meter.numerator}/{meter.denominator}")
