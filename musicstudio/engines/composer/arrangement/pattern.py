# SPDX-License-Identifier: GPL-3.0-or-later
"""Rhythm strings of style files made into steps in ticks, and bent to fit a metre they were not written for.

A pattern is cut at the pulses of its own metre; each pulse of the wanted metre then borrows one of them: a bar of 3/4
takes beats 1, 3 and 4 of a 4/4 rhythm (the backbeat stays last), 7/8 loses its last eighth, 6/8 swings each beat into
three.
"""

import itertools
from functools import lru_cache

from msgspec import Struct

from ..meter import SIXTEENTH, MeterGrid, Pulse, grid_of

_BACKBEAT = {1: (0,), 2: (0, 1), 3: (0, 2, 3), 4: (0, 1, 2, 3), 5: (0, 1, 2, 0, 3), 6: (0, 2, 3, 0, 2, 3)}
_EVEN = {1: (0,), 2: (0, 2), 3: (0, 1, 2), 4: (0, 1, 2, 3), 5: (0, 1, 2, 0, 2), 6: (0, 1, 2, 0, 1, 2)}
_FROM_THREE = {1: (0,), 2: (0, 2), 3: (0, 1, 2), 4: (0, 1, 0, 2), 5: (0, 1, 2, 0, 2), 6: (0, 1, 2, 0, 1, 2)}
REST, HOLD = ".", "-"


class Step(Struct, frozen=True):
    """One event of a bar: ticks from the bar line, length in ticks, and the character that says what it is."""

    start: int
    length: int
    kind: str


Bars = tuple[tuple[Step, ...], ...]
_Cut = tuple[str, ...]


@lru_cache(maxsize=4096)
def bars_of(pattern: str, written: str, grid: MeterGrid, is_drums: bool = False) -> Bars:
    """The bars of a rhythm string ``written_tick`` for one metre ("4/4"), as steps for the metre of ``grid``."""
    source = _grid_named(written)
    bars = [bar.replace(" ", "") for bar in pattern.split("|")]
    return tuple(_steps(_bend(bar, source, grid, is_drums), grid) for bar in bars)


def pick_patterns(patterns: dict[str, tuple[str, ...]], grid: MeterGrid) -> tuple[tuple[str, ...], str]:
    """The rhythms to use in a metre and the metre they are written for: its own, or those of the nearest."""
    for name in (grid.name, *_relatives(grid), "4/4", *patterns):
        if patterns.get(name):
            return patterns[name], name
    return (), grid.name


def alternatives(pattern: str) -> tuple[str, ...]:
    """The rhythms that ``/`` parts."""
    return tuple(pattern.split("/"))


def stretch_bars(bars: Bars, grid: MeterGrid) -> Bars:
    """Half-time: every bar spread over two."""
    result: list[tuple[Step, ...]] = []
    for bar in bars:
        doubled = [Step(step.start * 2, step.length * 2, step.kind) for step in bar]
        result.append(tuple(step for step in doubled if step.start < grid.bar_ticks))
        result.append(tuple(_move_step(step, -grid.bar_ticks) for step in doubled if step.start >= grid.bar_ticks))
    return tuple(result)


