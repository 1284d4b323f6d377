# SPDX-License-Identifier: GPL-3.0-or-later
"""Played notes as they are written: on sixteenths or triplets, in bars, with ties and rests, in one voice or two.

Players are early, late, short and long; a reader wants to see what was meant. So each beat is read in the grid that
lies nearest to what was played in it, and a chord lasts to the next one of its voice at most.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Meter, Note

DIVISIONS = 24
_TICKS_PER_DIVISION = TICKS_PER_QUARTER // DIVISIONS
_GRIDS = ((0, 6, 12, 18, 24), (0, 8, 16, 24))
_STRAIGHT = (96, 72, 48, 36, 24, 18, 12, 9, 6, 3)
_TRIPLETS = (16, 8)
_TRIPLET_COST = 1.15
_TOGETHER_TICKS, _HELD_TICKS = TICKS_PER_QUARTER // 12, TICKS_PER_QUARTER // 2


class Bar(Struct, frozen=True):
    """One bar in divisions from the beginning. length: less than the metre's for a last bar that is cut short."""

    number: int
    start: int
    length: int
    meter: Meter
    is_new_meter: bool


class Written(Struct, frozen=True):
    """A chord, a note or a rest that one sign stands for. notes: empty for a rest; start: divisions in its bar."""

    start: int
    length: int
    notes: tuple[Note, ...] = ()
    is_tied_from: bool = False
    is_tied_on: bool = False

    @property
    def is_triplet(self) -> bool:
        """Whether it takes two thirds of its sign's length."""
        return self.length in _TRIPLETS


