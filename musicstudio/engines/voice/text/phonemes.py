# SPDX-License-Identifier: GPL-3.0-or-later
"""The sounds of speech: classes, ARPABET to IPA as espeak-ng writes it, and division into syllables. Pure."""

import itertools
from collections.abc import Sequence

STRESS_MARKS = {"ˈ": 2, "ˌ": 1}
_VOWEL_LETTERS = frozenset("aeiouyæɐɑɒɔəɚɛɜɝɞɪɨɯʉʊʌʏøœɤɵᵻ")
_DIPHTHONGS = frozenset({"aɪ", "aʊ", "ɔɪ", "eɪ", "oʊ", "əʊ", "ɪə", "eə", "ʊə"})
_AFFRICATES = frozenset({"tʃ", "dʒ", "ts", "dz"})
_MODIFIERS = frozenset("ː\u0303\u0329\u0325\u032a\u032f\u0361ʰʲʷ˞")
VOICELESS = frozenset({"p", "t", "k", "f", "θ", "s", "ʃ", "h", "tʃ", "ts", "x", "ç", "ʔ"})
SONORANTS = frozenset({"m", "n", "ŋ", "l", "ɹ", "w", "j", "r", "ɾ", "ɲ", "ʎ"})

ARPABET = {
    "AA": "ɑː", "AE": "æ", "AH": "ʌ", "AO": "ɔː", "AW": "aʊ", "AY": "aɪ", "EH": "ɛ", "ER": "ɜː", "EY": "eɪ", "IH": "ɪ",
    "IY": "iː", "OW": "oʊ", "OY": "ɔɪ", "UH": "ʊ", "UW": "uː", "B": "b", "CH": "tʃ", "D": "d", "DH": "ð", "F": "f",
    "G": "ɡ", "HH": "h", "JH": "dʒ", "K": "k", "L": "l", "M": "m", "N": "n", "NG": "ŋ", "P": "p", "R": "ɹ", "S": "s",
    "SH": "ʃ", "T": "t", "TH": "θ", "V": "v", "W": "w", "Y": "j", "Z": "z", "ZH": "ʒ",
}  # fmt: skip
_UNSTRESSED = {"AH": "ə", "ER": "ɚ", "IY": "i"}

_LEGAL_ONSETS = frozenset(
    [
        "pl",
        "pɹ",
        "bl",
        "bɹ",
        "tɹ",
        "dɹ",
        "kl",
        "kɹ",
        "ɡl",
        "ɡɹ",
        "fl",
        "fɹ",
        "θɹ",
        "ʃɹ",
        "sl",
        "sm",
        "sn",
        "sp",
        "st",
        "sk",
        "sw",
        "tw",
        "dw",
        "kw",
        "ɡw",
        "hw",
        "sf",
        "pj",
        "bj",
        "kj",
        "mj",
        "fj",
        "vj",
        "hj",
        "nj",
        "dj",
        "tj",
        "spl",
        "spɹ",
        "stɹ",
        "skɹ",
        "skw",
        "skj",
        "spj",
    ]
)


def is_vowel(phoneme: str) -> bool:
    """Whether a sound is a vowel (or a consonant that stands as one, marked syllabic)."""
    bare = strip_stress(phoneme)
    return bool(bare) and (bare[0] in _VOWEL_LETTERS or "\u0329" in bare)


def strip_stress(phoneme: str) -> str:
    """The sound without its stress mark."""
    return phoneme.lstrip("ˈˌ")


def stress_of(phonemes: Sequence[str]) -> int:
    """The strongest stress in a syllable: 0, 1 or 2."""
    return max((STRESS_MARKS.get(phoneme[:1], 0) for phoneme in phonemes), default=0)


def from_arpabet(pronunciation: Sequence[str]) -> tuple[str, ...]:
    """IPA sounds of a CMU dictionary entry such as ("M", "AO1", "R", "N", "IH0", "NG")."""
    return tuple(_one_arpabet(symbol) for symbol in pronunciation)


def _one_arpabet(symbol: str) -> str:
    base, digit = symbol.rstrip("012"), symbol[-1]
    if digit == "0" and base in _UNSTRESSED:
        return _UNSTRESSED[base]
    return {"1": "ˈ", "2": "ˌ"}.get(digit, "") + ARPABET[base]


def from_ipa(text: str) -> tuple[str, ...]:
    """Split espeak-ng's IPA for one word into sounds: diphthongs, affricates and length marks kept together."""
    sounds: list[str] = []
    stress = ""
    for letter in text:
        if letter in STRESS_MARKS:
            stress = letter
        elif sounds and (letter in _MODIFIERS or (not stress and _joins(sounds[-1], letter))):
            sounds[-1] += letter
        elif letter.isalpha():
            marked = stress if letter in _VOWEL_LETTERS else ""
            sounds.append(marked + letter)
            stress = "" if marked else stress
    return tuple(sounds)


def _joins(sound: str, letter: str) -> bool:
    return strip_stress(sound) + letter in _DIPHTHONGS | _AFFRICATES


def divide(phonemes: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Sounds of a word as syllables, each with one vowel, giving each as long an onset as English allows."""
    vowels = [index for index, phoneme in enumerate(phonemes) if is_vowel(phoneme)]
    if not vowels:
        return (tuple(phonemes),) if phonemes else ()
    cuts = [0]
    for before, after in itertools.pairwise(vowels):
        cuts.append(after - _onset_size(phonemes[before + 1 : after]))
    cuts.append(len(phonemes))
    return tuple(tuple(phonemes[a:b]) for a, b in itertools.pairwise(cuts))


def _onset_size(between: Sequence[str]) -> int:
    """How many of the consonants between two vowels begin the second syllable."""
    for size in range(min(3, len(between)), 1, -1):
        if "".join(between[-size:]) in _LEGAL_ONSETS:
            return size
    return 1 if between and between[-1] != "ŋ" else 0


def parts(phonemes: Sequence[str]) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """A syllable's consonants before its vowel, the vowel, and the consonants after.

    A syllable with no vowel ("mm", "shh") is sung on its first voiced sound, or its last sound.
    """
    spot = next((i for i, phoneme in enumerate(phonemes) if is_vowel(phoneme)), None)
    if spot is None:
        spot = next((i for i, phoneme in enumerate(phonemes) if phoneme not in VOICELESS), len(phonemes) - 1)
    return tuple(phonemes[:spot]), phonemes[spot], tuple(phonemes[spot + 1 :])
