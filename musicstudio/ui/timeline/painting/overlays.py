# SPDX-License-Identifier: GPL-3.0-or-later
"""What floats on the rows: the selection, outlines of selected clips, the ghost of files about to be dropped."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from musicstudio.project.audible import silenced_track_ids
from musicstudio.project.clip_index import clips_named

from .scene import Scene

_SILENCED = 0.6
_INTERSECT = Qt.ClipOperation.IntersectClip


@dataclass(frozen=True, slots=True)
class Ghost:
    """Where a drop would land. track_id empty: a new track below the last."""

    title: str
    start_s: float
    length_s: float
    track_id: str = ""


def paint_selection(painter: QPainter, scene: Scene) -> None:
    """Selected cells, range and clips in the accent colour."""
    painter.save()
    top = 0 if _is_column(scene) else scene.layout.bands_height
    bottom = scene.layout.bands_height + scene.viewport.height
    painter.setClipRect(QRectF(0, top, scene.viewport.width, bottom - top), _INTERSECT)
    _paint_range(painter, scene)
    _paint_rows(painter, scene)
    _paint_clips(painter, scene)
    painter.restore()


def _is_column(scene: Scene) -> bool:
    """Whether every row is meant, and the lanes above them, too."""
    now = scene.selected
    return not (now.track_ids or now.clip_ids) and bool(now.range_s or now.section_ids)


def paint_silenced(painter: QPainter, scene: Scene) -> None:
    """Rows that others drown by being soloed lie in the dark; what is muted by itself is drawn grey already."""
    silenced = silenced_track_ids(scene.project)
    muted = {track.id for track in scene.project.tracks if track.strip.is_muted}
    viewport = scene.viewport
    for row in scene.layout.visible(viewport.scroll_y, viewport.height) if silenced - muted else ():
        if row.track_id in silenced - muted:
            top = row.top + scene.layout.bands_height - viewport.scroll_y
            painter.fillRect(QRectF(0, top, viewport.width, row.height), scene.theme.color("bg", _SILENCED))


def paint_ghost(painter: QPainter, scene: Scene, ghost: Ghost) -> None:
    """The landing place of a drag over the timeline."""
    rect = scene.row_rect(ghost.track_id, ghost.start_s, ghost.start_s + ghost.length_s)
    if rect is None:
        top = scene.layout.bands_height + scene.layout.rows_height - scene.viewport.scroll_y
        top = min(max(scene.layout.bands_height, top), scene.layout.bands_height + scene.viewport.height - 60)
        rect = QRectF(scene.viewport.x_of(ghost.start_s), top, ghost.length_s * scene.viewport.px_per_s, 56)
    painter.setBrush(scene.theme.color("text", scene.theme.number("selection_fill")))
    painter.setPen(QPen(scene.theme.color("text"), 1.5, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(rect, 5, 5)
    painter.setPen(scene.theme.color("text"))
    painter.drawText(rect.adjusted(8, 4, -4, -4), Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, ghost.title)


def selected_spans_s(scene: Scene) -> list[tuple[float, float]]:
    """The time spans that are selected: the range, or each run of neighbouring sections."""
    if scene.selected.range_s is not None:
        return [scene.selected.range_s]
    spans: list[tuple[float, float]] = []
    for section in scene.project.sections:
        if section.id in scene.selected.section_ids:
            start_s, end_s = scene.project.section_span_s(section)
            if spans and abs(spans[-1][1] - start_s) < 1e-6:
                spans[-1] = (spans[-1][0], end_s)
            else:
                spans.append((start_s, end_s))
    return spans


def _paint_range(painter: QPainter, scene: Scene) -> None:
    fill = scene.theme.color("accent", scene.theme.number("selection_fill"))
    edge = QPen(scene.theme.color("accent"), 1.5)
    for start_s, end_s in selected_spans_s(scene):
        for rect in _row_blocks(scene, start_s, end_s):
            painter.fillRect(rect, fill)
            painter.setPen(edge)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect)


def _row_blocks(scene: Scene, start_s: float, end_s: float) -> list[QRectF]:
    """One rectangle over all rows, or one for each selected row."""
    if scene.selected.track_ids:
        rects = (scene.row_rect(track_id, start_s, end_s) for track_id in scene.selected.track_ids)
        return [rect for rect in rects if rect is not None]
    left, right = scene.viewport.x_of(start_s), scene.viewport.x_of(end_s)
    top = scene.layout.bands[0].bottom + 1
    bottom = scene.layout.bands_height + scene.layout.rows_height - scene.viewport.scroll_y
    return [QRectF(left, top, right - left, max(scene.layout.bands_height, bottom) - top)]


def _paint_rows(painter: QPainter, scene: Scene) -> None:
    if scene.selected.range_s is not None or scene.selected.section_ids or scene.selected.clip_ids:
        return
    for track_id in scene.selected.track_ids:
        if rect := scene.row_rect(track_id, 0.0, scene.project.length_s):
            painter.fillRect(rect, scene.theme.color("accent", scene.theme.number("selection_fill")))


def _paint_clips(painter: QPainter, scene: Scene) -> None:
    if not scene.selected.clip_ids:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(scene.theme.color("text"), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for track, clip in clips_named(scene.project, scene.selected.clip_ids):
        rect = scene.row_rect(track.id, clip.start_s, clip.end_s)
        if rect is not None and rect.right() > 0 and rect.left() < scene.viewport.width:
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 5, 5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
