# SPDX-License-Identifier: GPL-3.0-or-later
"""When each sound of a phrase happens: vowels begin on their notes, consonants are squeezed in before. Pure.

Singers place the vowel, not the consonant, on the beat (Sundberg, The Science of the Singing Voice, 1987, ch. 8).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ..text.phonemes import parts
from .phrases import Phrase, TimedNote

SILENCE = " "
MIN_CONSONANT_S = 0.035
MAX_CONSONANT_S = 0.14
VOWEL_SHARE = 0.42
"""Consonants between two vowels may not take more than the rest of the time between them."""
RAP_VOWEL_S = 0.16
"""Rapped vowels last at most this long, whatever the note."""


@dataclass(frozen=True, slots=True)
class Sound:
    """One sound in time, seconds from the phrase's first note. note: index of the note whose syllable it belongs to.

    role: "onset", "nucleus", "coda" or "silence". starts_word: a word begins with it.
    """

    symbol: str
    start_s: float
    end_s: float
    note: int
    role: str
    starts_word: bool = False


@dataclass(frozen=True, slots=True)
class _Sung:
    """A syllable with the notes it spans."""

    onset: tuple[str, ...]
    nucleus: str
    coda: tuple[str, ...]
    start_s: float
    end_s: float
    note: int
    starts_word: bool


Spoken = Callable[[str], float]
"""Natural length in seconds of a consonant."""


def place_sounds(phrase: Phrase, natural_s: Spoken, is_rap: bool = False) -> tuple[Sound, ...]:
    """Every sound of a phrase in order, without gaps or overlaps, each nucleus beginning on its note."""
    syllables = _syllables(phrase.notes)
    sounds: list[Sound] = _chain(syllables[0], "onset", 0.0, _lengths(syllables[0].onset, natural_s), ends=True)
    for syllable, after in zip(syllables, [*syllables[1:], None], strict=True):
        sounds += _vowel_to_vowel(syllable, after, natural_s, is_rap)
    return tuple(_mark_word(sound, before) for before, sound in zip([None, *sounds], sounds, strict=False))


def speak_sounds(phrase: Phrase, natural_s: Spoken) -> tuple[Sound, ...]:
    """The phrase's words spoken from its first note on at their natural pace, faster if they would not fit in its
    time.
    """
    sounds: list[Sound] = []
    starts_word = True
    at_s = 0.0
    for index, note in enumerate(phrase.notes):
        onset, nucleus, coda = parts(note.phonemes) if note.phonemes else ((), "", ())
        for role, symbols in (("onset", onset), ("nucleus", (nucleus,) if nucleus else ()), ("coda", coda)):
            for symbol in symbols:
                sounds.append(Sound(symbol, at_s, at_s + natural_s(symbol), index, role, starts_word))
                at_s, starts_word = sounds[-1].end_s, False
        starts_word = note.ends_word
    pace = min(1.0, phrase.length_s / at_s)
    return tuple(replace(sound, start_s=sound.start_s * pace, end_s=sound.end_s * pace) for sound in sounds)


def _syllables(notes: Sequence[TimedNote]) -> list[_Sung]:
    found: list[_Sung] = []
    starts_word = True
    for index, note in enumerate(notes):
        if note.holds and found:
            found[-1] = replace(found[-1], end_s=note.end_s)
        else:
            onset, nucleus, coda = parts(note.phonemes)
            found.append(_Sung(onset, nucleus, coda, note.start_s, note.end_s, index, starts_word))
        starts_word = note.ends_word
    return found


def _lengths(consonants: Sequence[str], natural_s: Spoken) -> list[float]:
    return [min(MAX_CONSONANT_S, max(MIN_CONSONANT_S, natural_s(symbol))) for symbol in consonants]


def _vowel_to_vowel(syllable: _Sung, after: _Sung | None, natural_s: Spoken, is_rap: bool) -> list[Sound]:
    """From this vowel's beginning to the next one's: vowel, coda, perhaps silence, the next onset."""
    limit_s = after.start_s if after else syllable.end_s
    coda, onset = _lengths(syllable.coda, natural_s), _lengths(after.onset, natural_s) if after else []
    room_s = (limit_s - syllable.start_s) * (1 - VOWEL_SHARE)
    squeeze = min(1.0, room_s / (sum(coda) + sum(onset))) if coda or onset else 1.0
    coda, onset = [squeeze * x for x in coda], [squeeze * x for x in onset]
    onset_start_s = limit_s - sum(onset)
    coda_end_s = min(syllable.end_s, onset_start_s)
    vowel_end_s = max(coda_end_s - sum(coda), syllable.start_s + VOWEL_SHARE * (coda_end_s - syllable.start_s))
    if is_rap:
        vowel_end_s = min(vowel_end_s, syllable.start_s + RAP_VOWEL_S)
    sounds = [Sound(syllable.nucleus, syllable.start_s, vowel_end_s, syllable.note, "nucleus", syllable.starts_word)]
    sounds += _chain(syllable, "coda", vowel_end_s, coda)
    spoken_end_s = sounds[-1].end_s
    if after and onset_start_s - spoken_end_s > 0.03:
        sounds.append(Sound(SILENCE, spoken_end_s, onset_start_s, syllable.note, "silence"))
    elif after and sounds[-1].end_s != onset_start_s:
        sounds[-1] = replace(sounds[-1], end_s=onset_start_s)
    return sounds + (_chain(after, "onset", limit_s, onset, ends=True) if after else [])


def _chain(syllable: _Sung, role: str, at_s: float, lengths: Sequence[float], ends: bool = False) -> list[Sound]:
    """Consonants one after the other, beginning (or with ``ends`` ending) at a time."""
    start_s = at_s - sum(lengths) if ends else at_s
    sounds = []
    for symbol, length_s in zip(syllable.onset if role == "onset" else syllable.coda, lengths, strict=True):
        sounds.append(Sound(symbol, start_s, start_s + length_s, syllable.note, role, syllable.starts_word))
        start_s += length_s
    return sounds


def _mark_word(sound: Sound, before: Sound | None) -> Sound:
    """Keep ``starts_word`` only on the first sound of the word."""
    begins = before is None or before.role == "silence" or before.note != sound.note
    return replace(sound, starts_word=begins and sound.starts_word)
