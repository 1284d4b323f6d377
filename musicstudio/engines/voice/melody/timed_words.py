# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines of a timed lyric on the notes that sound while they are due. Pure."""

from bisect import bisect_right
from collections.abc import Sequence

from musicstudio.project.model import Note, TempoMap

from ..text.model import Line, SungNote
from .alignment import lay_on_notes

_EARLY_S = 0.2
"""A singer may begin this much before the time of a line."""


def lay_in_time(lines: Sequence[Line], notes: Sequence[Note], tempo_map: TempoMap) -> tuple[tuple[SungNote, ...], int]:
    """(sung notes, syllables that found no note): each line on the notes from its time to the next line's.

    Lines without a time go with the one before. Notes before the first line are not sung.
    """
    groups: list[tuple[float, list[Line]]] = []
    for line in lines:
        if line.time_s is not None or not groups:
            groups.append((line.time_s or 0.0, []))
        groups[-1][1].append(line)
    begins = [time_s - _EARLY_S for time_s, _ in groups]
    own: list[list[Note]] = [[] for _ in groups]
    for note in notes:
        index = bisect_right(begins, tempo_map.seconds_at(note.start_ticks)) - 1
        if index >= 0:
            own[index].append(note)
    sung: list[SungNote] = []
    left_over = 0
    for (_, words), due in zip(groups, own, strict=True):
        laid, missing = lay_on_notes(words, due, tempo_map.meter_at(due[0].start_ticks if due else 0), may_split=False)
        sung += laid
        left_over += missing
    return tuple(sung), left_over
