# SPDX-License-Identifier: GPL-3.0-or-later
"""A pasted lyric as it was read: what is sung, and what stands in it that is no word. Plain immutable values."""

import msgspec


class Row(msgspec.Struct, frozen=True):
    """One line to go on: the name of a part, words, or a gap. number: its line in the text, from 1. text: the name or
    the words; a tag without a name ends a part. time_s: when it is sung, where the text says so."""

    number: int
    kind: str
    text: str = ""
    time_s: float | None = None


TAG, WORDS, GAP = "tag", "words", "gap"


class LeftOut(msgspec.Struct, frozen=True):
    """Something that is not sung. why: what it is instead, as "a time" or "a chord"."""

    line: int
    text: str
    why: str


class ChordMark(msgspec.Struct, frozen=True):
    """A chord over words. line: of the words; column: before which letter of them."""

    line: int
    column: int
    name: str


class WordTime(msgspec.Struct, frozen=True):
    """When a word is sung. line: of the words; column: before which letter of them."""

    line: int
    column: int
    time_s: float


class LyricsReading(msgspec.Struct, frozen=True):
    """A lyric without what is no word in it.

    rows: what is left, in the order in which it is sung. left_out: everything that is not, by line. chords and
    word_times are there for whoever wishes them (chords above or between words; times of lines and words).
    """

    rows: tuple[Row, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    chords: tuple[ChordMark, ...] = ()
    word_times: tuple[WordTime, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """What is not sung, a sentence for each kind of thing, with the lines where it stands."""
        kinds: dict[str, list[LeftOut]] = {}
        for each in self.left_out:
            kinds.setdefault(each.why, []).append(each)
        return tuple(_sentence(why, found) for why, found in kinds.items())


_MAX_QUOTED = 4


def _sentence(why: str, found: list[LeftOut]) -> str:
    quoted = [f"line {each.line} “{_short(each.text)}”" for each in found[:_MAX_QUOTED]]
    rest = [each.line for each in found[_MAX_QUOTED:]]
    more = f", and on line{'s' * (len(set(rest)) > 1)} {_ranges(rest)}" if rest else ""
    return f"Not sung, {why}: {', '.join(quoted)}{more}."


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def _ranges(lines: list[int]) -> str:
    """``5-9, 12``."""
    runs: list[list[int]] = []
    for line in sorted(set(lines)):
        if runs and line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    return ", ".join(f"{first}-{last}" if last > first else str(first) for first, last in runs)
