# SPDX-License-Identifier: GPL-3.0-or-later
"""Bar and beat lines: where they lie, and drawing them over a stretch of the song."""

from collections.abc import Iterator

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from musicstudio.project.model import TempoMap

from ...theme import Theme

_LINE_GAP_PX = 20
_BAR_ALPHA, _BEAT_ALPHA = 0.16, 0.07


def paint_grid(painter: QPainter, theme: Theme, tempo_map: TempoMap, px_per_s: float, area: QRectF) -> None:
    """Lines over an area whose x runs in song pixels at a scale."""
    span_s = (max(0.0, area.left() / px_per_s), area.right() / px_per_s)
    for _, seconds in bar_lines(tempo_map, span_s, px_per_s, _LINE_GAP_PX):
        painter.fillRect(
            QRectF(round(seconds * px_per_s), area.top(), 1, area.height()), theme.color("muted", _BAR_ALPHA)
        )
    for seconds in beat_lines(tempo_map, span_s, px_per_s):
        painter.fillRect(
            QRectF(round(seconds * px_per_s), area.top(), 1, area.height()), theme.color("muted", _BEAT_ALPHA)
        )


def bar_lines(
    tempo_map: TempoMap, span_s: tuple[float, float], px_per_s: float, gap_px: int
) -> Iterator[tuple[int, float]]:
    """(bar number, seconds) of the bars to draw, at least ``gap_px`` apart: every bar, or every 2nd, 4th, 8th ..."""
    bar = tempo_map.bar_at(max(0, tempo_map.ticks_at(span_s[0])))[0]
    step = bar_step(tempo_map, bar, px_per_s, gap_px)
    bar -= (bar - 1) % step
    while (seconds := tempo_map.seconds_at(tempo_map.tick_of_bar(bar))) <= span_s[1]:
        if seconds >= span_s[0] - gap_px / px_per_s:
            yield bar, seconds
        bar += step


def beat_lines(tempo_map: TempoMap, span_s: tuple[float, float], px_per_s: float) -> Iterator[float]:
    """Seconds of the beats inside a span, while they are far enough apart to be read."""
    tick = max(0, tempo_map.ticks_at(span_s[0]))
    meter = tempo_map.meter_at(tick)
    if 60 / tempo_map.bpm_at(tick) * 4 / meter.denominator * px_per_s < _LINE_GAP_PX:
        return
    tick = tempo_map.tick_of_bar(tempo_map.bar_at(tick)[0])
    while (seconds := tempo_map.seconds_at(tick)) <= span_s[1]:
        yield seconds
        tick += tempo_map.meter_at(tick).beat_ticks


def bar_step(tempo_map: TempoMap, bar: int, px_per_s: float, gap_px: int) -> int:
    """How many bars apart lines are drawn: a power of two."""
    tick = tempo_map.tick_of_bar(bar)
    bar_s = tempo_map.seconds_at(tick + tempo_map.meter_at(tick).bar_ticks) - tempo_map.seconds_at(tick)
    step = 1
    while step * bar_s * px_per_s < gap_px:
        step *= 2
    return step
