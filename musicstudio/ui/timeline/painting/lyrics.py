# SPDX-License-Identifier: GPL-3.0-or-later
"""The lyric lane: every syllable over its note where there is room, else each line in short."""

from bisect import bisect_left
from itertools import pairwise

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF, QPainter, Qt

from musicstudio.project.model import Project
from musicstudio.project.sung_lines import SungLine, find_sung_lines

from ..rows import Band
from .scene import Scene, is_same

_READABLE_PX = 72
_LINES_BEFORE = 4
_WORD_GAP_PX, _SYLLABLE_GAP_PX = 4, 1


def sung_lines(project: Project) -> list[SungLine]:
    """Every line as sung by the active takes, in order of time: the lead's, and the backing's where the lead rests."""
    key = (project.tempo_map, *(track for track in project.tracks if track.kind == "vocal"))
    if not is_same(key, _last.key):
        _last.key, _last.lines = key, find_sung_lines(project)
    return _last.lines


class _Last:
    """The last answer: the lyrics change seldom and are painted often."""

    def __init__(self) -> None:
        self.key: tuple[object, ...] = ()
        self.lines: list[SungLine] = []


_last = _Last()


def paint_lyrics(painter: QPainter, scene: Scene, band: Band) -> None:
    """The lines in sight."""
    painter.setFont(scene.theme.font("small"))
    metrics, viewport, (first_s, last_s) = QFontMetricsF(painter.font()), scene.viewport, scene.viewport.span_s
    lines = sung_lines(scene.project)
    first = max(0, bisect_left(lines, first_s, key=lambda line: line.start_s) - _LINES_BEFORE)
    seen = [line for line in lines[first:] if line.start_s <= last_s]
    lefts = [*(viewport.x_of(line.start_s) for line in seen), float("inf")]
    at, y = 0, band.top + band.height / 2 + 4
    while at < len(seen):
        line = seen[at]
        painter.setPen(scene.theme.color("muted" if line.is_backing else "text"))
        places = [viewport.x_of(syllable.start_s) + 1 for syllable in line.syllables]
        if _has_room(metrics, line, places, lefts[at + 1]):
            for x, syllable in zip(places, line.syllables, strict=True):
                painter.drawText(QPointF(x, y), syllable.text)
            at += 1
        else:
            after = _next_with_room(lefts, at)
            room = min(lefts[after] - lefts[at] - _WORD_GAP_PX - 2, 1e4)
            text = " / ".join(each.text for each in seen[at:after])
            painter.drawText(QPointF(places[0], y), metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))
            at = after


def _next_with_room(lefts: list[float], at: int) -> int:
    """The first line that begins far enough after a line for some words of it to be read."""
    return next(later for later in range(at + 1, len(lefts)) if lefts[later] - lefts[at] >= _READABLE_PX)


def _has_room(metrics: QFontMetricsF, line: SungLine, places: list[float], right: float) -> bool:
    """Whether each syllable ends before the next begins."""
    for (x, after), syllable in zip(pairwise([*places, right]), line.syllables, strict=True):
        gap = _SYLLABLE_GAP_PX if syllable.text.endswith("-") else _WORD_GAP_PX
        if x + metrics.horizontalAdvance(syllable.text) + gap > after:
            return False
    return True
