# SPDX-License-Identifier: GPL-3.0-or-later
"""Draw the piano roll: rows, grid, notes, velocities and the keyboard."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from musicstudio.core.theory.drum_names import drum_name
from musicstudio.core.theory.pitches import pitch_name
from musicstudio.core.theory.scales import scale_pitch_classes
from musicstudio.project.model import Clip, Note, Project, Track

from ..theme import Theme
from ..words import say
from .geometry import VELOCITY_PX, RollGeometry
from .ghosts import GhostNotes

_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
MAX_OUTLINED = 200
_BLACK = frozenset({1, 3, 6, 8, 10})


@dataclass(frozen=True)
class RollScene:
    """One frame of the piano roll. ghosts: what other tracks play meanwhile. step_tick: where the next note goes."""

    project: Project
    track: Track
    clip: Clip
    notes: tuple[Note, ...]
    chosen: frozenset[int]
    geometry: RollGeometry
    theme: Theme
    playhead_tick: float
    ghosts: GhostNotes = ()
    keys_down: frozenset[int] = frozenset()
    step_tick: int | None = None

    @property
    def origin_tick(self) -> int:
        """Where the take's origin lies in the song."""
        return self.project.tempo_map.ticks_at(self.clip.origin_s)


def paint_roll(painter: QPainter, scene: RollScene) -> None:
    """The whole widget."""
    painter.fillRect(QRectF(0, 0, scene.geometry.width, scene.geometry.height), scene.theme.color("bg"))
    _paint_rows(painter, scene)
    _paint_grid(painter, scene)
    _paint_outside(painter, scene)
    _paint_ghosts(painter, scene)
    _paint_step(painter, scene)
    _paint_notes(painter, scene)
    _paint_velocities(painter, scene)
    _paint_keys(painter, scene)
    x = scene.geometry.x_of(scene.playhead_tick)
    if x > scene.geometry.keys_px:
        painter.fillRect(QRectF(x, 0, 1.5, scene.geometry.height), scene.theme.color("accent"))


def _paint_rows(painter: QPainter, scene: RollScene) -> None:
    geometry, key = scene.geometry, scene.project.key
    scale = scale_pitch_classes(key.tonic, key.mode)
    for place, pitch in enumerate(geometry.rows):
        box = QRectF(geometry.keys_px, geometry.y_of(pitch), geometry.width, geometry.row_px)
        if geometry.is_drums:
            if (int(geometry.top_row) - place) % 2:
                painter.fillRect(box, scene.theme.color("panel"))
        elif pitch % 12 in scale:
            painter.fillRect(box, scene.theme.color("panel"))
        if pitch % 12 == key.tonic and not geometry.is_drums:
            painter.fillRect(box, scene.theme.color("raised"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), scene.theme.color("line", 0.4))


def _paint_grid(painter: QPainter, scene: RollScene) -> None:
    geometry, tempo_map = scene.geometry, scene.project.tempo_map
    tick = max(0, scene.origin_tick + int(geometry.tick_at(geometry.keys_px)))
    tick = tempo_map.tick_of_bar(tempo_map.bar_at(tick)[0])
    last = scene.origin_tick + geometry.tick_at(geometry.width)
    painter.setFont(scene.theme.font("small"))
    while tick <= last:
        bar, beat, _ = tempo_map.bar_at(tick)
        step = tempo_map.meter_at(tick).beat_ticks
        x = geometry.x_of(tick - scene.origin_tick)
        if beat == 1 or step * geometry.px_per_tick > 10:
            painter.fillRect(QRectF(x, 0, 1, geometry.height), scene.theme.color("muted", 0.4 if beat == 1 else 0.14))
        if beat == 1:
            painter.setPen(scene.theme.color("faint"))
            painter.drawText(QRectF(x + 4, 1, 40, 14), Qt.AlignmentFlag.AlignVCenter, str(bar))
        tick += step


def _paint_outside(painter: QPainter, scene: RollScene) -> None:
    """Notes outside the clip's window do not sound: they lie in the shade."""
    geometry, tempo_map = scene.geometry, scene.project.tempo_map
    start, end = (
        geometry.x_of(tempo_map.ticks_at(s) - scene.origin_tick) for s in (scene.clip.start_s, scene.clip.end_s)
    )
    shade = scene.theme.color("bg", 0.65)
    if start > geometry.keys_px:
        painter.fillRect(QRectF(geometry.keys_px, 0, start - geometry.keys_px, geometry.notes_bottom), shade)
    if end < geometry.width:
        painter.fillRect(QRectF(max(geometry.keys_px, end), 0, geometry.width, geometry.notes_bottom), shade)


def _paint_ghosts(painter: QPainter, scene: RollScene) -> None:
    """What others play: outlines in their colours. Of drums nothing, as their pitches are no tones."""
    geometry = scene.geometry
    for track, notes in scene.ghosts:
        if geometry.is_drums or track.role == "drums":
            continue
        color = scene.theme.track(track)
        line, fill = QColor(color), QColor(color)
        line.setAlphaF(0.5)
        fill.setAlphaF(0.1)
        shade = QColor(color)
        shade.setAlphaF(0.28)
        places = (geometry.note_rect(note) for note in notes)
        boxes = [
            QRect(round(x), round(y) + 1, max(2, round(wide) - 1), round(high) - 3)
            for x, y, wide, high in places
            if x + wide >= geometry.keys_px and x <= geometry.width and -high <= y <= geometry.notes_bottom
        ]
        if len(boxes) * len(scene.ghosts) <= MAX_OUTLINED:  # outlines take five times as long
            painter.setPen(QPen(line, 1, Qt.PenStyle.DashLine))
            painter.setBrush(fill)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shade)
        painter.drawRects(boxes)


