# SPDX-License-Identifier: GPL-3.0-or-later
"""A melody for the words of a section: lines over bars, each set by `line_setting`; or words laid on a given melody.

Pure.
"""

import itertools
import math
from collections.abc import Sequence

import numpy as np

from musicstudio.core.errors import InputError
from musicstudio.core.seeds import derive_seed
from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Meter

from ..text.model import Line
from ..text.prosody import closes_rhyme, texts
from .call_and_response import Singers
from .line_setting import BREATH_S, Frame, write_vocal_line

MAX_SYLLABLES_PER_S = 9.0
"""Syllables a second: faster than the quickest rap."""
EASY_SYLLABLES_PER_S = 3.5
_SLOTS = (4.0, 2.0, 1.0, 0.5, 0.25)


def bars_needed(lines: Sequence[Line], meter: Meter, bpm: float) -> int:
    """Whole bars in which the lines can be sung at an easy pace: 1, 2 or 4 a line."""
    longest = max((len(texts(line)) for line in lines), default=0)
    bar_s = meter.bar_ticks / TICKS_PER_QUARTER * 60 / bpm
    slot = next((bars for bars in (1, 2, 4) if longest <= EASY_SYLLABLES_PER_S * (bars * bar_s - BREATH_S)), 4)
    return max(1, slot * len(lines))


def write_vocal_parts(lines: Sequence[Line], frame: Frame, bars: int, seed: int) -> Singers:
    """Notes for the lines of one section, in ticks from its first bar, by who sings them.

    A line in (parentheses) has its own time; parenthesised words within a line answer the lead, who may hold the last
    word meanwhile. Raises InputError when the bars cannot hold the words at any singable pace.
    """
    lines = [line for line in lines if line.words]
    if not lines:
        return Singers()
    _check_room(lines, frame.meter, bars, frame.bpm)
    slots = _line_slots(lines, frame.meter, bars, frame.bpm)
    closings = closes_rhyme(lines)
    sung = Singers()
    for index, line in enumerate(lines):
        is_last = index == len(lines) - 1
        kind = derive_seed(seed, "line", index % 2 if len(lines) > 2 else index)
        added = write_vocal_line(line, slots[index], frame, closings[index] or is_last, kind, sung)
        sung = Singers((*sung.lead, *added.lead), (*sung.backing, *added.backing))
    return sung


def _check_room(lines: Sequence[Line], meter: Meter, bars: int, bpm: float) -> None:
    seconds = bars * meter.bar_ticks / TICKS_PER_QUARTER * 60 / bpm
    count = sum(len(texts(line)) for line in lines)
    if count > MAX_SYLLABLES_PER_S * seconds or len(lines) > bars / _SLOTS[-1]:
        raise InputError(
            f"{bars} bars at {bpm:g} BPM have room for {math.floor(MAX_SYLLABLES_PER_S * seconds)} syllables in "
            f"{math.floor(bars / _SLOTS[-1])} lines; the words have {count} in {len(lines)}. "
            "Use more bars or fewer words."
        )


def _line_slots(lines: Sequence[Line], meter: Meter, bars: int, bpm: float) -> list[tuple[int, int]]:
    """(start, end) ticks of each line: equal slots of 4, 2, 1, ... bars where the words allow, else by syllables."""
    bar_s = meter.bar_ticks / TICKS_PER_QUARTER * 60 / bpm
    longest = max(len(texts(line)) for line in lines)
    fitting = [
        slot for slot in _SLOTS if slot * len(lines) <= bars and longest <= MAX_SYLLABLES_PER_S * slot * bar_s * 0.9
    ]
    easy = [slot for slot in fitting if longest <= EASY_SYLLABLES_PER_S * (slot * bar_s - BREATH_S)]
    if fitting:
        slot = min(easy) if easy and min(easy) >= 1 else max(fitting)
        spare = bars / len(lines)
        slot = 2.0 if slot == 1.0 and spare >= 2 and 2.0 in fitting else slot
        return [(round(i * slot * meter.bar_ticks), round((i + 1) * slot * meter.bar_ticks)) for i in range(len(lines))]
    shares = np.cumsum([0, *(len(texts(line)) + 2 for line in lines)], dtype=np.float64)
    grid = meter.beat_ticks // 2
    cuts = [round(share / shares[-1] * bars * meter.bar_ticks / grid) * grid for share in shares]
    return list(itertools.pairwise(cuts))
