# SPDX-License-Identifier: GPL-3.0-or-later
"""What is being made anew, on its own clips: a line that moves with the work, the old take grey behind it."""

from collections.abc import Iterator

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from musicstudio.app.session.making import Place

from .scene import Scene

_BAR_PX, _BEHIND = 3.0, 0.6


def places_of(scene: Scene, place: Place) -> Iterator[tuple[str, QRectF]]:
    """(track, where) of the cells that are in sight and have something, from top to bottom."""
    viewport = scene.viewport
    spans = _spans_s(scene, place)
    for row in scene.layout.visible(viewport.scroll_y, viewport.height):
        track = scene.project.track(row.track_id)
        if track is None or (place.track_ids and track.id not in place.track_ids):
            continue
        for start_s, end_s in spans:
            if any(clip.start_s < end_s and clip.end_s > start_s for clip in track.clips):
                rect = scene.row_rect(row.track_id, start_s, end_s)
                if rect is not None and rect.right() > 0 and rect.left() < viewport.width:
                    yield row.track_id, rect


def paint_making(painter: QPainter, scene: Scene, place: Place, fraction: float) -> None:
    """The cells of one job."""
    theme = scene.theme
    for track_id, rect in places_of(scene, place):
        track = scene.project.track(track_id)
        x = rect.left() + rect.width() * fraction
        painter.fillRect(QRectF(x, rect.top(), rect.right() - x, rect.height()), theme.color("bg", _BEHIND))
        painter.fillRect(QRectF(x, rect.top(), 1.5, rect.height()), theme.color("text"))
        bar = QRectF(rect.left(), rect.bottom() - _BAR_PX, rect.width(), _BAR_PX)
        painter.fillRect(bar, theme.color("line"))
        bar.setRight(x)
        painter.fillRect(bar, theme.track(track) if track else theme.color("muted"))


def _spans_s(scene: Scene, place: Place) -> list[tuple[float, float]]:
    if place.range_s is not None:
        return [place.range_s]
    project = scene.project
    return [project.section_span_s(section) for section in project.sections if section.id in place.section_ids]
