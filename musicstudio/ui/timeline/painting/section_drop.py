# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a section that is dragged would land: a line through all rows, and a dashed hole where it came from."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from .scene import Scene


@dataclass(frozen=True, slots=True)
class SectionDrop:
    """A section and the tick it would begin before."""

    section_id: str
    to_ticks: int


def paint_section_drop(painter: QPainter, scene: Scene, drop: SectionDrop) -> None:
    """Not in the accent color: it is a place, no selection."""
    section, band = scene.project.section(drop.section_id), scene.layout.band("sections")
    if section is None or band is None:
        return
    bottom = scene.layout.bands_height + min(scene.viewport.height, scene.layout.rows_height - scene.viewport.scroll_y)
    start_s, end_s = scene.project.section_span_s(section)
    left, right = scene.viewport.x_of(start_s), scene.viewport.x_of(end_s)
    painter.setBrush(scene.theme.color("bg", 0.45))
    painter.setPen(QPen(scene.theme.color("muted"), 1, Qt.PenStyle.DashLine))
    painter.drawRect(QRectF(left + 1, band.top + 1, right - left - 2, bottom - band.top - 2))
    x = scene.viewport.x_of(scene.project.tempo_map.seconds_at(drop.to_ticks))
    painter.fillRect(QRectF(x - 1, band.top, 2, bottom - band.top), scene.theme.color("text"))
