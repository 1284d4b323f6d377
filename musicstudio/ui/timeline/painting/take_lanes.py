# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes below their track: each with its wave or notes, what is heard in the track's color; and the seams of a comp."""

from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QRegion

from musicstudio.project.edits.comping import seams_of
from musicstudio.project.model import Clip, Track

from ..rows import Lane
from ..track_index import clips_between, index_of
from .automation import paint_lane_ground
from .notes import note_spans, paint_notes
from .row_painter import RowPainter
from .scene import Scene
from .waveform import paint_waveform

_CHOSEN_FILL, _OTHER_FILL = 0.30, 0.10
_OTHER = 0.38
_RADIUS = 4.0


@dataclass(frozen=True, slots=True)
class Swipe:
    """What is being swiped over: a lane and a time."""

    track_id: str
    number: int
    start_s: float
    end_s: float


def paint_take_lanes(painter: QPainter, scene: Scene, rows: RowPainter, peaks_of: Any, region: QRegion) -> None:
    """Every take lane in sight, and the seams of the rows above them."""
    exposed = region.boundingRect()
    seamed = set()
    for lane in scene.layout.visible_lanes(scene.viewport.scroll_y, scene.viewport.height):
        track = scene.project.track(lane.owner_id) if lane.kind == "take" else None
        if track is not None:
            seamed.add(track.id)
            _paint_lane(painter, scene, _Take(scene, lane, track, rows, peaks_of), exposed.left(), exposed.right() + 1)
    for track_id in seamed:
        _paint_seams(painter, scene, scene.project.track(track_id))


def paint_swipe(painter: QPainter, scene: Scene, swipe: Swipe) -> None:
    """The frame of a swipe."""
    lanes = (each for each in scene.layout.lanes if (each.owner_id, each.key) == (swipe.track_id, str(swipe.number)))
    lane = next((each for each in lanes if each.kind == "take"), None)
    if lane is None:
        return
    top = lane.top + scene.layout.bands_height - scene.viewport.scroll_y
    left, right = scene.viewport.x_of(swipe.start_s), scene.viewport.x_of(swipe.end_s)
    painter.setPen(QPen(scene.theme.color("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(left, top + 2, right - left, lane.height - 4), _RADIUS, _RADIUS)


@dataclass(frozen=True, slots=True)
class _Take:
    scene: Scene
    lane: Lane
    track: Track
    rows: RowPainter
    peaks_of: Any

    @property
    def number(self) -> int:
        return int(self.lane.key)


def _paint_lane(painter: QPainter, scene: Scene, take: _Take, first_x: int, last_x: int) -> None:
    top = paint_lane_ground(painter, scene, take.lane)
    viewport = scene.viewport
    painter.save()
    painter.setClipRect(QRectF(first_x, top, last_x - first_x, take.lane.height), Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(-viewport.scroll_x, 0)
    edges = (viewport.seconds_at(first_x), viewport.seconds_at(last_x))
    for clip in clips_between(take.track, *edges):
        if take.number < len(clip.takes) > 1:
            _paint_piece(painter, take, clip, top, first_x + viewport.scroll_x, last_x + viewport.scroll_x)
    painter.restore()


def _paint_piece(painter: QPainter, take: _Take, clip: Clip, top: float, first_x: int, last_x: int) -> None:
    scene, px_per_s = take.scene, take.scene.viewport.px_per_s
    shown = clip.takes[take.number]
    is_heard = shown.id == clip.active_take_id and not clip.is_muted
    color = scene.theme.track(take.track) if is_heard else scene.theme.color("muted", _OTHER)
    rect = QRectF(clip.start_s * px_per_s + 0.5, top + 3, clip.length_s * px_per_s - 1, take.lane.height - 6)
    shape = QPainterPath()
    shape.addRoundedRect(rect, _RADIUS, _RADIUS)
    fill = QColor(color)
    fill.setAlphaF(_CHOSEN_FILL if is_heard else _OTHER_FILL)
    painter.fillPath(shape, fill)
    left, right = max(first_x, int(rect.left()) + 1), min(last_x, int(rect.right()))
    alone = replace(clip, active_take_id=shown.id, fade_in_s=0.0, fade_out_s=0.0)
    _paint_content(painter, take, alone, left, right, rect, color)


def _paint_content(
    painter: QPainter, take: _Take, clip: Clip, left: int, right: int, rect: QRectF, color: QColor
) -> None:
    shown, scene = clip.takes[take.number], take.scene
    px_per_s, tempo_map = scene.viewport.px_per_s, scene.project.tempo_map
    peaks = take.peaks_of(shown.source) if shown.source else None
    place = (left, right, rect.top() + 1, rect.height() - 2)
    if shown.notes and (take.rows.mode_of(take.track.id) == "notes" or peaks is None):
        spans, pitches = note_spans(clip, shown, tempo_map), index_of(take.track).pitches
        paint_notes(painter, clip, spans, *place, px_per_s, pitches, color)
    elif peaks is not None:
        scale = painter.device().devicePixelRatioF()
        paint_waveform(painter, clip, shown, peaks, *place, px_per_s, scale, color, take.rows.view_gain(take.track))


def _paint_seams(painter: QPainter, scene: Scene, track: Track | None) -> None:
    """White lines where the takes of a comp meet, each piece that has room for it with the number of its take."""
    seams = seams_of(track) if track is not None else []
    painter.setFont(scene.theme.font("small", is_bold=True))
    for left, right, at_s in seams:
        rect = scene.row_rect(track.id, at_s, at_s) if track else None
        if rect is None or not -200 < rect.left() < scene.viewport.width + 200:
            continue
        painter.fillRect(QRectF(rect.left() - 0.75, rect.top() + 2, 1.5, rect.height() - 4), scene.theme.color("text"))
        for piece, start_s in ((left, left.start_s), (right, at_s)):
            x, number = scene.viewport.x_of(start_s) + 5, take_number(piece)
            if x + painter.fontMetrics().horizontalAdvance(number) < scene.viewport.x_of(piece.end_s):
                painter.setPen(scene.theme.color("text"))
                painter.drawText(QPointF(x, rect.bottom() - 6), number)


def take_number(clip: Clip) -> str:
    """The number of the take that a clip plays, from 1."""
    ids = [take.id for take in clip.takes]
    return str(ids.index(clip.active_take_id) + 1) if clip.active_take_id in ids else ""
