# SPDX-License-Identifier: GPL-3.0-or-later
"""Roman numerals to chords: ``ii7 V7 Imaj7`` in any key and mode.

Capitals are major, small letters minor; ``b`` and ``#`` shift the degree of the major scale, degrees without them
are those of the mode's own family (``VI`` is A flat in C minor, A in C major).
"""

import re

from musicstudio.core.theory.scales import MINOR_MODES, SCALES
from musicstudio.project.model import Chord, Key

_NUMERAL = re.compile(r"^(b|#)?(VII|VI|IV|V|III|II|I|vii|vi|iv|v|iii|ii|i)(.*)$")
_DEGREES = {"i": 0, "ii": 1, "iii": 2, "iv": 3, "v": 4, "vi": 5, "vii": 6}
_SUFFIXES = {
    "": ("maj", "min"), "7": ("dom7", "min7"), "maj7": ("maj7", "minmaj7"), "9": ("9", "min9"),
    "maj9": ("maj9", "min9"),
    "6": ("6", "m6"), "m7b5": ("m7b5", "m7b5"), "dim": ("dim", "dim"), "o": ("dim", "dim"), "o7": ("dim7", "dim7"),
    "dim7": ("dim7", "dim7"), "+": ("aug", "aug"), "aug": ("aug", "aug"), "sus2": ("sus2", "sus2"),
    "sus4": ("sus4", "sus4"),
    "add9": ("add9", "min9"), "5": ("5", "5"), "m": ("min", "min"), "m7": ("min7", "min7"),
}  # fmt: skip
_IN_MODE = {
    "dorian": {
        "iv": "IV",
        "iv7": "IV7",
        "VI": "IV",
        "VImaj7": "IV7",
        "VI7": "IV7",
        "V": "v",
        "V7": "v7",
        "iim7b5": "ii7",
    },
    "phrygian": {"V": "bII", "V7": "bIImaj7", "iim7b5": "bIImaj7", "iv": "vii", "v": "bII"},
    "mixolydian": {"V": "bVII", "V7": "v7", "IVmaj7": "IVmaj7", "Imaj7": "I7", "iii": "IV"},
    "lydian": {"IV": "II", "IVmaj7": "II", "ii7": "II", "iv": "II"},
}


def is_numeral(text: str) -> bool:
    """Whether `chord_of` reads it."""
    match = _NUMERAL.match(text)
    return match is not None and match[3] in _SUFFIXES


_MINOR_SPELLING = {"ii": "iio", "I": "i", "IV": "iv", "vi": "VI", "iii": "III"}


def numerals_in(asked: str, key: Key) -> list[str]:
    """Numerals apart by spaces. "ii V I" is spelled for major: in a minor key the same steps have its own chords."""
    numerals = asked.split()
    is_for_major = key.mode == "minor" and "I" in numerals and "i" not in numerals
    return [_MINOR_SPELLING.get(each, each) for each in numerals] if is_for_major else numerals


def chord_of(numeral: str, key: Key, start_ticks: int = 0, length_ticks: int = 0) -> Chord:
    """The chord of a numeral in a key, bent to the colours of its mode. Raises ValueError for what is no numeral."""
    numeral = _IN_MODE.get(key.mode, {}).get(numeral, numeral)
    match = _NUMERAL.match(numeral)
    if match is None or match[3] not in _SUFFIXES:
        raise ValueError(f"{numeral!r} is not a chord numeral")
    degree = _DEGREES[match[2].lower()]
    steps = SCALES["minor"] if key.mode in MINOR_MODES and not match[1] else SCALES["major"]
    root = steps[degree] + {"b": -1, "#": 1}.get(match[1] or "", 0)
    quality = _SUFFIXES[match[3]][match[2].islower()]
    return Chord(start_ticks, length_ticks, (key.tonic + root) % 12, quality)


def is_minor(key: Key) -> bool:
    """Whether a key's tonic chord is minor."""
    return key.mode in MINOR_MODES


def tonic_numeral(key: Key) -> str:
    """``i`` or ``I``."""
    return "i" if is_minor(key) else "I"
