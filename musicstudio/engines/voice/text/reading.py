# SPDX-License-Identifier: GPL-3.0-or-later
"""A lyric as people paste it, to rows of words and names of parts: `read_lyrics`.

Takes song sheets (ChordPro, chords above words, tabs), timed lyrics (LRC, enhanced LRC, SRT, WebVTT), chatbots' and
forums' habits of writing headings, and plain words. Never fails. Pure.
"""

import html
import itertools
import re
import unicodedata
from collections.abc import Sequence

from msgspec.structs import replace

from .bracket_reading import Found, read_line
from .chord_sheets import ChordSheet
from .heading_lines import HeadingLines
from .list_numbers import without_list_numbers
from .marks import is_ending, is_fact, is_residue, is_tab
from .reading_model import GAP, TAG, WORDS, LyricsReading, Row
from .timed_lines import TimedLines

_UNSEEN = re.compile(
    "[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00-\x08\x0e-\x1f\x7f]|\x1b\\[[0-9;]*m"
)
_LOOSE = str.maketrans(
    {
        "\u2026": " \u2026 ",
        "\u00b4": "'",
        "\u02bc": "'",
        "\u3000": "  ",
        "\u00a0": " ",
        "\t": "    ",
        "\u2669": " ",
        "\u266a": " ",
        "\u266b": " ",
        "\u266c": " ",
    }
    | {chr(0x245F + number): f"{number}. " for number in range(1, 21)}
)
_BRACKETS = str.maketrans("【】〔〕〖〗", "[][][]")
_HTML = re.compile(
    r"</?(?:b|i|u|s|em|strong|br|p|div|span|font|h[1-6]|v|c|ruby|rt|lang|small|big|su[bp]|a|[uo]?l|li|pre|code|center|tt|body|html|head)"
    r"(?:[.\s/][^<>]{0,80})?>",
    re.IGNORECASE,
)
_WHOLLY = re.compile(
    r"^[\s>\-\u2022#]*(\*{1,3}|_{1,3}|<(?:b|i|u|em|strong|h[1-6])>)(?![\s*_])(.{1,60}?)(?<![\s*_])(?:\1|</\w+>)\s*:?\s*$"
)
_RULE = re.compile(r"^\s*(?:[-=_~*#\u2013\u2014\u2500\u2501+.]\s*){3,}$")
_FENCE = re.compile(r"^\s*(?:```|~~~)\w*\s*$")
_EMPHASIS = (
    re.compile(r"\*{2,3}(\S(?:[^*]*\S)?)\*{2,3}"),
    re.compile(r"(?<![\w_])__(\S(?:.*?\S)?)__(?![\w_])"),
    re.compile(r"(?<![\w_])_(\S(?:[^_]*\S)?)_(?![\w_])"),
    re.compile(r"~~(\S(?:[^~]*\S)?)~~"),
    re.compile(r"`([^`]+)`"),
)
_WIDEST_GAP, _MAX_MARKED = 24, 1000
_WIDE = re.compile(" {24,}")
_EMBED = re.compile(r"(?<=[^\W\d_])\d{0,4}Embed$")
_MARKUP = (
    (re.compile(r"\[/?tab\]|\[/?ch\]"), ""),
    (re.compile(r"^\s*\\(?:sub)*section\*?\{(.{0,80})\}\s*$"), r"## \1"),
    (re.compile(r"^\s*\\begin\{?(verse|chorus|bridge|intro|outro)\}?.{0,80}$"), r"[\1]"),
    (re.compile(r"^\s*\\end\{?(verse|chorus|bridge|intro|outro)\}?\s*$"), r"[/\1]"),
    (re.compile(r"\\[a-z]{2,20}\{([^{}]{0,200})\}"), r"\1"),
    (re.compile(r"\\([\[\](){}*_#~`>.+-])"), r"\1"),
    (re.compile(r"\[(b|i|u|s|em|color|size|font|center|quote|left|right)(?:=[^\[\]]{0,40})?\](.*?)\[/\1\]"), r"\2"),
)


