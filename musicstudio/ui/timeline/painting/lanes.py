# SPDX-License-Identifier: GPL-3.0-or-later
"""The lanes above the rows: sections with their regenerate button, chords, lyrics."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from musicstudio.project.keys import named_chords

from ...theme import pixmap
from ..hit import SECTION_BUTTON_PX, SECTION_WITH_BUTTON_PX, button_width_px
from ..rows import Band
from .lyrics import paint_lyrics
from .scene import Scene
from .tempo import paint_meters, paint_tempo

_ICON_PX = 14


def paint_lanes(painter: QPainter, scene: Scene) -> None:
    """Every band below the ruler that the document has."""
    painters = {"sections": _paint_sections, "chords": _paint_chords, "lyrics": paint_lyrics}
    painters |= {"meters": paint_meters, "tempo": paint_tempo}
    for band in scene.layout.bands[1:]:
        if band.name not in painters:
            continue
        painter.fillRect(QRectF(0, band.top, scene.viewport.width, band.height), scene.theme.color("panel"))
        painters[band.name](painter, scene, band)


def _paint_sections(painter: QPainter, scene: Scene, band: Band) -> None:
    theme, viewport = scene.theme, scene.viewport
    for section in scene.project.sections:
        start_s, end_s = scene.project.section_span_s(section)
        left, right = viewport.x_of(start_s), viewport.x_of(end_s)
        if right < 0 or left > viewport.width:
            continue
        rect = QRectF(left + 0.5, band.top + 2, right - left - 1, band.height - 4)
        is_selected = section.id in scene.selected.section_ids
        painter.setPen(theme.color("accent") if is_selected else Qt.PenStyle.NoPen)
        painter.setBrush(theme.section(section.kind))
        painter.drawRoundedRect(rect, 5, 5)
        is_wide = right - left >= SECTION_WITH_BUTTON_PX
        painter.setPen(theme.color("sections.text"))
        visible_left = max(rect.left(), min(0.0, right - 60))
        text = QRectF(
            visible_left + 7, rect.top(), right - visible_left - 9 - is_wide * SECTION_BUTTON_PX, rect.height()
        )
        _paint_name(painter, scene, section.name, text)
        is_hovered = section.id == scene.hovered_section_id
        if (is_wide or is_hovered or is_selected) and button_width_px(right - left):
            _paint_section_button(painter, scene, rect, is_hovered=is_hovered)


def _paint_name(painter: QPainter, scene: Scene, name: str, box: QRectF) -> None:
    """Bold where there is room, small where there is little, shortened where there is none."""
    painter.setFont(scene.theme.font("body", is_bold=True))
    if painter.fontMetrics().horizontalAdvance(name) > box.width():
        painter.setFont(scene.theme.font("small"))
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, _elide(painter, name, box.width()))


def _paint_section_button(painter: QPainter, scene: Scene, rect: QRectF, *, is_hovered: bool) -> None:
    width = button_width_px(rect.width() + 1)
    box = QRectF(rect.right() - width + 2, rect.top() + 2, width - 4, rect.height() - 4)
    is_over_name = rect.width() < SECTION_WITH_BUTTON_PX
    if is_hovered or is_over_name:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(scene.theme.color("raised" if not is_hovered else "hover"))
        painter.drawRoundedRect(box, 4, 4)
    icon = pixmap(
        "rotate-cw",
        "text" if is_hovered or is_over_name else "sections.text",
        _ICON_PX,
        painter.device().devicePixelRatioF(),
    )
    painter.drawPixmap(box.center() - QPointF(_ICON_PX / 2, _ICON_PX / 2), icon)


def _paint_chords(painter: QPainter, scene: Scene, band: Band) -> None:
    theme, viewport, tempo_map = scene.theme, scene.viewport, scene.project.tempo_map
    painter.setFont(theme.font("small"))
    painter.setPen(theme.color("text"))
    free_from = -1e9
    for chord, name in named_chords(scene.project):
        left = viewport.x_of(tempo_map.seconds_at(chord.start_ticks))
        right = viewport.x_of(tempo_map.seconds_at(chord.start_ticks + chord.length_ticks))
        if right < 0 or left < free_from:
            continue
        if left > viewport.width:
            break
        width = painter.fontMetrics().horizontalAdvance(name)
        free_from = left + width + 6
        if right - left > 6:
            box = QRectF(left + 0.5, band.top + 2, max(right - left - 1, width + 5), band.height - 5)
            is_selected = chord.start_ticks in scene.selected.chord_ticks
            painter.fillRect(box, theme.color("faint") if is_selected else theme.color("raised", 0.7))
        painter.drawText(QPointF(left + 4, band.top + band.height / 2 + 4), name)


def _elide(painter: QPainter, text: str, width: float) -> str:
    return QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, width)
