# SPDX-License-Identifier: GPL-3.0-or-later
"""Pitch classes (0 = C to 11 = B) and MIDI pitches, and the names that musicians give them."""

import re
import unicodedata

SHARP_NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
FLAT_NAMES = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
_LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11, "H": 11}
_ACCIDENTALS = {"#": 1, "b": -1}
_SPELLINGS = str.maketrans({"♯": "#", "♭": "b", "𝄪": "##", "𝄫": "bb", "♮": ""})
_ROOT = re.compile(r"([A-Ha-h])((?:#{1,2}|b{1,2})?)")


def pitch_class_name(pitch_class: int, has_flats: bool = False) -> str:
    """``Bb`` or ``A#`` for 10."""
    return (FLAT_NAMES if has_flats else SHARP_NAMES)[pitch_class % 12]


def pitch_name(pitch: int, has_flats: bool = False) -> str:
    """``C4`` for MIDI pitch 60."""
    return f"{pitch_class_name(pitch, has_flats)}{pitch // 12 - 1}"


def plain_symbol(text: str) -> str:
    """A symbol with the accidentals of the keyboard: ``B♭`` as ``Bb``; full-width letters as plain ones."""
    return unicodedata.normalize("NFKC", text.translate(_SPELLINGS)).strip()


def split_root(symbol: str) -> tuple[int, str] | None:
    """The pitch class that a symbol begins with, and what follows it; None where it begins with no note name.

    Reads ``F#m`` as (6, "m"), ``B♭`` as (10, ""), the German ``H`` as B. ``Bb`` is B flat.
    """
    plain = plain_symbol(symbol)
    match = _ROOT.match(plain)
    if match is None or not symbol.strip()[0].isalpha():
        return None
    shift = sum(_ACCIDENTALS[sign] for sign in match[2])
    return (_LETTERS[match[1].upper()] + shift) % 12, plain[match.end() :]


def parse_pitch_class(name: str) -> int | None:
    """The pitch class of a whole name: 6 for ``F#`` or ``G♭``; None for anything else."""
    found = split_root(name)
    return found[0] if found and not found[1] else None
