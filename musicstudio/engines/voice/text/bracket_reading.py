# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in brackets in a line of a lyric: names of parts, chords, times, directions, or words of the backing."""

import re

from .marks import (
    REPEAT_MARK,
    is_chord,
    is_chord_line,
    is_direction,
    is_mood,
    is_sung_chord,
    letter_chord,
    seconds_of,
    without_repeat,
    without_speaker,
)
from .reading_model import TAG, WORDS, ChordMark, LeftOut, Row, WordTime
from .section_words import OTHER, is_heading, is_weak, kind_of

_BRACKET = re.compile(r"\[[^\[\]]*\]|\{[^{}]*\}|<[^<>]*>|\([^()]*\)|(?<!\*)\*[^*]+\*(?!\*)")
_WORD_SPAN = re.compile(r"\d{1,8},\d{1,7}(?:,\d{1,7})?")
_SONG_FACT = re.compile(r"^(?:ti|ar|al|au|by|offset|length|re|ve|la|id|tool|key|#)\s*:", re.IGNORECASE)
_SINGER = re.compile(r"\s*[:|,(;]\s*|\s+[-\u2013\u2014/~]\s+")


class Found:
    """What was met on the way through a lyric that is not sung."""

    def __init__(self) -> None:
        self.left_out: list[LeftOut] = []
        self.chords: list[ChordMark] = []
        self.word_times: list[WordTime] = []
        self.has_sung_chords = self.has_chord_sheet = self.has_round_chords = False

    def leave_out(self, line: int, text: str, why: str) -> None:
        """Note something that is not sung."""
        if text.strip():
            self.left_out.append(LeftOut(line, text.strip(), why))


def read_line(number: int, line: str, found: Found) -> list[Row]:
    """The rows that a line holds: its words, and the names of parts that stand among them."""
    reader = _LineReader(number, line, found)
    place = 0
    for match in _BRACKET.finditer(line):
        reader.add(line[place : match.start()])
        reader.add_bracket(match[0], match.start(), match.end())
        place = match.end()
    reader.add(line[place:])
    reader.close()
    return reader.rows


def heading_in(content: str, is_whole_line: bool) -> tuple[str, str]:
    """(the part's name, what else stands there) of a bracket's content; no name where it holds none."""
    bare = without_repeat(content.strip(" :")).strip(" :.-\u2013\u2014*#~=")
    rest = content.replace(bare, "", 1).strip(" :.-") if bare else ""
    if is_heading(bare):
        return bare, rest
    main, *more = _SINGER.split(bare, maxsplit=1)
    if more and is_heading(main):
        return main.strip(), f"{more[0]} {rest}".strip()
    is_named = is_whole_line and kind_of(bare) != OTHER and not is_direction(bare)
    return (bare, rest) if is_named else ("", "")


