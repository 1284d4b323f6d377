# SPDX-License-Identifier: GPL-3.0-or-later
"""The pieces of a drum kit that words can refuse: which General MIDI notes each is."""

import re

PITCHES: dict[str, frozenset[int]] = {
    "hi-hats": frozenset({42, 44, 46}),
    "cymbals": frozenset({49, 51, 52, 53, 55, 57, 59}),
    "ride": frozenset({51, 53, 59}),
    "crash": frozenset({49, 52, 55, 57}),
    "snare": frozenset({37, 38, 40}),
    "rimshots": frozenset({37}),
    "kick": frozenset({35, 36}),
    "toms": frozenset({41, 43, 45, 47, 48, 50}),
    "claps": frozenset({39}),
    "cowbell": frozenset({56}),
}
_WORDS = (
    ("hi-hats", r"(?:hi|high)[ -]?hats?|hats?"), ("ride", r"rides?(?: cymbals?)?"),
    ("crash", r"crash(?:es)?(?: cymbals?)?"), ("cymbals", r"cymbals?"),
    ("snare", r"snares?(?: drums?)?|backbeat"), ("rimshots", r"rim ?shots?|rim ?clicks?"),
    ("kick", r"kicks?(?: drums?)?|bass drums?"), ("toms", r"toms?|tom[- ]toms?"),
    ("claps", r"(?:hand ?)?claps?"), ("cowbell", r"cow ?bells?"),
)  # fmt: skip
_FINDER = re.compile(
    "|".join(f"(?P<p{i}>(?<![\\w'])(?:{words})(?![\\w']))" for i, (_, words) in enumerate(_WORDS)), re.IGNORECASE
)


def find_pieces(text: str) -> list[tuple[int, int, str]]:
    """(start, end, piece) of each piece of a kit that is named."""
    return [(m.start(), m.end(), _WORDS[int((m.lastgroup or "p0")[1:])][0]) for m in _FINDER.finditer(text)]


def piece_of(word: str) -> str:
    """The piece that a word names, or an empty string."""
    found = find_pieces(word.strip())
    return found[0][2] if found and found[0][1] - found[0][0] == len(word.strip()) else ""


def refused_pitches(names: tuple[str, ...]) -> frozenset[int]:
    """The notes of all pieces among some refused names."""
    return frozenset(pitch for name in names for pitch in PITCHES.get(name, ()))
