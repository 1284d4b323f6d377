# SPDX-License-Identifier: GPL-3.0-or-later
"""Render one tile of a row: its clips with header, name, waveform or notes, fades and state."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QPolygonF

from musicstudio.project.model import Clip, Project, Take, Track

from ...theme import Theme
from ..rows import CLIP_HEADER_PX
from .grid import paint_grid
from .notes import note_spans, paint_notes
from .tiles import TILE_PX
from .track_index import index_of
from .waveform import paint_waveform

_RADIUS = 5.0
_NARROW_PX = 4


@dataclass(frozen=True)
class RowTile:
    """Everything one tile is drawn from. ``mode``: ``notes`` or ``waveform``; x runs in song pixels at ``px_per_s``."""

    project: Project
    track: Track
    media: Any
    theme: Theme
    mode: str
    px_per_s: float
    index: int
    height: int
    scale: float

    @property
    def first_x(self) -> int:
        """Left edge in song pixels."""
        return self.index * TILE_PX

    @property
    def clips(self) -> list[Clip]:
        """Clips that cross the tile."""
        return index_of(self.track).between(self.first_x / self.px_per_s, (self.first_x + TILE_PX) / self.px_per_s)

    def stamp(self) -> tuple[Any, ...]:
        """What the picture depends on; equal by identity means that the tile is still true."""
        ready = tuple(self._peaks(clip.take) is not None for clip in self.clips)
        is_quiet = self.track.strip.is_muted
        index = index_of(self.track)
        return (self.theme, self.track.role, is_quiet, index.pitches, self.project.tempo_map, ready, *self.clips)

    def render(self) -> QImage:
        """The opaque picture, ``TILE_PX`` wide and ``height`` high in logical pixels."""
        image = QImage(round(TILE_PX * self.scale), round(self.height * self.scale), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(self.scale)
        image.fill(self.theme.color("bg"))
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(-self.first_x, 0)
            for clip in self.clips:
                self._paint_clip(painter, clip)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            area = QRectF(self.first_x, 0, TILE_PX, self.height)
            paint_grid(painter, self.theme, self.project.tempo_map, self.px_per_s, area)
        return image

    def _paint_clip(self, painter: QPainter, clip: Clip) -> None:
        left, right = clip.start_s * self.px_per_s, clip.end_s * self.px_per_s
        rect = QRectF(left + 0.5, 0.5, max(1.0, right - left - 1), self.height - 1)
        color = self._color(clip)
        ground = self.theme.color("bg")
        fill = self.theme.mix(color, ground, self.theme.number("clip_fill"))
        if rect.width() < _NARROW_PX:
            painter.fillRect(rect, self.theme.mix(color, ground, 0.5))
            return
        shape = QPainterPath()
        shape.addRoundedRect(rect, _RADIUS, _RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPath(shape)
        self._paint_content(painter, clip, rect, color)
        self._paint_header(
            painter, clip, rect, shape, self.theme.mix(color, ground, self.theme.number("clip_header") + 0.1)
        )
        self._paint_fades(painter, clip, rect, ground)

    def _paint_content(self, painter: QPainter, clip: Clip, rect: QRectF, color: QColor) -> None:
        take = clip.take
        if take is None:
            return
        top, height = rect.top() + CLIP_HEADER_PX + 3, rect.height() - CLIP_HEADER_PX - 6
        first_x = max(self.first_x, int(rect.left()) + 1)
        last_x = min(self.first_x + TILE_PX, int(rect.right()))
        peaks = self._peaks(take)
        if take.notes and (self.mode == "notes" or peaks is None):
            spans = note_spans(clip, take, self.project.tempo_map)
            pitches = index_of(self.track).pitches
            paint_notes(painter, clip, spans, first_x, last_x, top, height, self.px_per_s, pitches, color)
        elif peaks is not None:
            paint_waveform(painter, clip, take, peaks, first_x, last_x, top, height, self.px_per_s, self.scale, color)
        else:
            painter.fillRect(QRectF(first_x, top + height / 2, last_x - first_x, 1), color)

    def _paint_header(self, painter: QPainter, clip: Clip, rect: QRectF, shape: QPainterPath, fill: QColor) -> None:
        painter.save()
        painter.setClipRect(QRectF(rect.left(), rect.top(), rect.width(), CLIP_HEADER_PX))
        painter.fillPath(shape, fill)
        painter.restore()
        if rect.width() < 28:
            return
        font = self.theme.font("small")
        painter.setFont(font)
        painter.setPen(self.theme.color("muted" if self._is_quiet(clip) else "text"))
        box = QRectF(rect.left() + 6, rect.top(), rect.width() - 10, CLIP_HEADER_PX)
        text = QFontMetricsF(font).elidedText(clip_title(self.project, clip), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _paint_fades(self, painter: QPainter, clip: Clip, rect: QRectF, ground: QColor) -> None:
        top, bottom = rect.top() + CLIP_HEADER_PX, rect.bottom()
        shade = QColor(ground)
        shade.setAlphaF(0.6)
        for length_s, edge, sign in ((clip.fade_in_s, rect.left(), 1), (clip.fade_out_s, rect.right(), -1)):
            reach = edge + sign * length_s * self.px_per_s
            if abs(reach - edge) < 2:
                continue
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shade)
            painter.drawPolygon(QPolygonF([QPointF(edge, top), QPointF(reach, top), QPointF(edge, bottom)]))
            painter.setPen(QPen(self.theme.color("text", 0.7), 1.2))
            painter.drawLine(QPointF(edge, bottom), QPointF(reach, top))

    def _color(self, clip: Clip) -> QColor:
        return self.theme.color("faint") if self._is_quiet(clip) else self.theme.role(self.track.role)

    def _is_quiet(self, clip: Clip) -> bool:
        return clip.is_muted or self.track.strip.is_muted

    def _peaks(self, take: Take | None) -> Any:
        return self.media(take.source) if take is not None and take.source else None


def clip_title(project: Project, clip: Clip) -> str:
    """What a clip's header says: its own name, or its section's, with the take when there are several."""
    section = project.section(clip.section_id) if not clip.name else None
    name = clip.name or (section.name if section else "")
    take = clip.take
    return f"{name} · {take.name}" if take is not None and take.name and len(clip.takes) > 1 else name
