# SPDX-License-Identifier: GPL-3.0-or-later
"""A lyric as parts that can be sung: each with a kind of section and lines of one breath, and somebody in the lead."""

from itertools import pairwise

from musicstudio.engines.voice.melody.call_and_response import as_lead
from musicstudio.engines.voice.text.lyrics import parse_lyrics
from musicstudio.engines.voice.text.model import Line, LyricSection, Word
from musicstudio.engines.voice.text.sections import OTHER, kind_of, stanzas

SILENT_KINDS = ("intro", "outro", "break", "build", "solo")
"""Kinds of section that stand in the form without words, too."""
_MAX_TOLD = 5
_MAX_LINES = 8
_MAX_LINE = 24
"""Syllables; a longer line is sung as several."""

Part = tuple[str, tuple[Line, ...]]


def read_parts(lyrics: str) -> tuple[list[Part], tuple[str, ...]]:
    """(kind of section, lines) of each part of a lyric in order, and what its writer should know.

    Parts have at most eight lines; those of `SILENT_KINDS` may have none. A lyric all in parentheses is sung by the
    lead.
    """
    parsed = parse_lyrics(lyrics)
    notices = tuple(dict.fromkeys(issue.message for issue in parsed.issues))[:_MAX_TOLD]
    written = [(part, _short_lines(part.lines)) for part in stanzas(parsed)]
    lines = [line for _, own in written for line in own]
    if lines:
        notices += tuple(dict.fromkeys(text for part, own in written if (text := _doubt(part, own))))[:_MAX_TOLD]
    if lines and all(line.backing for line in lines):
        notices += ("All the words are in parentheses, so the lead sings them.",)
        written = [(part, tuple(map(as_lead, own))) for part, own in written]
    return [
        (_kind(part), piece)
        for part, own in written
        if own or kind_of(part.name) in SILENT_KINDS
        for piece in _even_parts(own)
    ], notices


def _doubt(part: LyricSection, lines: tuple[Line, ...]) -> str:
    kind = kind_of(part.name)
    if part.name and lines and kind == OTHER:
        return f"[{part.name}] is no kind of section that is known; its words are sung as a verse."
    if part.name and not lines and kind not in SILENT_KINDS:
        return f"There are no words under [{part.name}], so the song has no such section."
    return ""


def _kind(part: LyricSection) -> str:
    """The section kind of a tag; words under no known tag are a verse."""
    kind = kind_of(part.name)
    return "verse" if kind == OTHER else kind


def _short_lines(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines with those that nobody sings on one breath cut between words into even pieces."""
    return tuple(piece for line in lines for piece in _pieces(line))


def _pieces(line: Line) -> list[Line]:
    count = -(-len(line.syllables) // _MAX_LINE)
    if count < 2:
        return [line]
    share = len(line.syllables) / count
    pieces: list[list[Word]] = [[]]
    sung = 0
    for word in line.words:
        if sung >= share * len(pieces):
            pieces.append([])
        pieces[-1].append(word)
        sung += len(word.syllables)
    return [Line(line.number, tuple(words)) for words in pieces]


def _even_parts(lines: tuple[Line, ...]) -> list[tuple[Line, ...]]:
    """Parts of at most eight lines, as even as they can be; a tag without lines is one empty part."""
    parts = max(1, -(-len(lines) // _MAX_LINES))
    cuts = [round(index * len(lines) / parts) for index in range(parts + 1)]
    return [lines[start:end] for start, end in pairwise(cuts)]