def _paint_step(painter: QPainter, scene: RollScene) -> None:
    """Where the next note of step input goes."""
    if scene.step_tick is not None:
        x = scene.geometry.x_of(scene.step_tick)
        if x >= scene.geometry.keys_px:
            painter.fillRect(QRectF(x - 1, 0, 2, scene.geometry.notes_bottom), scene.theme.color("text", 0.85))
            painter.fillRect(QRectF(x - 4, 0, 8, 4), scene.theme.color("text"))


def _paint_notes(painter: QPainter, scene: RollScene) -> None:
    geometry = scene.geometry
    painter.setFont(scene.theme.font("small"))
    for index, note in enumerate(scene.notes):
        x, y, wide, high = geometry.note_rect(note)
        if x + wide < geometry.keys_px or x > geometry.width or y + high < 0 or y > geometry.notes_bottom:
            continue
        rect = QRectF(x + 0.5, y + 0.5, wide - 1, high - 1.5)
        painter.setBrush(_note_color(scene, note))
        painter.setPen(QPen(scene.theme.color("accent"), 1.5) if index in scene.chosen else Qt.PenStyle.NoPen)
        if geometry.is_drums:
            painter.drawPolygon(_diamond(rect))
            continue
        painter.drawRoundedRect(rect, 2, 2)
        text = note.lyric or (pitch_name(note.pitch, scene.project.key.has_flats) if high >= 12 and wide > 30 else "")
        if text:
            painter.setPen(scene.theme.color("bg"))
            painter.drawText(rect.adjusted(4, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)


def _paint_velocities(painter: QPainter, scene: RollScene) -> None:
    geometry = scene.geometry
    painter.fillRect(QRectF(0, geometry.notes_bottom, geometry.width, VELOCITY_PX), scene.theme.color("well"))
    painter.fillRect(QRectF(0, geometry.notes_bottom, geometry.width, 1), scene.theme.color("line"))
    for index, note in enumerate(scene.notes):
        x = geometry.x_of(note.start_ticks)
        if geometry.keys_px <= x <= geometry.width:
            high = note.velocity / 127 * (VELOCITY_PX - 8)
            color = scene.theme.color("accent") if index in scene.chosen else _note_color(scene, note)
            painter.fillRect(QRectF(x, geometry.height - 4 - high, 3, high), color)


def _paint_keys(painter: QPainter, scene: RollScene) -> None:
    geometry, theme = scene.geometry, scene.theme
    painter.fillRect(QRectF(0, 0, geometry.keys_px, geometry.height), theme.color("panel"))
    (_paint_drum_names if geometry.is_drums else _paint_piano)(painter, scene)
    painter.fillRect(QRectF(0, geometry.notes_bottom + 1, geometry.keys_px, VELOCITY_PX), theme.color("panel"))
    painter.setFont(theme.font("small"))
    painter.setPen(theme.color("muted"))
    place = QRectF(6, geometry.notes_bottom, geometry.keys_px, VELOCITY_PX)
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, say("Velocity"))


def _paint_piano(painter: QPainter, scene: RollScene) -> None:
    geometry, theme = scene.geometry, scene.theme
    painter.setFont(_row_font(scene))
    for pitch in geometry.rows:
        box = QRectF(0, geometry.y_of(pitch), geometry.keys_px - 2, geometry.row_px - 1)
        if box.top() >= geometry.notes_bottom - geometry.row_px / 2:
            continue
        is_black = pitch % 12 in _BLACK
        color = theme.color("well") if is_black else theme.color("handle", 0.85)
        if pitch in scene.keys_down:
            color = theme.track(scene.track)
        painter.fillRect(box.adjusted(0, 0, -26 if is_black else 0, 0), color)
        if pitch % 12 == 0 or pitch in scene.keys_down:
            painter.setPen(theme.color("text" if is_black else "bg"))
            name = pitch_name(pitch, scene.project.key.has_flats)
            painter.drawText(box.adjusted(2, -2, -28 if is_black else -3, 2), _RIGHT, name)


def _paint_drum_names(painter: QPainter, scene: RollScene) -> None:
    geometry, theme = scene.geometry, scene.theme
    used = {note.pitch for note in scene.notes}
    painter.setFont(_row_font(scene))
    for pitch in geometry.rows:
        box = QRectF(0, geometry.y_of(pitch), geometry.keys_px - 2, geometry.row_px - 1)
        if box.top() >= geometry.notes_bottom - geometry.row_px / 2:
            continue
        is_down = pitch in scene.keys_down
        painter.fillRect(
            box, theme.track(scene.track) if is_down else theme.color("raised" if pitch in used else "well")
        )
        painter.setPen(theme.color("bg" if is_down else "text" if pitch in used else "muted"))
        name = say(drum_name(pitch))
        painter.drawText(box.adjusted(6, -2, -2, 2), Qt.AlignmentFlag.AlignVCenter, name)


def _row_font(scene: RollScene) -> QFont:
    font = QFont(scene.theme.font("small"))
    font.setPixelSize(max(9, min(font.pixelSize(), round(scene.geometry.row_px) - 1)))
    return font


def _diamond(box: QRectF) -> QPolygonF:
    center = box.center()
    corners = (
        (center.x(), box.top()), (box.right(), center.y()), (center.x(), box.bottom()), (box.left(), center.y()),
    )  # fmt: skip
    return QPolygonF([QPointF(x, y) for x, y in corners])


def _note_color(scene: RollScene, note: Note) -> QColor:
    return scene.theme.mix(
        scene.theme.track(scene.track),
        scene.theme.color("bg"),
        0.45 + 0.55 * note.velocity / 127,
    )