class _LineReader:
    """Collects the words of a line, and ends a row where a part's name stands."""

    def __init__(self, number: int, line: str, found: Found) -> None:
        self.rows: list[Row] = []
        self._number, self._line, self._found = number, line, found
        self._words = ""

    def add(self, words: str) -> None:
        """Words outside of brackets."""
        is_joint_lost = self._words[-1:].isalnum() and words[:1].isalnum() and self._was_dropped
        self._words += f" {words}" if is_joint_lost else words
        self._was_dropped = False

    def add_bracket(self, text: str, start: int, end: int) -> None:
        """A bracket with its content."""
        content = text[1:-1].strip()
        is_alone = not (self._line[:start] + self._line[end:]).strip(" :.-*_#")
        readers = {"[": self._square, "{": self._square, "<": self._angle, "(": self._round, "*": self._read_starred}
        readers[text[0]](text, content, is_alone, not self._line[:start].strip(" *_#-"))

    def close(self) -> None:
        """The end of the line."""
        words, speaker = without_speaker(self._words)
        if any(row.kind == TAG for row in self.rows) and is_direction(words.strip(" -:\u2013\u2014.,"), is_square=True):
            self._found.leave_out(self._number, words, "a direction")
            words = ""
        elif any(row.kind == TAG for row in self.rows) and is_chord_line(words, len(words.split()) > 1):
            self._found.leave_out(self._number, words, "a chord")
            words = ""
        for mark in REPEAT_MARK.findall(words):
            self._found.leave_out(self._number, mark, "a mark of repetition")
        words = REPEAT_MARK.sub("", words)
        self._found.leave_out(self._number, speaker, "who sings")
        if any(letter.isalnum() for letter in words) or "(" in words or ")" in words or _is_told(words):
            self.rows.append(Row(self._number, WORDS, words.strip()))

    _was_dropped = False

    def _drop(self, text: str, why: str) -> None:
        self._found.leave_out(self._number, text, why)
        self._was_dropped = True

    def _name_part(self, name: str, rest: str) -> None:
        if any(letter.isalnum() for letter in self._words):
            self.rows.append(Row(self._number, WORDS, self._words.strip()))
        self._words = ""
        why = (
            "a mark of repetition"
            if REPEAT_MARK.fullmatch(rest) or REPEAT_MARK.fullmatch(f"({rest})")
            else "a direction"
        )
        self._found.leave_out(self._number, rest, why)
        self.rows.append(Row(self._number, TAG, name))

    def _square(self, text: str, content: str, is_alone: bool, is_first: bool) -> None:
        time_s = seconds_of(content)
        if not content:
            return
        if time_s is not None:
            self._found.word_times.append(WordTime(self._number, len(self._words.lstrip()), time_s))
            self._drop(text, "a time")
        elif _SONG_FACT.match(content):
            self._drop(text, "a fact about the song")
        elif is_chord(content.lstrip("*")) or (self._found.has_sung_chords and is_sung_chord(content)):
            name = content if is_chord(content) else letter_chord(content.lstrip("*"))
            self._found.chords.append(ChordMark(self._number, len(self._words.lstrip()), name))
            self._found.leave_out(self._number, text, "a chord")
        elif content.startswith("/") and is_heading(content[1:]):
            self._name_part("", "")
        elif (heading := heading_in(content, is_alone))[0]:
            self._name_part(*heading)
        elif is_direction(content, is_square=True) or REPEAT_MARK.fullmatch(content):
            self._drop(text, "a mark of repetition" if REPEAT_MARK.fullmatch(content) else "a direction")
        elif is_mood(content) or not is_alone:
            self._drop(text, "a direction")
        else:
            self._name_part(content, "")

    def _angle(self, text: str, content: str, is_alone: bool, is_first: bool) -> None:
        time_s = seconds_of(content)
        if time_s is not None:
            self._found.word_times.append(WordTime(self._number, len(self._words.lstrip()), time_s))
            self._drop(text, "a time")
        elif _WORD_SPAN.fullmatch(content):
            self._found.leave_out(self._number, text, "a time")
        elif is_chord(content):
            self._found.chords.append(ChordMark(self._number, len(self._words.lstrip()), content))
            self._found.leave_out(self._number, text, "a chord")
        elif is_alone and is_heading(content):
            self._name_part("" if content.startswith("/") else content, "")
        else:
            self.add(text)

    def _round(self, text: str, content: str, is_alone: bool, is_first: bool) -> None:
        if _WORD_SPAN.fullmatch(content):
            self._found.leave_out(self._number, text, "a time")
            return
        name, rest = heading_in(content, False)
        if name and (is_alone or is_first) and not is_weak(name):
            self._name_part(name, rest)
        elif REPEAT_MARK.fullmatch(text) or REPEAT_MARK.fullmatch(content):
            self._drop(text, "a mark of repetition")
        elif is_direction(content):
            self._drop(text, "a direction")
        elif is_chord(content) and self._found.has_round_chords | (self._found.has_chord_sheet and len(content) > 1):
            self._found.leave_out(self._number, text, "a chord")
        else:
            self.add(text)

    def _read_starred(self, text: str, content: str, is_alone: bool, is_first: bool) -> None:
        if is_direction(content, is_square=True):
            self._drop(text, "a direction")
        else:
            self.add(content)


def _is_told(words: str) -> bool:
    """Whether something without letters is to be told about when it is read: pictures."""
    return any(ord(letter) > 0x2000 for letter in words)