def squeeze_bars(bars: Bars, grid: MeterGrid) -> Bars:
    """Double-time: two bars in the time of one, to the nearest sixteenth."""
    result: list[tuple[Step, ...]] = []
    for index in range(0, max(1, len(bars) - len(bars) % 2), 2) if len(bars) > 1 else (0,):
        first, second = bars[index], bars[(index + 1) % len(bars)]
        halves = [*_halve_bar(first, 0, grid), *_halve_bar(second, grid.bar_ticks // 2, grid)]
        result.append(tuple({step.start: step for step in halves}.values()))
    return tuple(result)


def _halve_bar(bar: tuple[Step, ...], offset: int, grid: MeterGrid) -> list[Step]:
    steps = []
    for step in bar:
        start = round((step.start / 2 + offset) / SIXTEENTH) * SIXTEENTH
        if start < grid.bar_ticks:
            steps.append(Step(start, max(step.length // 2, SIXTEENTH // 2), step.kind))
    return steps


def _move_step(step: Step, by: int) -> Step:
    return Step(step.start + by, step.length, step.kind)


def _relatives(grid: MeterGrid) -> tuple[str, ...]:
    if grid.is_compound:
        return ("12/8", "6/8") if len(grid.pulses) % 2 == 0 else ("9/8",)
    return {"6/4": ("3/4",), "2/4": ("4/4",), "2/2": ("4/4",), "3/2": ("6/4", "3/4")}.get(grid.name, ())


@lru_cache(maxsize=64)
def _grid_named(name: str) -> MeterGrid:
    numerator, denominator = name.split("/")
    return grid_of(int(numerator), int(denominator))


def _bend(bar: str, source: MeterGrid, grid: MeterGrid, is_drums: bool) -> list[_Cut]:
    """One string of characters for each pulse of the wanted metre."""
    cuts = _cut(bar, source)
    if source.name == grid.name:
        return cuts
    for uses_backbeat in (is_drums, not is_drums):  # an off-beat rhythm must not lose all its notes
        bent = _borrow_pulses(cuts, source, grid, uses_backbeat, is_drums and _keeps_time(cuts))
        if any(step not in (REST, HOLD) for cut in bent for step in cut):
            return bent
    return bent


def _borrow_pulses(
    cuts: list[_Cut], source: MeterGrid, grid: MeterGrid, uses_backbeat: bool, keeps_time: bool
) -> list[_Cut]:
    order = _pulse_order(len(cuts), len(grid.pulses), uses_backbeat)
    longest = max(pulse.length for pulse in source.pulses)
    result = []
    for index, pulse in zip(order, grid.pulses, strict=True):
        following = cuts[(index + 1) % len(cuts)]
        result.append(_fit(cuts[index], following, longest, pulse, grid.is_compound, keeps_time))
    return result


def _cut(bar: str, grid: MeterGrid) -> list[_Cut]:
    """A bar's characters by pulse. A bar whose steps do not meet the pulses is dealt out as evenly as it goes."""
    edges = [pulse.start * len(bar) // grid.bar_ticks for pulse in grid.pulses] + [len(bar)]
    return [tuple(bar[start:end]) for start, end in itertools.pairwise(edges)]


def _pulse_order(have: int, want: int, uses_backbeat: bool) -> tuple[int, ...]:
    if have == want:
        return tuple(range(want))
    table = _FROM_THREE if have == 3 else (_BACKBEAT if uses_backbeat else _EVEN)
    order = table.get(want) or tuple(index % have for index in range(want))
    return tuple(min(index, have - 1) for index in order)


def _keeps_time(cuts: list[_Cut]) -> bool:
    busy = [sum(step not in (REST, HOLD) for step in cut) >= 2 for cut in cuts]
    return sum(busy) * 2 >= len(busy)


def _fit(cut: _Cut, following: _Cut, length: int, pulse: Pulse, is_compound: bool, keeps_time: bool) -> _Cut:
    if pulse.length == length or not cut:
        return cut
    if pulse.length < length:
        return _shorten_pulse(cut)
    if not is_compound:
        return cut + following[: len(following) // 2]
    return _keep_time(cut) if keeps_time else _spread(cut)


def _shorten_pulse(cut: _Cut) -> _Cut:
    """Three eighths into two: the middle third gives way."""
    if len(cut) % 3:
        return cut
    third = len(cut) // 3
    return cut[:third] + cut[2 * third :]


def _keep_time(cut: _Cut) -> _Cut:
    """Hats on eighths go on as eighths, on sixteenths as sixteenths."""
    hits = [step for step in cut if step not in (REST, HOLD)] or [REST]
    soft = hits[1 % len(hits)]
    if len(hits) < 3:
        return (hits[0], REST, soft, REST, soft, REST)
    return (hits[0], soft, hits[2], soft, hits[2], soft)


def _spread(cut: _Cut) -> _Cut:
    """Two halves of a beat become its first and last third, as in a shuffle."""
    four = cut if len(cut) == 4 else tuple(_resample_cut(cut, 4))
    first, second, third, last = four
    is_held = second == HOLD
    return (first, HOLD if is_held else REST, second, HOLD if is_held or third == HOLD else REST, third, last)


def _resample_cut(cut: _Cut, count: int) -> list[str]:
    result = [REST] * count
    for index, step in enumerate(cut):
        place = index * count // len(cut)
        if result[place] in (REST, HOLD):
            result[place] = step
        for extra in range(place + 1, (index + 1) * count // len(cut)):
            result[extra] = REST if step == REST else HOLD
    return result


def _steps(cuts: list[_Cut], grid: MeterGrid) -> tuple[Step, ...]:
    cells = []
    for cut, pulse in zip(cuts, grid.pulses, strict=True):
        for index, kind in enumerate(cut):
            start = pulse.start + pulse.length * index // len(cut)
            cells.append((start, pulse.start + pulse.length * (index + 1) // len(cut), kind))
    return tuple(_join_cells(cells))


def _join_cells(cells: list[tuple[int, int, str]]) -> list[Step]:
    steps: list[Step] = []
    is_open = False
    for start, end, kind in cells:
        if kind == REST:
            is_open = False
        elif kind != HOLD:
            steps.append(Step(start, end - start, kind))
            is_open = True
        elif is_open:
            steps[-1] = Step(steps[-1].start, end - steps[-1].start, steps[-1].kind)
    return steps
