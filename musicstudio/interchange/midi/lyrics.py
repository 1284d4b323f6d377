# SPDX-License-Identifier: GPL-3.0-or-later
"""Words of a MIDI file: lyric events (also with RP-017's spaces and line ends), and the text events of .kar files."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.text import clean_line
from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Note

_NEAR_TICKS = TICKS_PER_QUARTER // 4
"""A syllable may stand a sixteenth away from its note."""
_WORDS_NAMES = ("words", "lyric", "karaoke", "paroles", "letra", "testo", "текст", "слова", "歌詞", "歌词", "가사")
_LANGUAGE_TAG = re.compile(r"\{[@#][^}]*\}")
_LINE_MARK = re.compile(r"^[/\\](?=\w)")
Texts = Sequence[tuple[int, str]]
"""(tick, text) in order of time."""


class Syllables(Struct, frozen=True):
    """The words of one track. sung: (tick, syllable), with a closing hyphen where the word goes on. lines: the same as
    lines of text."""

    sung: tuple[tuple[int, str], ...] = ()
    lines: tuple[str, ...] = ()


def read_lyrics(lyrics: Texts) -> Syllables:
    """The words of lyric events. Where none of them has a space at an edge, each is a word unless it ends in a
    hyphen. ``/`` and ``\\`` before a word begin lines, as in .kar files."""
    return _syllables([(tick, _LINE_MARK.sub("\n", _LANGUAGE_TAG.sub("", text))) for tick, text in lyrics])


def read_karaoke(texts: Texts, track_name: str) -> tuple[Syllables, str]:
    """(words, title) of a track of text events if it is karaoke: ``@`` lines tell about the song, ``/`` and ``\\``
    begin lines and verses; or if the track is called "Words". No words for other text."""
    marks = "".join(text[:1] for _, text in texts if text[:1] in ("/", "\\", "@"))
    has_header = any(text[:2] in ("@K", "@L", "@T") for _, text in texts)
    if not (has_header or is_named_words(track_name) or ("\\" in marks and len(marks) > 2)):
        return Syllables(), ""
    title = next((text[2:].strip() for _, text in texts if text.startswith("@T")), "")
    sung = [(tick, text) for tick, text in texts if not text.startswith("@")]
    return _syllables([(tick, "\n" + text[1:] if text[:1] in "/\\" else text) for tick, text in sung]), clean_line(
        title
    )


def is_named_words(name: str) -> bool:
    """Whether a track's name says that it holds the words."""
    return any(word in name.lower() for word in _WORDS_NAMES)


def laid_on(notes: Sequence[Note], sung: Sequence[tuple[int, str]]) -> tuple[tuple[Note, ...], int]:
    """(notes with the syllables that fall on them, how many found one). Of a chord, the top note sings."""
    tops: dict[int, int] = {}
    for index, note in enumerate(notes):
        top = tops.get(note.start_ticks)
        if top is None or note.pitch > notes[top].pitch:
            tops[note.start_ticks] = index
    ticks = sorted(tops)
    texts: dict[int, str] = {}
    for tick, text in sung:
        at = _nearest(ticks, tick)
        if at is not None and tops[at] not in texts:
            texts[tops[at]] = text
    return tuple(replace(n, lyric=texts[i]) if i in texts else n for i, n in enumerate(notes)), len(texts)


def _nearest(ticks: Sequence[int], tick: int) -> int | None:
    index = bisect_left(ticks, tick)
    near = [each for each in ticks[max(0, index - 1) : index + 1] if abs(each - tick) <= _NEAR_TICKS]
    return min(near, key=lambda each: abs(each - tick), default=None)


def _syllables(texts: Texts) -> Syllables:
    words = _Words(has_spaces=any(text.strip("\r\n") != text.strip() for _, text in texts))
    for tick, text in texts:
        words.add(tick, text.replace("\r", "\n"))
    words.close_word()
    return Syllables(tuple(words.sung), tuple(line for line in words.lines if line))


class _Words:
    """Grows words and lines syllable by syllable."""

    def __init__(self, has_spaces: bool) -> None:
        self.sung: list[tuple[int, str]] = []
        self.lines = [""]
        self._has_spaces, self._is_open = has_spaces, False

    def add(self, tick: int, text: str) -> None:
        """One event's text, whose line ends are ``\\n``."""
        bare = clean_line(text)
        if text[:1].isspace() or not bare:
            self.close_word()
        if text[:1] == "\n":
            self.lines.append("")
        if bare.strip("-_"):
            self._add_syllable(tick, bare, text)
        elif bare.startswith("_"):
            self.sung.append((tick, "_"))
        if text.rstrip(" ")[1:].endswith("\n"):
            self.close_word()
            self.lines.append("")

    def close_word(self) -> None:
        """The last syllable was the last of its word."""
        if self._is_open:
            tick, text = self.sung[-1]
            self.sung[-1] = (tick, text.removesuffix("-"))
            self._is_open = False

    def _add_syllable(self, tick: int, bare: str, text: str) -> None:
        joint = "" if self._is_open or not self.lines[-1] else " "
        plain = bare.removesuffix("-")
        self.lines[-1] += joint + plain
        self._is_open = bare.endswith("-") or (self._has_spaces and not text[-1:].isspace())
        self.sung.append((tick, f"{plain}-" if self._is_open else plain))
