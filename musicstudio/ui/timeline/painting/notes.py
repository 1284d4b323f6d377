# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes of a clip as small bars: height by pitch, strength by velocity."""

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from musicstudio.project.model import Clip, Take, TempoMap

_KEPT = 4096
_THICKEST_PX = 5.0


@dataclass(frozen=True, slots=True)
class NoteSpans:
    """Notes of a take where they lie in the song: (n,) arrays, sorted by start."""

    start_s: NDArray[np.float64]
    end_s: NDArray[np.float64]
    pitch: NDArray[np.int64]
    velocity: NDArray[np.int64]
    longest_s: float


def note_spans(clip: Clip, take: Take, tempo_map: TempoMap) -> NoteSpans:
    """A clip's notes in seconds, kept until the take or the tempo changes."""
    key = (id(take), clip.origin_s, id(tempo_map))
    kept = _spans.get(key)
    if kept is None:
        kept = _spans[key] = (take, tempo_map, _measure(clip, take, tempo_map))
        if len(_spans) > _KEPT:
            _spans.popitem(last=False)
    return kept[2]


def paint_notes(
    painter: QPainter, clip: Clip, spans: NoteSpans, first_x: int, last_x: int, top: float, height: float,
    px_per_s: float, pitches: tuple[int, int], color: QColor,
) -> None:  # fmt: skip
    """Draw the notes that cross columns ``first_x`` to ``last_x``. pitches: (lowest, highest) of the row."""
    start_s, end_s = max(first_x / px_per_s, clip.start_s), min(last_x / px_per_s, clip.end_s)
    first = int(np.searchsorted(spans.start_s, start_s - spans.longest_s))
    last = int(np.searchsorted(spans.start_s, end_s))
    low, high = pitches
    lane = height / (high - low + 1)
    thick = max(2.5, min(lane * 0.85, _THICKEST_PX))
    strong, soft = QColor(color), QColor(color)
    soft.setAlphaF(0.65)
    painter.setPen(Qt.PenStyle.NoPen)
    for is_strong, brush in ((True, strong), (False, soft)):
        painter.setBrush(brush)
        painter.drawRects(_rects(spans, first, last, (start_s, end_s), top, lane, thick, high, px_per_s, is_strong))


def _rects(
    spans: NoteSpans, first: int, last: int, window_s: tuple[float, float], top: float, lane: float, thick: float,
    high: int, px_per_s: float, is_strong: bool,
) -> list[QRectF]:  # fmt: skip
    part = slice(first, last)
    starts = np.maximum(spans.start_s[part], window_s[0])
    ends = np.minimum(spans.end_s[part], window_s[1])
    chosen = (ends > starts) & ((spans.velocity[part] >= 64) == is_strong)
    x = starts[chosen] * px_per_s
    gap = (ends == spans.end_s[part])[chosen]  # only after the note's own end, not where the tile or the clip cuts it
    width = np.maximum(2.5 * gap, (ends[chosen] - starts[chosen]) * px_per_s - gap)
    y = top + (high - spans.pitch[part][chosen]) * lane + (lane - thick) / 2
    return [QRectF(*each, thick) for each in zip(x.tolist(), y.tolist(), width.tolist(), strict=True)]


def _measure(clip: Clip, take: Take, tempo_map: TempoMap) -> NoteSpans:
    origin = tempo_map.ticks_at(clip.origin_s)
    notes = sorted(take.notes, key=lambda note: note.start_ticks)
    start_s = np.array([tempo_map.seconds_at(origin + note.start_ticks) for note in notes], float)
    end_s = np.array([tempo_map.seconds_at(origin + n.start_ticks + n.length_ticks) for n in notes], float)
    longest_s = float((end_s - start_s).max()) if notes else 0.0
    pitch, velocity = np.array([n.pitch for n in notes], int), np.array([n.velocity for n in notes], int)
    return NoteSpans(start_s, end_s, pitch, velocity, longest_s)


_spans: OrderedDict[tuple[int, float, int], tuple[Take, TempoMap, NoteSpans]] = OrderedDict()
