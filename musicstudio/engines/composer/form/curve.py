# SPDX-License-Identifier: GPL-3.0-or-later
"""Sections cut along an energy curve drawn by hand: a boundary wherever the curve turns, kinds by level and slope."""

from itertools import pairwise

from .energy import curve_mean
from .layout import Block

_MAX_LENGTH_BARS = 8


def lay_out_curve(curve: tuple[tuple[float, float], ...], bars: int, bar_s: float) -> tuple[Block, ...]:
    """Blocks of at most 8 bars, ``bars`` in all, whose boundaries lie on the bars nearest to the curve's points."""
    edges = sorted({0, bars, *(min(bars, max(0, round(time / bar_s))) for time, _ in curve)})
    cuts = [place for start, end in pairwise(edges) for place in _split(start, end)] + [bars]
    spans = list(pairwise(cuts))
    levels = [curve_mean(curve, start * bar_s, end * bar_s) for start, end in spans]
    kinds = _alternate_kinds([_kind(index, levels) for index in range(len(levels))])
    return tuple(Block(kind, end - start) for kind, (start, end) in zip(kinds, spans, strict=True))


def _split(start: int, end: int) -> list[int]:
    pieces = -(-(end - start) // _MAX_LENGTH_BARS)
    return [start + round(index * (end - start) / pieces) for index in range(pieces)]


def _alternate_kinds(kinds: list[str]) -> list[str]:
    """In a long strong stretch every second section is made from the verse, so that there is more than one tune."""
    for index in range(1, len(kinds) - 1):
        if kinds[index] == kinds[index - 1] == kinds[index + 1] == "chorus":
            kinds[index] = "verse"
    return kinds


def _kind(index: int, levels: list[float]) -> str:
    level = levels[index]
    following = levels[index + 1] if index + 1 < len(levels) else level
    if index == len(levels) - 1 and index and (level < 0.45 or level < levels[index - 1] - 0.25):
        return "outro"
    if level >= 0.72:
        return "chorus"
    if following - level > 0.2 and index:
        return "build"
    if index == 0 and level < 0.5 and len(levels) > 1:
        return "intro"
    return "break" if level < 0.3 else "verse"
