# SPDX-License-Identifier: GPL-3.0-or-later
"""Chord names of ABC and MusicXML to (root, quality of the network)."""

import re

STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}

MUSICXML_KINDS = {
    "major": "maj", "minor": "min", "augmented": "aug", "diminished": "dim", "dominant": "dom7",
    "major-seventh": "maj7", "minor-seventh": "min7", "diminished-seventh": "dim7", "augmented-seventh": "dom7",
    "half-diminished": "m7b5", "major-minor": "min", "minor-major": "min", "major-sixth": "6", "minor-sixth": "m6",
    "dominant-ninth": "dom7", "major-ninth": "maj7", "minor-ninth": "min7", "dominant-11th": "dom7",
    "major-11th": "maj7", "minor-11th": "min7", "dominant-13th": "dom7", "major-13th": "maj7", "minor-13th": "min7",
    "suspended-second": "sus4", "suspended-fourth": "sus4", "power": "maj",
}  # fmt: skip
"""MusicXML 4.0 `kind-value`s to the qualities of the network (its `MODEL_QUALITIES`)."""

_ABC = re.compile(r"^\(?([A-Ga-g])([#b]?)(.*?)(?:/[A-Ga-g][#b+\-]*)?\)?$")


def parse_abc_chord(text: str) -> tuple[int, str] | None:
    """(root, quality) of an ABC chord such as ``F#m7/c+`` or ``Bbd`` (Nottingham's diminished); None for other text."""
    match = _ABC.match(text.strip())
    if not match:
        return None
    root = (STEPS[match[1].upper()] + {"#": 1, "b": -1, "": 0}[match[2]]) % 12
    quality = _abc_quality(match[3])
    return (root, quality) if quality else None


def _abc_quality(text: str) -> str | None:
    """The quality of what follows the root."""
    text = text.strip()
    table = {
        "": "maj", "m": "min", "min": "min", "-": "min", "7": "dom7", "m7": "min7", "maj7": "maj7", "M7": "maj7",
        "6": "6", "m6": "m6", "dim": "dim", "d": "dim", "dim7": "dim7", "d7": "dim7", "o": "dim", "aug": "aug",
        "a": "aug", "+": "aug", "a7": "dom7", "sus4": "sus4", "sus": "sus4", "9": "dom7", "7b9": "dom7",
    }  # fmt: skip
    return table.get(text)
