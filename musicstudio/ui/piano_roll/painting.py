# SPDX-License-Identifier: GPL-3.0-or-later
"""Draw the piano roll: rows, grid, notes, velocities and the keyboard."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from musicstudio.core.theory.pitches import pitch_name
from musicstudio.core.theory.scales import scale_pitch_classes
from musicstudio.project.model import Clip, Note, Project, Track

from ..theme import Theme
from .geometry import KEYS_PX, VELOCITY_PX, RollGeometry

_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_BLACK = frozenset({1, 3, 6, 8, 10})


@dataclass(frozen=True)
class RollScene:
    """One frame of the piano roll."""

    project: Project
    track: Track
    clip: Clip
    notes: tuple[Note, ...]
    chosen: frozenset[int]
    geometry: RollGeometry
    theme: Theme
    playhead_tick: float

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
    _paint_notes(painter, scene)
    _paint_velocities(painter, scene)
    _paint_keys(painter, scene)
    x = scene.geometry.x_of(scene.playhead_tick)
    if x > KEYS_PX:
        painter.fillRect(QRectF(x, 0, 1.5, scene.geometry.height), scene.theme.color("accent"))


def _paint_rows(painter: QPainter, scene: RollScene) -> None:
    geometry, key = scene.geometry, scene.project.key
    scale = scale_pitch_classes(key.tonic, key.mode)
    for pitch in range(max(0, geometry.lowest_pitch), int(geometry.top_pitch) + 1):
        box = QRectF(KEYS_PX, geometry.y_of(pitch), geometry.width, geometry.row_px)
        if pitch % 12 in scale and scene.track.role != "drums":
            painter.fillRect(box, scene.theme.color("panel"))
        if pitch % 12 == key.tonic:
            painter.fillRect(box, scene.theme.color("raised"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), scene.theme.color("line", 0.4))


def _paint_grid(painter: QPainter, scene: RollScene) -> None:
    geometry, tempo_map = scene.geometry, scene.project.tempo_map
    tick = max(0, scene.origin_tick + int(geometry.tick_at(KEYS_PX)))
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
    if start > KEYS_PX:
        painter.fillRect(QRectF(KEYS_PX, 0, start - KEYS_PX, geometry.notes_bottom), shade)
    if end < geometry.width:
        painter.fillRect(QRectF(max(KEYS_PX, end), 0, geometry.width, geometry.notes_bottom), shade)


def _paint_notes(painter: QPainter, scene: RollScene) -> None:
    geometry = scene.geometry
    painter.setFont(scene.theme.font("small"))
    for index, note in enumerate(scene.notes):
        x, y, wide, high = geometry.note_rect(note)
        if x + wide < KEYS_PX or x > geometry.width or y + high < 0 or y > geometry.notes_bottom:
            continue
        rect = QRectF(x + 0.5, y + 0.5, wide - 1, high - 1.5)
        painter.setBrush(_note_color(scene, note))
        painter.setPen(scene.theme.color("text") if index in scene.chosen else Qt.PenStyle.NoPen)
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
        if KEYS_PX <= x <= geometry.width:
            high = note.velocity / 127 * (VELOCITY_PX - 8)
            color = scene.theme.color("text") if index in scene.chosen else _note_color(scene, note)
            painter.fillRect(QRectF(x, geometry.height - 4 - high, 3, high), color)


def _paint_keys(painter: QPainter, scene: RollScene) -> None:
    geometry, theme = scene.geometry, scene.theme
    painter.fillRect(QRectF(0, 0, KEYS_PX, geometry.height), theme.color("panel"))
    painter.setFont(theme.font("small"))
    for pitch in range(max(0, geometry.lowest_pitch), int(geometry.top_pitch) + 1):
        box = QRectF(0, geometry.y_of(pitch), KEYS_PX - 4, geometry.row_px - 1)
        is_black = pitch % 12 in _BLACK
        if box.top() < geometry.notes_bottom - geometry.row_px / 2:
            painter.fillRect(
                box.adjusted(0, 0, -18 if is_black else 0, 0),
                theme.color("well" if is_black else "handle", 1 if is_black else 0.85),
            )
    painter.setPen(theme.color("bg"))
    font = QFont(theme.font("small"))
    font.setPixelSize(max(8, min(font.pixelSize(), round(geometry.row_px) - 1)))
    painter.setFont(font)
    for pitch in range(max(0, geometry.lowest_pitch), int(geometry.top_pitch) + 1):
        box = QRectF(0, geometry.y_of(pitch), KEYS_PX - 4, geometry.row_px - 1)
        if pitch % 12 == 0:
            painter.drawText(box.adjusted(24, -2, -2, 2), _RIGHT, pitch_name(pitch, scene.project.key.has_flats))
    painter.fillRect(QRectF(0, geometry.notes_bottom + 1, KEYS_PX, VELOCITY_PX), theme.color("panel"))
    painter.setFont(theme.font("small"))
    painter.setPen(theme.color("muted"))
    painter.drawText(QRectF(6, geometry.notes_bottom, KEYS_PX, VELOCITY_PX), Qt.AlignmentFlag.AlignVCenter, "Vel.")


def _note_color(scene: RollScene, note: Note) -> QColor:
    return scene.theme.mix(
        scene.theme.track(scene.track),
        scene.theme.color("bg"),
        0.45 + 0.55 * note.velocity / 127,
    )