def bars_of(meters: Sequence[Meter], end_ticks: int) -> list[Bar]:
    """Bars up to a tick, the last one whole."""
    bars: list[Bar] = []
    at = 0
    changes = [meter.tick for meter in meters]
    while at < max(1, end_ticks) and len(bars) < 20_000:
        index = max(0, bisect_right(changes, at) - 1)
        meter, following = meters[index], (changes[index + 1] if index + 1 < len(changes) else None)
        length = meter.bar_ticks if following is None else min(meter.bar_ticks, following - at)
        is_new = not bars or bars[-1].meter != meter
        start, end = (tick // _TICKS_PER_DIVISION for tick in (at, at + length))
        bars.append(Bar(len(bars) + 1, start, max(1, end - start), meter, is_new))
        at += length
    return bars


def written_bars(notes: Iterable[Note], bars: Sequence[Bar]) -> list[list[Written]]:
    """What stands in each bar, filled with rests."""
    end = bars[-1].start + bars[-1].length if bars else 0
    chords = _chords(_on_grid(list(notes)), end)
    spans = list(_with_rests(chords, end))
    found: list[list[Written]] = []
    place = 0
    for bar in bars:
        inside: list[Written] = []
        while place < len(spans) and spans[place][0] < bar.start + bar.length:
            start, length, held = spans[place]
            first, last = max(start, bar.start), min(start + length, bar.start + bar.length)
            inside += _signs(first - bar.start, last - bar.start, held, first > start, last < start + length)
            if start + length > bar.start + bar.length:
                break
            place += 1
        found.append(inside)
    return found


def voices_of(notes: Sequence[Note]) -> tuple[tuple[Note, ...], ...]:
    """One voice, or two where notes are held while others move on: those that move, and those that are held."""
    onsets = sorted({note.start_ticks for note in notes})
    held: list[Note] = []
    until = 0
    for note in sorted(notes, key=lambda each: (each.start_ticks, each.pitch)):
        place = bisect_right(onsets, note.start_ticks + _TOGETHER_TICKS)
        following = onsets[place] if place < len(onsets) else None
        is_long = note.length_ticks >= TICKS_PER_QUARTER and following is not None
        if is_long and note.start_ticks + note.length_ticks >= (following or 0) + _HELD_TICKS:
            is_free = note.start_ticks >= until or (held and _is_together(held[-1], note))
            if is_free:
                held.append(note)
                until = max(until, note.start_ticks + note.length_ticks - _HELD_TICKS)
    chosen = {id(note) for note in held}
    moving = tuple(note for note in notes if id(note) not in chosen)
    return (moving, tuple(held)) if moving and len(held) > 1 else (tuple(notes),)


def _is_together(one: Note, other: Note) -> bool:
    """Whether two are struck as one chord, of which the other is held as long."""
    return other.start_ticks - one.start_ticks <= _TOGETHER_TICKS


def divisions_of(tick: int) -> int:
    """The nearest division to a tick."""
    return round(Fraction(tick, _TICKS_PER_DIVISION))


_Span = tuple[int, int, tuple[Note, ...]]


def _on_grid(notes: Sequence[Note]) -> list[tuple[int, int, Note]]:
    """(start, end, note) in divisions, each on the grid of its beat."""
    beats: dict[int, list[float]] = {}
    for note in notes:
        at = note.start_ticks / _TICKS_PER_DIVISION
        beats.setdefault(int(at // DIVISIONS), []).append(at % DIVISIONS)
    grids = {beat: _grid_of(places) for beat, places in beats.items()}
    found = []
    for note in notes:
        start = _nearest(note.start_ticks / _TICKS_PER_DIVISION, grids)
        end = _nearest((note.start_ticks + note.length_ticks) / _TICKS_PER_DIVISION, grids)
        found.append((start, max(end, start + 3), note))
    return found


def _grid_of(places: Sequence[float]) -> tuple[int, ...]:
    costs = [sum(min(abs(place - line) for line in grid) for place in places) for grid in _GRIDS]
    return _GRIDS[1] if costs[1] * _TRIPLET_COST + 0.5 < costs[0] else _GRIDS[0]


def _nearest(place: float, grids: dict[int, tuple[int, ...]]) -> int:
    beat = int(place // DIVISIONS)
    grid = grids.get(beat, _GRIDS[0])
    return beat * DIVISIONS + min(grid, key=lambda line: abs(place - beat * DIVISIONS - line))


def _chords(placed: Sequence[tuple[int, int, Note]], end: int) -> list[_Span]:
    """What begins together, up to what begins next."""
    starts: dict[int, dict[int, tuple[int, Note]]] = {}
    for start, stop, note in placed:
        if 0 <= start < end:
            held = starts.setdefault(start, {})
            if note.pitch not in held or stop > held[note.pitch][0]:
                held[note.pitch] = (stop, note)
    order = sorted(starts)
    spans = []
    for start, following in zip(order, [*order[1:], end], strict=True):
        stop = min(following, max(stop for stop, _ in starts[start].values()))
        notes = tuple(note for _, note in sorted(starts[start].values(), key=lambda each: each[1].pitch))
        spans.append((start, max(1, stop - start), notes))
    return spans


def _with_rests(chords: Sequence[_Span], end: int) -> Iterator[_Span]:
    at = 0
    for start, length, notes in chords:
        if start > at:
            yield at, start - at, ()
        yield start, length, notes
        at = start + length
    if at < end:
        yield at, end - at, ()


def _signs(first: int, last: int, notes: tuple[Note, ...], is_from: bool, is_on: bool) -> list[Written]:
    """Lengths that have a sign, tied; cut at beats where a triplet begins or ends inside one."""
    pieces = list(_pieces(first, last))
    return [
        Written(
            start,
            length,
            notes,
            bool(notes) and (is_from or index > 0),
            bool(notes) and (is_on or index + 1 < len(pieces)),
        )
        for index, (start, length) in enumerate(pieces)
    ]


def _pieces(first: int, last: int) -> Iterator[tuple[int, int]]:
    at = first
    while at < last:
        beat_end = (at // DIVISIONS + 1) * DIVISIONS
        is_odd = at % 3 or (last - at) % 3
        stop = min(last, beat_end) if is_odd else last
        length = next((sign for sign in (*_STRAIGHT, *_TRIPLETS) if sign <= stop - at), stop - at)
        if (stop - at) % 3:
            length = next((sign for sign in _TRIPLETS if sign <= stop - at), stop - at)
        yield at, length
        at += length
