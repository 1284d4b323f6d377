# SPDX-License-Identifier: GPL-3.0-or-later
"""The form of a song from its lyric: one section a tag, as long as its lines need, with room to play before and
after."""

from msgspec import Struct

from musicstudio.engines.composer.form.layout import Block
from musicstudio.engines.voice.melody.lyric_setting import bars_needed
from musicstudio.engines.voice.text.model import Line
from musicstudio.project.model import Meter

from .lyric_parts import SILENT_KINDS, read_parts

_SILENT_BARS = dict.fromkeys(SILENT_KINDS, 4) | {"solo": 8}
_INTRO_BARS, _OUTRO_BARS = 4, 4


class LyricForm(Struct, frozen=True):
    """blocks: the sections. lines: what is sung in each, empty where nobody sings. notices: what the writer should
    know."""

    blocks: tuple[Block, ...]
    lines: tuple[tuple[Line, ...], ...]
    notices: tuple[str, ...]


def lyric_form(lyrics: str, meter: tuple[int, int], bpm: float, bars: int | None = None) -> LyricForm:
    """The sections that a lyric asks for; with ``bars`` given, exactly so many in all. No blocks when there is
    nothing to sing."""
    parts, notices = read_parts(lyrics)
    if not any(lines for _, lines in parts):
        return LyricForm((), (), (*notices, "The lyrics hold no words that can be sung."))
    sized = [(kind, lines, _bars_of(kind, lines, Meter(0, *meter), bpm)) for kind, lines in parts]
    if bars is not None:
        sized, told = _fit_rows(sized, bars, Meter(0, *meter), bpm)
        sized = _grow_rows(sized, bars)
        notices += told
    rows = _frame_rows(sized, bars)
    return LyricForm(tuple(Block(kind, size) for kind, _, size in rows), tuple(lines for _, lines, _ in rows), notices)


Row = tuple[str, tuple[Line, ...], int]


def _bars_of(kind: str, lines: tuple[Line, ...], meter: Meter, bpm: float) -> int:
    """Whole phrases: an even number of bars, at least four."""
    if not lines:
        return _SILENT_BARS.get(kind, 4)
    needed = bars_needed(lines, meter, bpm)
    return max(4, needed + needed % 2)


def _fit_rows(rows: list[Row], bars: int, meter: Meter, bpm: float) -> tuple[list[Row], tuple[str, ...]]:
    """As many sections as the length holds, of the first at least a few lines; one bar is left for the ending."""
    kept: list[Row] = []
    for row in rows:
        if sum(size for _, _, size in kept) + row[2] > bars - 1 and kept:
            break
        kept.append(row)
    told = _left_out(len(rows) - len(kept), "section")
    kind, lines, size = kept[0]
    if size > bars:
        fitting = [n for n in range(1, len(lines) + 1) if _bars_of(kind, lines[:n], meter, bpm) <= bars]
        count = fitting[-1] if fitting else 1
        told += _left_out(len(lines) - count, "line", " of the first section")
        kept = [(kind, lines[:count], bars)]
    return kept, told


def _left_out(count: int, what: str, where: str = "") -> tuple[str, ...]:
    if not count:
        return ()
    which = f"the last {count} {what}s{where} were" if count > 1 else f"the last {what}{where} was"
    return (f"The length has no room for all the lyrics; {which} left out.",)


def _grow_rows(rows: list[Row], bars: int) -> list[Row]:
    """With a solo and the last chorus once more, as often as a length leaves room beside a short intro and outro."""
    sung = [row for row in rows if row[1]]
    encore = next((row for row in reversed(sung) if row[0] == "chorus"), sung[-1])
    spare = bars - sum(size for _, _, size in rows)
    grown = list(rows)
    while spare >= _SILENT_BARS["solo"] + encore[2] + _INTRO_BARS + _OUTRO_BARS:
        place = len(grown) - (grown[-1][0] == "outro")
        grown[place:place] = [("solo", (), _SILENT_BARS["solo"]), encore]
        spare -= _SILENT_BARS["solo"] + encore[2]
    return grown


def _frame_rows(rows: list[Row], bars: int | None) -> list[Row]:
    """With an intro before and an outro after where the lyric names none; what a length leaves over goes to both."""
    spare = None if bars is None else bars - sum(size for _, _, size in rows)
    intro = _INTRO_BARS if spare is None else min(8, spare // 2)
    outro = _OUTRO_BARS if spare is None else spare - intro
    if rows[0][0] != "intro" and intro > 0:
        rows = [("intro", (), intro), *rows]
    elif spare is not None:
        outro += intro
    if outro <= 0:
        return rows
    if rows[-1][0] == "outro" and not rows[-1][1]:
        return [*rows[:-1], ("outro", (), rows[-1][2] + (outro if spare is not None else 0))]
    return [*rows, ("outro", (), outro)]
