# SPDX-License-Identifier: GPL-3.0-or-later
"""A request to the row of bars that the writer fills in: what stands before, the section, what stands after."""

from collections.abc import Sequence

from musicstudio.engines.composer.melody_model import vocabulary as v
from musicstudio.engines.composer.melody_model.encoding import Bar
from musicstudio.engines.composer.melody_model.meters import SubBar, sub_bars
from musicstudio.engines.composer.melody_model.passage import BarGrid, ChordSpan, MelodyNote, Passage
from musicstudio.engines.composer.melody_model.request import LeadRequest
from musicstudio.engines.composer.melody_model.sheet_writer import LOOK_AHEAD, LOOK_BACK, Sheet
from musicstudio.engines.composer.melody_model.tiling import chord_marks, snap_melody, tile_chords, tile_melody

BLOCK = 16
"""Longer sections are told to the network as blocks of so many bars."""


def lay_out(request: LeadRequest, home: int, echoes: Sequence[int]) -> Sheet:
    """The sheet of a request. ``home``: MIDI pitch of the tonic; ``echoes``: the form, a number for each
    written bar.
    """
    group = len(sub_bars(request.grid.numerator, request.grid.denominator))
    section = passage_bars(_given_section(request), home, echoes)
    keep = [kept for kept in (request.keep or (False,) * request.grid.bars) for _ in range(group)]
    before = passage_bars(request.before, home)[-LOOK_BACK:] if request.before else []
    after = passage_bars(request.after, home)[:LOOK_AHEAD] if request.after else []
    around = [False] * len(before), [False] * len(after)
    hide_chords = [request.given_chords is None and not kept for kept in keep]
    hide_melody = [request.given_melody is None and not kept for kept in keep]
    return Sheet(
        [*before, *section, *after],
        [*around[0], *hide_chords, *around[1]],
        [*around[0], *hide_melody, *around[1]],
        len(before),
        len(before) + len(section),
    )


def _given_section(request: LeadRequest) -> Passage:
    """The section with all that is given of it."""
    original = request.original or Passage(request.grid)
    melody = original.melody if request.given_melody is None else request.given_melody
    chords = original.chords if request.given_chords is None else request.given_chords
    return Passage(request.grid, melody, chords)


def passage_bars(passage: Passage, home: int, echoes: Sequence[int] = ()) -> list[Bar]:
    """The bars of a passage as the network reads them, each told its place in its block of 16."""
    pieces = grid_pieces(passage.grid)
    notes = snap_melody([_in_units(note) for note in passage.melody])
    marks = chord_marks(passage.chords, home)
    bars, begin = [], 0
    for index, piece in enumerate(pieces):
        span = (begin, begin + piece.units)
        melody = tile_melody(notes, span, 0, piece.units, home)
        chords = tile_chords(marks, span, 0, piece.units)
        echo = echoes[index] if index < len(echoes) else v.ECHO_UNKNOWN
        bars.append(Bar(piece.units, piece.meter, chords, melody, *_position(index, len(pieces)), echo))
        begin += piece.units
    return bars


def grid_pieces(grid: BarGrid) -> tuple[SubBar, ...]:
    """The sub-bars of all bars of a grid in a row."""
    return sub_bars(grid.numerator, grid.denominator) * grid.bars


def section_melody(notes: Sequence[MelodyNote], keep: Sequence[bool], grid: BarGrid) -> list[MelodyNote]:
    """The notes that start in kept bars."""
    return [note for note in notes if _is_kept(note.start_ticks, keep, grid)]


def section_chords(chords: Sequence[ChordSpan], keep: Sequence[bool], grid: BarGrid) -> list[ChordSpan]:
    """The chords that sound in kept bars, cut where a run of kept bars begins or ends."""
    spans = []
    for chord in chords:
        for first, last in kept_runs(keep):
            start = max(chord.start_ticks, first * grid.bar_ticks)
            end = min(chord.start_ticks + chord.length_ticks, last * grid.bar_ticks)
            if end > start:
                spans.append(ChordSpan(start, end - start, chord.root, chord.quality, chord.bass))
    return spans


def kept_runs(keep: Sequence[bool]) -> list[tuple[int, int]]:
    """(first, one past the last) of every run of kept bars."""
    edges = [
        index for index in range(len(keep) + 1) if (index and keep[index - 1]) != (index < len(keep) and keep[index])
    ]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _is_kept(tick: int, keep: Sequence[bool], grid: BarGrid) -> bool:
    bar = tick // grid.bar_ticks
    return 0 <= bar < len(keep) and keep[bar]


def _position(index: int, count: int) -> tuple[int, int]:
    """(place in the block, bars that follow in the block)."""
    begin = index - index % BLOCK
    end = min(begin + BLOCK, count)
    return index - begin, end - 1 - index


def _in_units(note: MelodyNote) -> tuple[float, float, int]:
    return note.start_ticks / v.TICKS_PER_UNIT, note.length_ticks / v.TICKS_PER_UNIT, note.pitch
