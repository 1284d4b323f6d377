# SPDX-License-Identifier: GPL-3.0-or-later
"""How a bar answers an earlier one: the same rhythm, the same contour or the same melody, 1, 2, 4 or 8 bars back."""

from collections.abc import Sequence
from itertools import pairwise

from musicstudio.engines.composer.melody_model import vocabulary as v
from musicstudio.engines.composer.melody_model.encoding import Bar, onsets

SAME_MELODY = 0.7
"""Share of a bar's notes that must recur at the same place and pitch."""


def find_echo(bars: Sequence[Bar], index: int) -> int:
    """The closest way in which bar ``index`` answers an earlier bar: melody before contour before rhythm, near
    before far.
    """
    now = _notes(bars[index])
    if len(now) < 2:
        return v.ECHO_UNKNOWN
    for kind, answers in (("melody", _same_melody), ("contour", _same_contour), ("rhythm", _same_rhythm)):
        for back in v.ECHO_OFFSETS:
            if index >= back and bars[index - back].units == bars[index].units:
                before = _notes(bars[index - back])
                if len(before) >= 2 and answers(before, now):
                    return v.echo_class(kind, back)
    return v.ECHO_NEW


def _notes(bar: Bar) -> list[tuple[int, int]]:
    return [(unit, symbol) for unit, (symbol, _) in onsets(bar.melody) if v.is_pitch(symbol)]


def _same_melody(before: list[tuple[int, int]], now: list[tuple[int, int]]) -> bool:
    return len(set(before) & set(now)) >= SAME_MELODY * max(len(before), len(now))


def _same_rhythm(before: list[tuple[int, int]], now: list[tuple[int, int]]) -> bool:
    return [unit for unit, _ in before] == [unit for unit, _ in now]


def _same_contour(before: list[tuple[int, int]], now: list[tuple[int, int]]) -> bool:
    return _same_rhythm(before, now) and _directions(before) == _directions(now)


def _directions(notes: list[tuple[int, int]]) -> list[int]:
    return [(b > a) - (b < a) for (_, a), (_, b) in pairwise(notes)]
