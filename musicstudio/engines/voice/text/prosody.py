# SPDX-License-Identifier: GPL-3.0-or-later
"""What a line of words asks of its melody: which syllables weigh, which lines rhyme. Pure."""

from collections.abc import Sequence

from .model import BREAK, HOLD, Line, Syllable
from .phonemes import is_vowel, strip_stress

_LIGHT_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "to",
        "of",
        "and",
        "or",
        "but",
        "in",
        "on",
        "at",
        "for",
        "with",
        "from",
        "by",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "am",
        "i",
        "you",
        "he",
        "she",
        "it",
        "we",
        "they",
        "me",
        "my",
        "your",
        "his",
        "her",
        "its",
        "our",
        "their",
        "this",
        "that",
        "if",
        "so",
        "do",
        "does",
        "did",
        "can",
        "could",
        "will",
        "would",
        "shall",
        "should",
        "may",
        "might",
        "must",
        "has",
        "have",
        "had",
    ]
)


def weights(line: Line) -> tuple[float, ...]:
    """How strongly each syllable wants a strong beat, 0 to 1: dictionary stress, with little words made light."""
    return tuple(
        _weight(syllable, is_light=len(word.syllables) == 1 and word.text.lower() in _LIGHT_WORDS)
        for word in line.words
        for syllable in word.syllables
    )


def _weight(syllable: Syllable, is_light: bool) -> float:
    return 0.25 if is_light else {0: 0.1, 1: 0.6, 2: 1.0}[syllable.stress]


def texts(line: Line) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(text, phonemes) of each note that the line asks for, word breaks marked and held notes added."""
    notes: list[tuple[str, tuple[str, ...]]] = []
    for word in line.words:
        for index, syllable in enumerate(word.syllables):
            goes_on = index < len(word.syllables) - 1
            notes.append((syllable.text + (BREAK if goes_on else ""), syllable.phonemes))
            notes += [(HOLD, ())] * (syllable.notes - 1)
    return tuple(notes)


def rhyme(line: Line) -> tuple[str, ...]:
    """The sounds from the last stressed vowel on: lines rhyme when these are equal."""
    sounds = [phoneme for syllable in line.syllables for phoneme in syllable.phonemes]
    stressed = [i for i, phoneme in enumerate(sounds) if phoneme[:1] in "ˈˌ"]
    vowels = [i for i, phoneme in enumerate(sounds) if is_vowel(phoneme)]
    spots = stressed or vowels
    return tuple(strip_stress(phoneme) for phoneme in sounds[spots[-1] :]) if spots else ()


def closes_rhyme(lines: Sequence[Line]) -> tuple[bool, ...]:
    """For each line whether it answers the rhyme of one of the three lines before it."""
    ends = [rhyme(line) for line in lines]
    return tuple(bool(end) and end in ends[max(0, i - 3) : i] for i, end in enumerate(ends))