def read_lyrics(text: str) -> LyricsReading:
    """What is sung in a text, and what is not."""
    lines = [_plain_line(raw) for raw in text.splitlines()]
    found = Found()
    lines = [_EMBED.sub("", line) if number == len(lines) else line for number, line in enumerate(lines, 1)]
    lines = without_list_numbers(lines, found)
    rows: list[Row] = []
    is_head, tail = True, _facts_at_end(lines)
    timed, sheet, headings = TimedLines(lines), ChordSheet(lines), HeadingLines(lines)
    for number, line in enumerate(lines, 1):
        at = timed.read(number, line, found)
        times = at.times_s or (None,)
        is_gap = not at.is_hidden and (not at.text.strip() or bool(_RULE.match(at.text)))
        words = sheet.read(number, at.text, found, rows)
        if _is_nothing_sung(number, words, found, is_head or number > tail):
            words = ""
        name, words = headings.read(number, words, found)
        words = sheet.without_chords(number, words, found) if name else words
        if name is not None:
            rows.append(Row(number, TAG, name, times[0]))
        pieces = [Row(number, GAP)] if is_gap else read_line(number, words, found)
        is_head = is_head and all(piece.kind != WORDS for piece in pieces)
        rows += [replace(piece, time_s=time_s) for time_s in times for piece in pieces]
    return LyricsReading(
        tuple(timed.order_rows(_without_empty_tags(rows))),
        tuple(sorted(found.left_out, key=lambda each: each.line)),
        tuple(found.chords),
        tuple(found.word_times),
    )


def _is_nothing_sung(number: int, line: str, found: Found, is_head: bool) -> bool:
    if is_tab(line):
        found.leave_out(number, line.strip(), "part of a tab")
        return True
    if is_residue(line) or (is_fact(line) and (is_head or "://" in line or "www." in line.lower())):
        found.leave_out(number, line.strip(), "a fact about the song")
        return True
    if is_ending(line):
        found.leave_out(number, line.strip(), "a direction")
        return True
    return bool(_RULE.match(line) or _FENCE.match(line))


def _facts_at_end(lines: Sequence[str]) -> int:
    """The number of the last line before facts about the song and gaps close the text."""
    return next(
        (index + 1 for index in range(len(lines) - 1, -1, -1) if lines[index].strip() and not is_fact(lines[index])), 0
    )


def _plain_line(raw: str) -> str:
    """One line with letters as they are written on a keyboard and without what is not seen."""
    kept = html.unescape(raw) if "&" in raw and ";" in raw else raw
    kept = _UNSEEN.sub("", kept.translate(_LOOSE))
    kept = "".join(
        "".join(group) if is_picture else unicodedata.normalize("NFKC", "".join(group))
        for is_picture, group in itertools.groupby(kept, _is_picture)
    ).translate(_BRACKETS)
    wholly = _WHOLLY.match(kept)
    kept = f"*{wholly[2]}*" if wholly and not set(wholly[2]) & set("[](){}*_<") else kept
    kept = _HTML.sub("", kept) if "<" in kept else kept
    for pattern, plain in _MARKUP if ("\\" in kept or "[/" in kept) and len(kept) <= _MAX_MARKED else ():
        kept = pattern.sub(plain, kept)
    kept = _WIDE.sub(" " * _WIDEST_GAP, kept)
    for pattern in _EMPHASIS if len(kept) <= _MAX_MARKED else ():
        kept = pattern.sub(r"\1", kept)
    return kept.rstrip()


def _is_picture(letter: str) -> bool:
    """Whether a sign is none that stands for one letter, as \u24d7 does."""
    plain = unicodedata.normalize("NFKC", letter)
    return unicodedata.category(letter) in ("So", "Sk") and not (len(plain) == 1 and plain.isalpha())


def _without_empty_tags(rows: list[Row]) -> list[Row]:
    """A part's end that is followed by the next part's name says nothing."""
    kept: list[Row] = []
    follows = TAG
    for row in reversed(rows):
        if row.kind == TAG and not row.text and follows == TAG:
            continue
        kept.append(row)
        follows = follows if row.kind == GAP else row.kind
    return kept[::-1]
