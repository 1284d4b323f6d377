# SPDX-License-Identifier: GPL-3.0-or-later
"""What a hand takes hold of on a clip, and what its drop would cut away."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from musicstudio.project.clip_index import clips_named
from musicstudio.project.model import Clip

from ..hit import FADE_HANDLE_PX, MIN_BEND_ROOM_PX, MIN_PILL_CLIP_PX, PILL_GAP_PX, PILL_PX, bend_places_px
from ..rows import CLIP_HEADER_PX
from .scene import Scene

HANDLE_PX = 9
_INTERSECT = Qt.ClipOperation.IntersectClip


def paint_handles(painter: QPainter, scene: Scene) -> None:
    """Fades, their curves and the gain of the clips that are selected or under the pointer, to be taken by the hand."""
    ids = scene.selected.clip_ids | ({scene.hovered_clip_id} if scene.hovered_clip_id else set())
    if not ids:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    clip_to = QRectF(0, scene.layout.bands_height, scene.viewport.width, scene.viewport.height)
    painter.setClipRect(clip_to, _INTERSECT)
    for track, clip in clips_named(scene.project, ids):
        rect = scene.row_rect(track.id, clip.start_s, clip.end_s)
        if rect is not None and rect.width() >= 4 * FADE_HANDLE_PX and rect.intersects(clip_to):
            _paint_clip_handles(painter, scene, clip, rect)
    painter.restore()


def _paint_clip_handles(painter: QPainter, scene: Scene, clip: Clip, rect: QRectF) -> None:
    px_per_s = scene.viewport.px_per_s
    fill, edge = scene.theme.color("text"), QPen(scene.theme.color("bg"), 1)
    painter.setPen(edge)
    painter.setBrush(fill)
    for x in (rect.left() + clip.fade_in_s * px_per_s, rect.right() - clip.fade_out_s * px_per_s):
        place = QRectF(x - HANDLE_PX / 2, rect.top() + CLIP_HEADER_PX, HANDLE_PX, HANDLE_PX)
        place.moveLeft(min(max(place.left(), rect.left() + 1), rect.right() - HANDLE_PX - 1))
        painter.drawRoundedRect(place, 2, 2)
    painter.setBrush(scene.theme.color("bg"))
    painter.setPen(QPen(fill, 1.5))
    for x, y in bend_places_px(clip, scene.viewport, rect.height()).values():
        painter.drawEllipse(QPointF(x, rect.top() + y), 4, 4)
    if rect.width() >= MIN_PILL_CLIP_PX and rect.height() - CLIP_HEADER_PX >= MIN_BEND_ROOM_PX:
        pill = QRectF(0, rect.top() + CLIP_HEADER_PX + PILL_GAP_PX, *PILL_PX)
        pill.moveLeft(rect.center().x() - PILL_PX[0] / 2)
        painter.setPen(edge)
        painter.setBrush(fill)
        painter.drawRoundedRect(pill, 4, 4)
        painter.fillRect(QRectF(pill.left() + 8, pill.center().y() - 0.5, pill.width() - 16, 1.5), edge.color())


def paint_cuts(painter: QPainter, scene: Scene, spans: Iterable[tuple[str, float, float]]) -> None:
    """Hatch what a drop would cut away."""
    painter.save()
    clip_to = QRectF(0, scene.layout.bands_height, scene.viewport.width, scene.viewport.height)
    painter.setClipRect(clip_to, _INTERSECT)
    for track_id, start_s, end_s in spans:
        if rect := scene.row_rect(track_id, start_s, end_s):
            painter.fillRect(rect, QBrush(scene.theme.color("text", 0.45), Qt.BrushStyle.BDiagPattern))
    painter.restore()
