# SPDX-License-Identifier: GPL-3.0-or-later
"""The form of a song from its lyric: one section a tag, as long as its lines need, with room to play before and
after."""

import re
from itertools import pairwise

from msgspec import Struct

from musicstudio.engines.composer.form.layout import Block
from musicstudio.engines.voice.lyrics import parse_lyrics
from musicstudio.engines.voice.model import Line
from musicstudio.engines.voice.setting import bars_needed
from musicstudio.project.model import Meter

_KINDS = (
    ("prechorus", r"pre[- ]?chorus|pre[- ]?hook|lift"), ("chorus", r"chorus|hook|refrain"),
    ("verse", r"verse|strophe|stanza"),
    ("bridge", r"bridge|middle (?:8|eight)"), ("intro", r"intro"), ("outro", r"outro|coda|ending"),
    ("break", r"break|interlude"),
    ("solo", r"solo|instrumental"), ("build", r"build"), ("drop", r"drop"),
)  # fmt: skip
_SILENT_BARS = {"intro": 4, "outro": 4, "break": 4, "build": 4, "solo": 8}
_INTRO_BARS, _OUTRO_BARS = 4, 4
_MOST_TOLD = 5
_MOST_LINES = 8


class LyricForm(Struct, frozen=True):
    """blocks: the sections. lines: what is sung in each, empty where nobody sings. notices: what the writer should
    know."""

    blocks: tuple[Block, ...]
    lines: tuple[tuple[Line, ...], ...]
    notices: tuple[str, ...]


def lyric_form(lyrics: str, meter: tuple[int, int], bpm: float, bars: int | None = None) -> LyricForm:
    """The sections that a lyric asks for; with ``bars`` given, exactly so many in all. No blocks when there is
    nothing to sing."""
    parsed = parse_lyrics(lyrics)
    notices = tuple(dict.fromkeys(issue.message for issue in parsed.issues))[:_MOST_TOLD]
    sung = [
        (kind_of(part.name), lines)
        for part in parsed.sections
        if part.lines or kind_of(part.name) in _SILENT_BARS
        for lines in _stanzas(part.lines)
    ]
    if not any(lines for _, lines in sung):
        return LyricForm((), (), (*notices, "The lyrics hold no words that can be sung."))
    sized = [(kind, lines, _bars_of(kind, lines, Meter(0, *meter), bpm)) for kind, lines in sung]
    if bars is not None:
        sized, told = _fitted(sized, bars)
        sized = _grown(sized, bars)
        notices += told
    rows = _framed(sized, bars)
    return LyricForm(tuple(Block(kind, size) for kind, _, size in rows), tuple(lines for _, lines, _ in rows), notices)


def _stanzas(lines: tuple[Line, ...]) -> list[tuple[Line, ...]]:
    """Parts of at most eight lines, as even as they can be; a tag without lines is one empty part."""
    parts = max(1, -(-len(lines) // _MOST_LINES))
    cuts = [round(index * len(lines) / parts) for index in range(parts + 1)]
    return [lines[start:end] for start, end in pairwise(cuts)]


def kind_of(tag: str) -> str:
    """The section kind of a tag; words under no known tag are a verse."""
    return next((kind for kind, words in _KINDS if re.search(rf"\b(?:{words})", tag, re.IGNORECASE)), "verse")


Row = tuple[str, tuple[Line, ...], int]


def _bars_of(kind: str, lines: tuple[Line, ...], meter: Meter, bpm: float) -> int:
    """Whole phrases: an even number of bars, at least four."""
    if not lines:
        return _SILENT_BARS.get(kind, 4)
    needed = bars_needed(lines, meter, bpm)
    return max(4, needed + needed % 2)


def _fitted(rows: list[Row], bars: int) -> tuple[list[Row], tuple[str, ...]]:
    """As many sections as the length holds; one bar is left for the ending."""
    kept: list[Row] = []
    for row in rows:
        if sum(size for _, _, size in kept) + row[2] > bars - 1 and kept:
            break
        kept.append(row)
    left = len(rows) - len(kept)
    told = (
        f"The length has no room for all the lyrics; the last {left} sections were left out."
        if left > 1
        else ("The length has no room for all the lyrics; the last section was left out." if left else "")
    )
    return kept, (told,) if told else ()


def _grown(rows: list[Row], bars: int) -> list[Row]:
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


def _framed(rows: list[Row], bars: int | None) -> list[Row]:
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
