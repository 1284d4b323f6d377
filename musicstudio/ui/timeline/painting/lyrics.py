# SPDX-License-Identifier: GPL-3.0-or-later
"""The lyric lane: every syllable over its note where there is room, else each line in short."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFontMetricsF, QPainter, Qt

from musicstudio.project.model import Project

from ..rows import Band
from .scene import Scene, is_same

_REST_S = 0.15
_TOGETHER_S = 0.06
_READABLE_PX = 72
_LINES_BEFORE = 4
_WORD_GAP_PX, _SYLLABLE_GAP_PX = 4, 1


class Sung(NamedTuple):
    """One syllable, or a held vowel (no text), and how long it sounds."""

    start_s: float
    end_s: float
    text: str


class SungLine(NamedTuple):
    """Syllables between two rests."""

    syllables: tuple[Sung, ...]
    is_backing: bool

    @property
    def start_s(self) -> float:
        """Where its first syllable begins."""
        return self.syllables[0].start_s

    @property
    def text(self) -> str:
        """Its words; in parentheses, as in a lyric, where the backing sings alone."""
        joined = "".join(s.text.removesuffix("-") if s.text.endswith("-") else s.text + " " for s in self.syllables)
        return f"({joined.strip()})" if self.is_backing else joined.strip()


def sung_lines(project: Project) -> list[SungLine]:
    """Every line as sung by the active takes, in order of time: the lead's, and the backing's where the lead rests."""
    key = (project.tempo_map, *(track for track in project.tracks if track.kind == "vocal"))
    if not is_same(key, _last.key):
        _last.key, _last.lines = key, _found(project)
    return _last.lines


class _Last:
    """The last answer: the lyrics change seldom and are painted often."""

    def __init__(self) -> None:
        self.key: tuple[object, ...] = ()
        self.lines: list[SungLine] = []


_last = _Last()


def _found(project: Project) -> list[SungLine]:
    lead = list(_lines(_syllables(project, is_backing=False), is_backing=False))
    spans = [(line.start_s, line.syllables[-1].end_s) for line in lead]
    backing = [
        line
        for line in _lines(_syllables(project, is_backing=True), is_backing=True)
        if not any(start < line.syllables[-1].end_s and line.start_s < end for start, end in spans)
    ]
    return sorted(lead + backing)


def _syllables(project: Project, *, is_backing: bool) -> Iterator[Sung]:
    for track, clip in project.clips():
        if track.kind != "vocal" or clip.take is None or (track.role == "backing") != is_backing:
            continue
        origin, seconds_at = project.tempo_map.ticks_at(clip.origin_s), project.tempo_map.seconds_at
        for note in clip.take.notes:
            start_s = seconds_at(origin + note.start_ticks)
            if clip.start_s - 1e-6 <= start_s < clip.end_s:
                yield Sung(
                    start_s, seconds_at(origin + note.start_ticks + note.length_ticks), note.lyric.removeprefix("_")
                )


def _lines(syllables: Iterable[Sung], *, is_backing: bool) -> Iterator[SungLine]:
    """Cut at rests; what two voices sing together stands there once."""
    line: list[Sung] = []
    for syllable in sorted(syllables):
        if line and syllable.start_s - line[-1].start_s < _TOGETHER_S:
            continue
        if not syllable.text:
            line[-1:] = [held._replace(end_s=syllable.end_s) for held in line[-1:]]
            continue
        if line and syllable.start_s - line[-1].end_s >= _REST_S and not line[-1].text.endswith("-"):
            yield SungLine(tuple(line), is_backing)
            line = []
        line.append(syllable)
    if line:
        yield SungLine(tuple(line), is_backing)


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
