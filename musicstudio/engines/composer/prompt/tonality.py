# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys as they are written: ``in D minor``, ``F#m``, ``key of B flat``, ``a minor key``."""

import re

from musicstudio.project.model import Key

_LETTERS = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
_ACCIDENTALS = {"": 0, "#": 1, "b": -1, "sharp": 1, "flat": -1}
_MODES = {
    "major": "major", "maj": "major", "dur": "major", "ionian": "major", "minor": "minor", "min": "minor",
    "moll": "minor",
    "m": "minor", "aeolian": "minor", "dorian": "dorian", "mixolydian": "mixolydian", "phrygian": "phrygian",
    "lydian": "lydian",
}  # fmt: skip
_MODE_WORDS = "major|minor|maj|min|dur|moll|ionian|aeolian|dorian|mixolydian|phrygian|lydian"
_TONIC = r"([A-Ga-g])(?:\s*(#|b\b|b(?=[\s-]*(?:m\b|maj|min|dorian|mixo|phry|lyd))|-?\s?sharp|-?\s?flat))?"
_NOT_A_KEY = r"(?!\s+(?:key|keys|chord|chords|scale|mode|mood|way|feel|tonality|tune|sound|progression|role|part)\b)"
_WITH_MODE = re.compile(rf"\b{_TONIC}[\s-]*({_MODE_WORDS})\b{_NOT_A_KEY}", re.IGNORECASE)
_ARTICLE = re.compile(
    r"a (?:major|minor)\b(?!\s*(?:[,.;:!?)(-]|$|(?:at|with|and|to|for|then|piano|song|piece|tune|track)\b|\d))"
)
_SHORT_MINOR = re.compile(r"(?<![\w'])([A-G])(#|b)?m(?![\w'])")
_LABELED = re.compile(rf"\bkey\s*(?:of|:|=|is)\s*{_TONIC}(?![\w'])", re.IGNORECASE)
_BARE = re.compile(
    r"\b(?:in|on|into)\s+([B-G]|A(?=\s*[,.;]|\s*$|#|b\b|-flat|-sharp| flat| sharp))(#|b|[ -]?sharp|[ "
    r"-]?flat)?(?![\w'#])"
)
_MODE_ONLY = re.compile(
    rf"\b({_MODE_WORDS})\s+(?:key|mode|scale|tonality)\b|\b(dorian|mixolydian|phrygian|lydian|aeolian)\b", re.IGNORECASE
)


def find_keys(text: str) -> list[tuple[int, int, Key]]:
    """(start, end, key) of every key named, in the order written (the text in its own case: ``Am`` is a key, ``am`` a
    verb)."""
    found: dict[int, tuple[int, Key]] = {}
    for match in _WITH_MODE.finditer(text):
        if _ARTICLE.match(text, match.start()):
            continue
        found[match.start()] = (match.end(), _key(match[1], match[2], match[3]))
    for match in _SHORT_MINOR.finditer(text):
        found.setdefault(match.start(), (match.end(), _key(match[1], match[2], "minor")))
    for match in [*_LABELED.finditer(text), *_BARE.finditer(text)]:
        found.setdefault(match.start(1), (match.end(), _key(match[1], match[2], "major")))
    return [(start, *found[start]) for start in sorted(found)]


def find_modes(text: str) -> list[tuple[int, int, str]]:
    """(start, end, mode) of "a minor key", where no tonic is named."""
    return [(m.start(), m.end(), _MODES[(m[1] or m[2]).lower()]) for m in _MODE_ONLY.finditer(text)]


def _key(letter: str, accidental: str | None, mode: str) -> Key:
    sign = re.sub(r"[^a-z#]", "", (accidental or "").lower())
    return Key((_LETTERS[letter.lower()] + _ACCIDENTALS[sign]) % 12, _MODES[mode.lower()])
