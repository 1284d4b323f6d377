# SPDX-License-Identifier: GPL-3.0-or-later
"""Render one tile of a row: its clips with header, name, waveform or notes, fades and state."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QPolygonF

from musicstudio.dsp.fades import fade_gain
from musicstudio.project.edits.overlap import is_crossfade
from musicstudio.project.model import Clip, Project, Take, Track

from ...theme import Theme
from ...widgets.levels import gain_text
from ..hit import GAIN_PX, gain_place_px
from ..rows import CLIP_HEADER_PX
from ..track_index import index_of
from .grid import paint_grid
from .notes import note_spans, paint_notes
from .tiles import TILE_PX
from .waveform import paint_waveform

_RADIUS = 5.0
# Below this width a clip is three plain rectangles: nobody could read more, and a tile may hold hundreds of them.
_NARROW_PX = 14


@dataclass(frozen=True, slots=True)
class ClipColors:
    """Opaque colours of a clip: its tint, its header, and what is drawn at full strength."""

    fill: QColor
    header: QColor
    strong: QColor
    text: QColor


@lru_cache(maxsize=64)
def clip_colors(theme: Theme, color: str, is_quiet: bool) -> ClipColors:
    """The colours of a track's clips (color: as ``QColor.name``); grey when they are muted."""
    strong, ground = theme.color("faint") if is_quiet else QColor(color), theme.color("bg")
    fill = theme.mix(strong, ground, theme.number("clip_fill"))
    return ClipColors(
        fill,
        theme.mix(strong, fill, theme.number("clip_header")),
        strong,
        theme.color("muted" if is_quiet else "text"),
    )


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
    view_gain: float = 1.0

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
        shared = (
            self.theme,
            self._color(),
            is_quiet,
            index.pitches,
            self.project.tempo_map,
            self.project.sections,
        )
        return (*shared, self.view_gain, ready, *self.clips)

    def _color(self) -> str:
        return self.theme.track(self.track).name()

    def render(self) -> QImage:
        """The opaque picture, ``TILE_PX`` wide and ``height`` high in logical pixels."""
        image = QImage(round(TILE_PX * self.scale), round(self.height * self.scale), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(self.scale)
        image.fill(self.theme.color("bg"))
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(-self.first_x, 0)
            clips = self.clips
            for clip in clips:
                self._paint_clip(painter, clip)
            for left, right in pairwise(clips):
                if is_crossfade(left, right):
                    self._paint_crossfade(painter, left, right)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            area = QRectF(self.first_x, 0, TILE_PX, self.height)
            paint_grid(painter, self.theme, self.project.tempo_map, self.px_per_s, area)
        return image

    def _paint_clip(self, painter: QPainter, clip: Clip) -> None:
        left, right = clip.start_s * self.px_per_s, clip.end_s * self.px_per_s
        rect = QRectF(left + 0.5, 0.5, max(1.0, right - left - 1), self.height - 1)
        color = self.theme.role(clip.color).name() if clip.color else self._color()
        colors = clip_colors(self.theme, color, clip.is_muted or self.track.strip.is_muted)
        if rect.width() < _NARROW_PX:
            _paint_narrow(painter, rect, colors)
            return
        shape = QPainterPath()
        shape.addRoundedRect(rect, _RADIUS, _RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.fill)
        painter.drawPath(shape)
        self._paint_content(painter, clip, rect, colors.strong)
        self._paint_header(painter, clip, rect, shape, colors)
        self._paint_fades(painter, clip, rect)

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
            paint_waveform(
                painter,
                clip,
                take,
                peaks,
                first_x,
                last_x,
                top,
                height,
                self.px_per_s,
                self.scale,
                color,
                self.view_gain,
            )
        else:
            painter.fillRect(QRectF(first_x, top + height / 2, last_x - first_x, 1), color)

    def _paint_header(
        self, painter: QPainter, clip: Clip, rect: QRectF, shape: QPainterPath, colors: ClipColors
    ) -> None:
        painter.save()
        painter.setClipRect(QRectF(rect.left(), rect.top(), rect.width(), CLIP_HEADER_PX))
        painter.fillPath(shape, colors.header)
        painter.restore()
        if rect.width() < 28:
            return
        font = self.theme.font("small")
        painter.setFont(font)
        painter.setPen(colors.text)
        box = QRectF(rect.left() + 6, rect.top(), rect.width() - 10, CLIP_HEADER_PX)
        gain_left = gain_place_px(clip, rect.width())
        if gain_left is not None:
            box.setRight(rect.left() + gain_left - 4)
            place = QRectF(rect.left() + gain_left, rect.top(), GAIN_PX, CLIP_HEADER_PX)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, gain_text(clip.gain_db))
        text = QFontMetricsF(font).elidedText(clip_title(self.project, clip), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _paint_fades(self, painter: QPainter, clip: Clip, rect: QRectF) -> None:
        """What fades take away lies in the dark, above their curves."""
        fade_in = (clip.fade_in_s, clip.fade_in_bend, rect.left(), 1)
        fade_out = (clip.fade_out_s, clip.fade_out_bend, rect.right(), -1)
        for length_s, bend, edge, sign in (fade_in, fade_out):
            width = length_s * self.px_per_s
            if width < 2:
                continue
            curve = _fade_curve(edge, sign * width, rect.top() + CLIP_HEADER_PX, rect.bottom(), bend)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.color("bg", 0.6))
            painter.drawPolygon(QPolygonF([QPointF(edge, rect.top() + CLIP_HEADER_PX), *curve]))
            painter.setPen(QPen(self.theme.color("text", 0.7), 1.2))
            painter.drawPolyline(QPolygonF(curve))

    def _paint_crossfade(self, painter: QPainter, left: Clip, right: Clip) -> None:
        """Where two clips fade into each other: a darker band with both curves."""
        first, last = right.start_s * self.px_per_s, left.end_s * self.px_per_s
        if last - first < 3:
            return
        top, bottom = CLIP_HEADER_PX + 0.5, self.height - 0.5
        painter.fillRect(QRectF(first, top, last - first, bottom - top), self.theme.color("bg", 0.45))
        painter.setPen(QPen(self.theme.color("text"), 1.2))
        painter.drawPolyline(QPolygonF(_fade_curve(first, last - first, top, bottom, right.fade_in_bend)))
        painter.drawPolyline(QPolygonF(_fade_curve(last, first - last, top, bottom, left.fade_out_bend)))

    def _peaks(self, take: Take | None) -> Any:
        return self.media(take.source) if take is not None and take.source else None


def _fade_curve(edge: float, width: float, top: float, bottom: float, bend: float) -> list[QPointF]:
    """A fade's gain from its silent edge on, over a width (negative to the left)."""
    shares = np.linspace(0.0, 1.0, max(3, min(24, round(abs(width) / 4))))
    gains = fade_gain(shares, bend)
    return [
        QPointF(edge + share * width, bottom - gain * (bottom - top))
        for share, gain in zip(shares.tolist(), gains.tolist(), strict=True)
    ]


def _paint_narrow(painter: QPainter, rect: QRectF, colors: ClipColors) -> None:
    painter.fillRect(rect, colors.fill)
    painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), CLIP_HEADER_PX), colors.header)
    middle = (rect.height() + CLIP_HEADER_PX) / 2
    painter.fillRect(QRectF(rect.left(), middle - 8, rect.width(), 16), colors.strong)


def clip_title(project: Project, clip: Clip) -> str:
    """What a clip's header says: its own name, or its section's, with the take when there are several."""
    section = project.section(clip.section_id) if not clip.name else None
    name = clip.name or (section.name if section else "")
    take = clip.take
    return f"{name} · {take.name}" if take is not None and take.name and len(clip.takes) > 1 else name
