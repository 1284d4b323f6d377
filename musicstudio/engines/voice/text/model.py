# SPDX-License-Identifier: GPL-3.0-or-later
"""What is sung: syllables, words, lines, sections, and the notes that carry them. Plain immutable values."""

import msgspec

BREAK = "-"
"""Ends the text of a syllable whose word goes on."""

HOLD = "_"
"""The text of a note that holds the vowel before it (a melisma). "" and "-" are read the same way."""


class Syllable(msgspec.Struct, frozen=True):
    """One syllable of a word.

    text: its letters. phonemes: IPA as espeak-ng writes it, one sound each ("t", "ˈaɪ", "tʃ"), stress marked on the
    vowel.
    stress: 0 none, 1 secondary, 2 primary. notes: how many notes it asks for (more than 1 is a melisma).
    """

    text: str
    phonemes: tuple[str, ...]
    stress: int = 0
    notes: int = 1


class Word(msgspec.Struct, frozen=True):
    """A sung word: its spelling and syllables. backing: written in (parentheses), for the backing singers."""

    text: str
    syllables: tuple[Syllable, ...]
    backing: bool = False


class Line(msgspec.Struct, frozen=True):
    """One line of a lyric: a phrase to sing. number: its line in the text, from 1. opens_stanza: a gap stands before
    it. time_s: when it is sung, where the text says so."""

    number: int
    words: tuple[Word, ...]
    opens_stanza: bool = False
    time_s: float | None = None

    @property
    def syllables(self) -> tuple[Syllable, ...]:
        """The syllables of its words, in order."""
        return tuple(syllable for word in self.words for syllable in word.syllables)

    @property
    def backing(self) -> bool:
        """Whether the backing singers have the whole line."""
        return bool(self.words) and all(word.backing for word in self.words)


class LyricSection(msgspec.Struct, frozen=True):
    """A part of the lyric under one ``[tag]``; the name is empty for words before the first tag."""

    name: str
    lines: tuple[Line, ...]


class Issue(msgspec.Struct, frozen=True):
    """Something about a line that the writer should know. kind: "left out", "guessed" or "too long"."""

    line: int
    kind: str
    text: str
    message: str


class Lyrics(msgspec.Struct, frozen=True):
    """A parsed lyric: its sections in order and what was found on the way.

    not_sung: what stands in the text that is no word, a sentence for each kind of thing.
    """

    sections: tuple[LyricSection, ...]
    issues: tuple[Issue, ...] = ()
    not_sung: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line that has words."""
        return tuple(line for section in self.sections for line in section.lines)


class SungNote(msgspec.Struct, frozen=True):
    """One note with its syllable.

    start_ticks, length_ticks: 960 to a quarter. pitch: MIDI note. velocity: 1 to 127.
    syllable: its text; "morn-" says that the word goes on in the next syllable, `HOLD` holds the vowel before.
    phonemes: see `Syllable`; empty for a held vowel.
    """

    start_ticks: int
    length_ticks: int
    pitch: int
    velocity: int = 90
    syllable: str = HOLD
    phonemes: tuple[str, ...] = ()

    @property
    def end_ticks(self) -> int:
        """Where it stops."""
        return self.start_ticks + self.length_ticks

    @property
    def holds(self) -> bool:
        """Whether it only carries on the vowel of the note before."""
        return not self.phonemes


class Expression(msgspec.Struct, frozen=True):
    """How it is sung. Every field is 0 (none) to 1 (strong); the defaults suit a pop lead.

    vibrato: depth on held notes. legato: how slowly the pitch glides between notes. dynamics: how much velocity and
    phrase shape change the loudness. breath: loudness of breaths between phrases. drift: slow human wander of the
    pitch.
    """

    vibrato: float = 0.5
    legato: float = 0.5
    dynamics: float = 0.5
    breath: float = 0.5
    drift: float = 0.3
