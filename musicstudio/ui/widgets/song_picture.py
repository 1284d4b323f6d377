# SPDX-License-Identifier: GPL-3.0-or-later
"""A song as a small picture: the colours of its sections, and how much sounds where."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QLinearGradient, QPainter

from musicstudio.project.model import Project

from ..theme import current

_COLUMN_PX, _BAR_PX, _EDGE_PX = 4, 2, 8
_LEAST = 0.06


def paint_song_picture(painter: QPainter, area: QRectF, project: Project) -> None:
    """Colours that run into each other from section to section, and a bar for every few pixels."""
    theme, length_s = current(), max(1.0, project.length_s)
    ground = QLinearGradient(area.topLeft(), area.topRight())
    ground.setColorAt(0.0, theme.color("panel"))
    for section in project.sections:
        start_s, end_s = project.section_span_s(section)
        ground.setColorAt(min(1.0, max(0.0, (start_s + end_s) / 2 / length_s)), theme.section(section.kind))
    painter.fillRect(area, QBrush(ground))
    inner = area.adjusted(_EDGE_PX, _EDGE_PX, -_EDGE_PX, -_EDGE_PX)
    columns = max(1, int(inner.width()) // _COLUMN_PX)
    for column, share in enumerate(how_much_sounds(project, length_s, columns)):
        height = max(_LEAST, share) * inner.height()
        bar = QRectF(inner.left() + column * _COLUMN_PX, inner.center().y() - height / 2, _BAR_PX, height)
        painter.fillRect(bar, theme.color("text", 0.75))


def how_much_sounds(project: Project, length_s: float, columns: int) -> list[float]:
    """For each column of a song the share of its rows that have a clip there, by the energy of its section, 0 to 1."""
    counts = [0] * (columns + 1)
    for _, clip in project.clips():
        if not clip.is_muted:
            counts[min(columns, max(0, int(clip.start_s / length_s * columns)))] += 1
            counts[min(columns, max(0, round(clip.end_s / length_s * columns)))] -= 1
    energies = [(*project.section_span_s(section), section.energy) for section in project.sections]
    most = max(1, sum(bool(track.clips) for track in project.tracks))
    shares, now = [], 0
    for column, change in enumerate(counts[:columns]):
        now += change
        at_s = (column + 0.5) / columns * length_s
        energy = next((energy for start_s, end_s, energy in energies if start_s <= at_s < end_s), 1.0)
        shares.append(min(1.0, now / most) * (0.3 + 0.7 * energy))
    return shares
