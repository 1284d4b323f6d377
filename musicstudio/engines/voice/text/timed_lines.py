# SPDX-License-Identifier: GPL-3.0-or-later
"""Times in lyrics: LRC's stamps before a line, cues of SRT and WebVTT, and times that viewers write before lines."""

import re
from collections.abc import Iterable, Sequence

import msgspec

from .bracket_reading import Found
from .marks import cue_times, seconds_of
from .reading_model import Row

_STAMPS = re.compile(r"^\s*((?:\[\s*\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,:]\d{1,3})?\s*\]\s*)+)")
_STAMP = re.compile(r"\[\s*([\d:.,]+)\s*\]")
_BARE = re.compile(r"^\s*\(?(\d{1,2}:\d{2}(?::\d{2})?)\)?\s*(?:[-\u2013\u2014|]\s*)?(?=\D|$)")
_OFFSET = re.compile(r"^\s*\[\s*offset\s*:\s*([+-]?\d{1,7})\s*\]", re.IGNORECASE)
_NUMBER = re.compile(r"^\s*\d{1,6}\s*$")
_BLOCK = re.compile(r"^(?:WEBVTT|NOTE|STYLE|REGION)\b")
_STYLE = re.compile(r"\{\\[^}]*\}")
_DIALOGUE = re.compile(r"^\s*Dialogue:[^,]*,\s*(\d+:\d+:\d+\.\d+),(?:[^,]*,){7}")
_SINGER = re.compile(r"^\s*[FMD]:\s*")
_MIN_BARE = 2
_PAUSE_S = 4.0


class TimedLine(msgspec.Struct, frozen=True):
    """What is left of a line, and when it is sung. is_hidden: the line belongs to the format, and is no gap."""

    text: str
    times_s: tuple[float, ...] = ()
    is_hidden: bool = False


class TimedLines:
    """Takes the times out of a lyric's lines, one after the other."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._has_cues = any(cue_times(line) for line in lines)
        self._has_dialogue = any(_DIALOGUE.match(line) for line in lines)
        self._has_stamps = any(_STAMPS.match(line) for line in lines)
        has_bare = not self._has_cues and sum(bool(_BARE.match(line)) for line in lines) >= _MIN_BARE
        self._bare = _BARE if has_bare else None
        self._offset_s = next((-int(m[1]) / 1000 for line in lines if (m := _OFFSET.match(line))), 0.0)
        self._cue: tuple[float, float] | None = None
        self._is_in_block, self._is_scattered, self._last_end_s = False, False, 0.0

    def read(self, number: int, line: str, found: Found) -> TimedLine:
        """One line without its times."""
        if self._has_dialogue:
            return _dialogue(number, line, found)
        if self._has_cues:
            return self._read_cue(number, line, found)
        stamps = _STAMPS.match(line)
        if stamps:
            return self._read_stamps(number, line, stamps, found)
        bare = self._bare.match(line) if self._bare else None
        if bare:
            found.leave_out(number, bare[0], "a time")
            return TimedLine(line[bare.end() :], (seconds_of(bare[1]) or 0.0,))
        return TimedLine(line)

    def order_rows(self, rows: Iterable[Row]) -> list[Row]:
        """Rows in the order in which they are sung; those without a time stay behind the ones before them."""
        timed: list[tuple[float, Row]] = []
        now = -1.0
        for row in rows:
            now = row.time_s if row.time_s is not None else now
            timed.append((now, row))
        return [row for _, row in (sorted(timed, key=lambda each: each[0]) if self._is_scattered else timed)]

    def _read_stamps(self, number: int, line: str, match: re.Match[str], found: Found) -> TimedLine:
        times = [seconds_of(stamp) for stamp in _STAMP.findall(match[1])]
        found.leave_out(number, match[1], "a time")
        self._is_scattered = self._is_scattered or len(times) > 1
        text = line[match.end() :]
        singer = _SINGER.match(text)
        if singer:
            found.leave_out(number, singer[0], "who sings")
            text = text[singer.end() :]
        return TimedLine(text, tuple(max(0.0, time_s + self._offset_s) for time_s in times if time_s is not None))

    def _read_cue(self, number: int, line: str, found: Found) -> TimedLine:
        times = cue_times(line)
        if times:
            found.leave_out(number, line, "a time")
            is_after_pause = self._cue is not None and times[0] - self._cue[1] > _PAUSE_S
            self._cue, self._is_in_block = times, False
            return TimedLine("", (times[0],), is_hidden=not is_after_pause)
        if not line.strip():
            self._is_in_block = False
            return TimedLine("", is_hidden=True)
        if self._is_in_block or _BLOCK.match(line):
            self._is_in_block = True
            found.leave_out(number, line, "a note to the player")
            return TimedLine("", is_hidden=True)
        if self._precedes_cue(number):
            found.leave_out(number, line, "a cue's number")
            return TimedLine("", is_hidden=True)
        return TimedLine(_STYLE.sub("", line), (self._cue[0],) if self._cue else ())

    def _precedes_cue(self, number: int) -> bool:
        """Whether a line names the cue whose times follow: a number, or a name after a gap."""
        follows_gap = number == 1 or not self._lines[number - 2].strip()
        return (
            number < len(self._lines)
            and bool(cue_times(self._lines[number]))
            and (follows_gap or bool(_NUMBER.match(self._lines[number - 1])))
        )


def _dialogue(number: int, line: str, found: Found) -> TimedLine:
    """A line of SubStation Alpha: only its events hold words."""
    match = _DIALOGUE.match(line)
    found.leave_out(number, match[0] if match else line, "a time" if match else "a note to the player")
    if not match:
        return TimedLine("", is_hidden=True)
    words = _STYLE.sub("", line[match.end() :]).replace("\\N", " ").replace("\\n", " ")
    return TimedLine(words, (seconds_of(match[1]) or 0.0,))
