# SPDX-License-Identifier: GPL-3.0-or-later
"""Chord qualities: one vocabulary for the lead sheet, the arranger, the singer, the listener and the chord lane."""

import re
from typing import NamedTuple

from .pitches import pitch_class_name, plain_symbol, split_root

INTERVALS: dict[str, tuple[int, ...]] = {
    "maj": (0, 4, 7), "min": (0, 3, 7), "dim": (0, 3, 6), "aug": (0, 4, 8), "sus2": (0, 2, 7), "sus4": (0, 5, 7),
    "maj7": (0, 4, 7, 11), "min7": (0, 3, 7, 10), "dom7": (0, 4, 7, 10), "m7b5": (0, 3, 6, 10), "dim7": (0, 3, 6, 9),
    "minmaj7": (0, 3, 7, 11), "6": (0, 4, 7, 9), "m6": (0, 3, 7, 9), "9": (0, 4, 7, 10, 14),
    "maj9": (0, 4, 7, 11, 14), "min9": (0, 3, 7, 10, 14), "add9": (0, 4, 7, 14), "5": (0, 7),
    "7sus4": (0, 5, 7, 10), "aug7": (0, 4, 8, 10), "7b5": (0, 4, 6, 10), "7b9": (0, 4, 7, 10, 13),
    "7#9": (0, 4, 7, 10, 15), "69": (0, 4, 7, 9, 14), "madd9": (0, 3, 7, 14), "min11": (0, 3, 7, 10, 14, 17),
    "11": (0, 7, 10, 14, 17), "13": (0, 4, 7, 10, 14, 21), "maj7#11": (0, 4, 7, 11, 18), "augmaj7": (0, 4, 8, 11),
}  # fmt: skip
"""Semitones above the root, rising; 14 is the ninth."""

SUFFIXES: dict[str, str] = {
    "maj": "", "min": "m", "dim": "dim", "aug": "+", "sus2": "sus2", "sus4": "sus4", "maj7": "maj7", "min7": "m7",
    "dom7": "7", "m7b5": "m7b5", "dim7": "dim7", "minmaj7": "m(maj7)", "6": "6", "m6": "m6", "9": "9", "maj9": "maj9",
    "min9": "m9", "add9": "add9", "5": "5", "7sus4": "7sus4", "aug7": "7#5", "7b5": "7b5", "7b9": "7b9", "7#9": "7#9",
    "69": "6/9", "madd9": "m(add9)", "min11": "m11", "11": "11", "13": "13", "maj7#11": "maj7#11", "augmaj7": "+maj7",
}  # fmt: skip
"""How a quality is written after its root."""

_OTHER_SUFFIXES: dict[str, tuple[str, ...]] = {
    "maj": ("major", "maj", "ma", "M", "Δ"), "min": ("minor", "min", "mi", "-", "moll"),
    "dim": ("o", "°", "mb5", "m-5", "diminished"), "aug": ("aug", "#5", "augmented"), "sus4": ("sus",),
    "maj7": ("M7", "ma7", "Δ7", "j7", "major7", "7M", "7+"), "min7": ("min7", "mi7", "-7", "minor7"),
    "dom7": ("dom7", "dom"), "m7b5": ("ø", "ø7", "m7-5", "min7b5", "-7b5", "half-dim", "halfdim"),
    "dim7": ("o7", "°7"), "minmaj7": ("mmaj7", "mM7", "-maj7", "minmaj7", "m7M", "mΔ"), "6": ("add6", "maj6", "M6"),
    "m6": ("min6", "-6", "madd6"), "9": ("7add9", "79"), "maj9": ("M9", "ma9", "Δ9"), "min9": ("min9", "-9", "mi9"),
    "add9": ("add2", "2"), "5": ("no3", "power"), "7sus4": ("7sus", "sus7", "9sus4", "9sus", "13sus4"),
    "aug7": ("+7", "aug7", "7+5", "7aug"), "7b5": ("7-5",), "7b9": ("7-9", "13b9"), "7#9": ("7+9", "7alt", "alt"),
    "69": ("69", "6add9", "maj69"), "madd9": ("madd9", "madd2", "minadd9"), "min11": ("min11", "-11"),
    "11": ("9add11",), "13": ("dom13", "9add13"), "maj7#11": ("M7#11", "maj9#11", "lyd"), "augmaj7": ("maj7#5", "M7#5"),
}  # fmt: skip
_BY_SUFFIX = {
    suffix: quality for quality in INTERVALS for suffix in (SUFFIXES[quality], *_OTHER_SUFFIXES.get(quality, ()))
}
WRITTEN_SUFFIXES = frozenset(each for each in _BY_SUFFIX if each and (len(each) > 1 or each in "m5679°øΔ+")) - {
    "ma",
    "mi",
}
"""How qualities are written in running text, where "2", "o", "-" and "M" after a letter are no chord."""
_NO_CHORD = frozenset({"n", "nc", "n.c."})
_BRACKETS = re.compile(r"[()\[\]\s,]")


class ChordName(NamedTuple):
    """root and bass: pitch classes; bass is -1 where the root is lowest. quality: a key of `INTERVALS`."""

    root: int
    quality: str
    bass: int = -1


def chord_intervals(quality: str) -> tuple[int, ...]:
    """Semitones above the root, rising; an unknown quality counts as major."""
    return INTERVALS.get(quality, INTERVALS["maj"])


def chord_pitch_classes(root: int, quality: str) -> tuple[int, ...]:
    """Pitch classes of a chord, root first, in the order of `chord_intervals`."""
    return tuple((root + interval) % 12 for interval in chord_intervals(quality))


def chord_symbol(root: int, quality: str, bass: int = -1, has_flats: bool = False) -> str:
    """``Dm7``, ``F/A``. An unknown quality is written as it is."""
    symbol = pitch_class_name(root, has_flats) + SUFFIXES.get(quality, quality)
    return symbol if bass in (-1, root) else f"{symbol}/{pitch_class_name(bass, has_flats)}"


def parse_chord(symbol: str) -> ChordName | None:
    """The chord of a symbol such as ``Am7``, ``F#m7b5/C``, ``B♭maj9``, ``Hm``, ``C6/9/E``; None where it is none."""
    if plain_symbol(symbol).lower() in _NO_CHORD or (found := split_root(symbol)) is None:
        return None
    root, rest = found
    quality = _quality_of(rest)
    if quality is not None:
        return ChordName(root, quality)
    upper, slash, lower = rest.rpartition("/")
    quality, bass = _quality_of(upper), split_root(lower)
    if not slash or quality is None or bass is None or bass[1]:
        return None
    return ChordName(root, quality, -1 if bass[0] == root else bass[0])


def _quality_of(suffix: str) -> str | None:
    return _BY_SUFFIX.get(suffix) or _BY_SUFFIX.get(_BRACKETS.sub("", suffix))
