# SPDX-License-Identifier: GPL-3.0-or-later
"""The painted stages: sentence vector, style map, form, notes, and the two pictures of the sound."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from musicstudio.app.audio.spectrogram import Picture
from musicstudio.engines.style_map import StyleMap
from musicstudio.project.model import Section

from ..theme import current
from ..words import say
from .state import InsideState

_BARS_SHOWN = 96
_MEL = tuple(f"mel_{step}" for step in range(5))


class _Drawing(QWidget):
    """Repaints with the state. A click at a share of the width is told."""

    def __init__(self, state: InsideState, height_px: int, clicked: Callable[[float], object] | None = None) -> None:
        super().__init__()
        self.state, self._height, self._clicked = state, height_px, clicked
        self.setMinimumHeight(height_px)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        state.changed.connect(self.update)
        state.lit.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(160, self._height)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._clicked is not None:
            self._clicked(event.position().x() / max(1, self.width()))

    def paintEvent(self, _: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(current().font("small"))
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        raise NotImplementedError

    def _span(self) -> tuple[float, float]:
        """Ticks shown: of the section, else of the clip."""
        facts, tempo_map = self.state.facts, self.state.bridge.project.tempo_map
        if facts is None:
            return 0.0, 1.0
        if facts.section is not None:
            return float(facts.section.start_ticks), float(facts.section.end_ticks)
        return float(tempo_map.ticks_at(facts.clip.start_s)), float(tempo_map.ticks_at(facts.clip.end_s))


class VectorView(_Drawing):
    """96 of the sentence's numbers, each the mean of four: up above 0, down below."""

    def _paint(self, painter: QPainter) -> None:
        theme, deep = current(), self.state.deep
        numbers = np.array(deep.inside.vector if deep else ())
        if not numbers.size:
            return
        shown = numbers[: len(numbers) // _BARS_SHOWN * _BARS_SHOWN].reshape(_BARS_SHOWN, -1).mean(axis=1)
        middle, step = self.height() / 2, self.width() / _BARS_SHOWN
        painter.setPen(Qt.PenStyle.NoPen)
        for index, share in enumerate(shown / max(1e-9, float(np.abs(shown).max()))):
            painter.setBrush(theme.role("keys" if share > 0 else "brass"))
            high = abs(float(share)) * (middle - 2)
            painter.drawRect(QRectF(index * step, middle - high if share > 0 else middle, max(1.0, step * 0.6), high))


class StylePlace(_Drawing):
    """Where the prompt's nearest styles lie on the style map."""

    def __init__(self, state: InsideState, height_px: int) -> None:
        super().__init__(state, height_px)
        self._map = StyleMap(())

    def set_map(self, style_map: StyleMap) -> None:
        """The styles as points."""
        self._map = style_map
        self.update()

    def _paint(self, painter: QPainter) -> None:
        theme, deep = current(), self.state.deep
        painter.setPen(theme.color("line"))
        painter.setBrush(theme.color("well"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        near = {name: max(0.01, cosine) for name, _, cosine in deep.inside.nearest} if deep else {}
        painter.setPen(Qt.PenStyle.NoPen)
        for point in self._map.points:
            painter.setBrush(theme.role("keys", 0.9 if point.name in near else 0.35))
            painter.drawEllipse(self._pixel(point.x, point.y), 2.5, 2.5)
        if not near:
            return
        place = self._pixel(*self._map.blend_to_point({name: cosine**6 for name, cosine in near.items()}))
        painter.setBrush(theme.color("accent"))
        painter.drawEllipse(place, 4.5, 4.5)
        next_y = 0.0
        for point in sorted(self._map.points, key=lambda each: -each.y):
            if point.name in near:
                at, text = self._pixel(point.x, point.y), say(point.title)
                painter.setPen(theme.color("muted"))
                painter.drawLine(place, at)
                painter.setPen(theme.color("text"))
                left = min(at.x() + 6, self.width() - painter.fontMetrics().horizontalAdvance(text) - 4)
                next_y = max(at.y() + 4, next_y + 13)
                painter.drawText(QPointF(max(4.0, left), next_y), text)
                painter.setPen(Qt.PenStyle.NoPen)

    def _pixel(self, x: float, y: float) -> QPointF:
        return QPointF(12 + x * (self.width() - 24), 12 + (1 - y) * (self.height() - 24))


class FormView(_Drawing):
    """All sections as blocks with the line of their energy; that of the clip is framed."""

    def __init__(self, state: InsideState) -> None:
        super().__init__(state, 66, self._choose)

    def _paint(self, painter: QPainter) -> None:
        theme, sections = current(), self.state.bridge.project.sections
        end = max((section.end_ticks for section in sections), default=1)
        own = self.state.facts.section if self.state.facts else None
        line = QPolygonF()
        for section in sections:
            box = self._box(section, end)
            is_own = own is not None and section.id == own.id
            painter.setPen(theme.color("accent") if is_own else Qt.PenStyle.NoPen)
            painter.setBrush(theme.section(section.kind))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(theme.color("sections.text"))
            text = painter.fontMetrics().elidedText(section.name, Qt.TextElideMode.ElideRight, int(box.width() - 12))
            painter.drawText(box.adjusted(8, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, text)
            level = self.height() - 4 - section.energy * 30
            line << QPointF(box.left() + 4, level) << QPointF(box.right() - 4, level)
        painter.setPen(QPen(theme.color("muted"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(line)

    def _box(self, section: Section, end: int) -> QRectF:
        a, b = (self.width() * ticks / end for ticks in (section.start_ticks, section.end_ticks))
        return QRectF(a + 1, 1, max(2.0, b - a - 2), 24)

    def _choose(self, share: float) -> None:
        project = self.state.bridge.project
        ticks = share * max((section.end_ticks for section in project.sections), default=1)
        facts = self.state.facts
        for section in project.sections:
            if section.start_ticks <= ticks < section.end_ticks and facts is not None:
                track = project.track(facts.track.id)
                clips = [clip for clip in track.clips if clip.section_id == section.id] if track else []
                if clips:
                    self.state.bridge.session.selection.set(clip_ids={clips[0].id})


class NotesView(_Drawing):
    """The notes of every row of the section, by role, louder ones fuller."""

    def _paint(self, painter: QPainter) -> None:
        theme, project, facts = current(), self.state.bridge.project, self.state.facts
        painter.fillRect(self.rect(), theme.color("well"))
        if facts is None:
            return
        start, end = self._span()
        if self.state.lit_ticks:
            a, b = (self._x(ticks, start, end) for ticks in self.state.lit_ticks)
            painter.fillRect(QRectF(a, 0, max(2.0, b - a), self.height()), theme.color("hover"))
        rows = [
            (track, project.tempo_map.ticks_at(clip.origin_s), note)
            for part in facts.parts if (track := project.track(part.track_id)) and track.role != "drums"
            for clip in track.clips if clip.section_id == facts.clip.section_id and clip.take
            for note in clip.take.notes
        ]  # fmt: skip
        low = min((note.pitch for *_, note in rows), default=40)
        high = max((note.pitch for *_, note in rows), default=80)
        step = (self.height() - 6) / max(12, high - low + 1)
        painter.setPen(Qt.PenStyle.NoPen)
        for track, origin, note in rows:
            a = self._x(origin + note.start_ticks, start, end)
            b = self._x(origin + note.start_ticks + note.length_ticks, start, end)
            painter.setBrush(theme.role(track.color or track.role, 0.45 + 0.55 * note.velocity / 127))
            top = self.height() - 3 - (note.pitch - low + 1) * step
            painter.drawRect(QRectF(a, top, max(1.5, b - a - 0.5), max(1.5, step - 0.5)))

    def _x(self, ticks: float, start: float, end: float) -> float:
        return self.width() * (ticks - start) / max(1.0, end - start)


class SoundPicture(_Drawing):
    """A picture of levels in the colours of the theme, with the lit place."""

    def __init__(self, state: InsideState, height_px: int, picture_of: Callable[[], Picture | None]) -> None:
        super().__init__(state, height_px)
        self._picture_of = picture_of

    def _paint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), current().color("mel_0"))
        picture = self._picture_of()
        if picture is not None:
            painter.drawImage(QRectF(self.rect()), _colored(picture))
        facts, lit = self.state.facts, self.state.lit_ticks
        if facts is not None and lit is not None:
            seconds = [self.state.bridge.project.tempo_map.seconds_at(ticks) - facts.clip.start_s for ticks in lit]
            a, b = (self.width() * at / max(1e-6, facts.clip.length_s) for at in seconds)
            painter.setPen(current().color("text"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(a, 0.5, b - a, self.height() - 1))


def _colored(picture: Picture) -> QImage:
    """Five steps of colour between the softest and the loudest."""
    steps = [current().color(token) for token in _MEL]
    marks = np.linspace(0, 255, len(steps))
    bands = [[getattr(color, name)() for color in steps] for name in ("red", "green", "blue")]
    table = np.stack([np.interp(np.arange(256), marks, band) for band in bands], axis=1)
    pixels = np.ascontiguousarray(table.astype(np.uint8)[picture])
    high, wide = picture.shape
    return QImage(pixels.tobytes(), wide, high, 3 * wide, QImage.Format.Format_RGB888).copy()
