# SPDX-License-Identifier: GPL-3.0-or-later
"""Chords as they are written in a prompt: ``chords C G Am F``, ``I vi IV V``, ``one E7 chord``, ``seventh chords``."""

import re

from musicstudio.core.errors import InputError
from musicstudio.core.theory.chords import WRITTEN_SUFFIXES, parse_chord

from ..themes.roman import is_numeral

SEVENTHS, MAJOR_ONLY, MINOR_ONLY = "sevenths", "major chords only", "minor chords only"
ONE = "one chord"
_SUFFIXES = "|".join(
    re.escape(each)
    for each in sorted(WRITTEN_SUFFIXES, key=len, reverse=True)
    if re.search(r"\d|[°øΔ+]|dim|aug|sus|m", each)
)
_CHORD = rf"[A-G](?:#|b)?(?:{_SUFFIXES})?(?:/[A-G](?:#|b)?)?(?![\w'#])"
_NUMERAL = r"(?:b|#)?(?:VII|VI|IV|V|III|II|I|vii|vi|iv|v|iii|ii|i)(?:[°o]7?|maj7|m7|7)?(?![\w'])"
_JOIN = r"(?:\s*,?\s+(?:and|then|to)\s+|\s*[\s,|–/→>-]\s*)"
_LEAD = (
    r"(?:(?:use|play|with|over|on|to|using|follow(?:ing)?) )?(?:the |these |a )?(?:chords?|changes|(?:chord "
    r")?progression|"
    r"chord loop)(?: are| is| of|:)?\s+"
)
_LETTERS = re.compile(
    rf"(?<![\w'])(?:{_LEAD}(?P<a>{_CHORD}(?:{_JOIN}{_CHORD}){{0,15}})|(?P<b>{_CHORD}(?:\s*[-–|]\s*{_CHORD}){{2,15}}))"
)
_BESIDE = re.compile(
    rf"(?<![\w'])(?:(?i:over|on|around|round|between|go(?:es|ing)?|vamp(?:s|ing)?|loop(?:s|ing)?|play(?:s|ing)?|just|only|repeat(?:s|ing)?)"
    rf"(?i: (?:round|between|on|just|only|the|of|and|loop|vamp))*:? )(?P<c>{_CHORD}(?:{_JOIN}{_CHORD}){{1,15}})|"
    rf"(?<![\w'])(?P<d>{_CHORD}(?:{_JOIN}{_CHORD}){{2,15}})"
)
"""A row of chords without the word: after "over" or "just", or three at least; one of them has to look like one."""
_LIKE_CHORD = re.compile(r"[A-G](?:#|b)?(?:m|dim|aug|sus|add|[679°øΔ+/]|5(?!\d)|1[13])|[A-G][#b](?!\w)")
_NUMERALS = re.compile(
    rf"(?<![\w'])(?:(?i:{_LEAD}))?(?:\(\s*)?(?P<r>{_NUMERAL}(?:{_JOIN}{_NUMERAL}){{2,15}})"
    r"(?:\s*\))?(?:\s+(?:chord )?(?:progression|"
    r"changes|loop|vamp))?"
)
_SINGLE = re.compile(
    rf"(?<![\w'])(?:(?i:everything|all|stay(?:s|ing)?|vamp(?:s|ing)?|built|based|just|only) )?(?:(?i:over|on|"
    rf"around) )?"
    rf"(?i:only |just )?(?i:1|a single|the same) (?:(?P<c>{_CHORD}) )?(?i:chord)(?! progression)(?i: the whole "
    rf"time| throughout| only| all the way(?: "
    r"through)?| vamp| for the whole (?:song|piece|track))?(?![\w'])"
)
_QUALITIES = (
    (SEVENTHS, r"(?:(?:with |use )?(?:lots? of |many |all |only |full of |plenty of |mostly |rich )*)(?:7th|"
               r"seventh|9th|ninth|"
               r"extended|jazzy) (?:chords|harmon(?:y|ies)|voicings)"),
    (MAJOR_ONLY, r"(?:only|just|all|nothing but|mostly) major chords(?: only)?|no minor chords|major chords only"),
    (MINOR_ONLY, r"(?:only|just|all|nothing but|mostly) minor chords(?: only)?|no major chords|minor chords only"),
)  # fmt: skip
_NAMED = (
    ("I vi IV V", r"doo-?wop (?:chords|changes|progression)(?:\s*\([^)]{0,24}\))?"),
    ("i VII VI V", r"andalusian (?:cadence|progression)"),
    ("I V vi iii IV I IV V", r"(?:pachelbel(?:'s)?(?: canon)?|canon) (?:chords|changes|progression)"),
    ("I V vi IV", r"(?:4|four)[- ]chord (?:song|progression|loop)|axis (?:chords|progression)"),
)


def find_harmony(text: str) -> list[tuple[int, int, str]]:
    """(start, end, what) of each wish for chords: symbols or numerals apart by spaces, or one of the words above."""
    found: list[tuple[int, int, str]] = []
    for asked, words in (*_NAMED, *_QUALITIES):
        finder = re.compile(rf"(?<![\w'])(?:{words})(?![\w'])", re.IGNORECASE)
        found += [(m.start(), m.end(), asked) for m in finder.finditer(text)]
    for match in _SINGLE.finditer(text):
        found.append((match.start(), match.end(), match["c"] or ONE))
    for match in _LETTERS.finditer(text):
        symbols = re.findall(_CHORD, match["a"] or match["b"])
        if all(parse_chord(symbol) for symbol in symbols):
            found.append((match.start(), match.end(), " ".join(symbols)))
    for match in _BESIDE.finditer(text):
        words = match["c"] or match["d"]
        symbols = re.findall(_CHORD, words)
        if _LIKE_CHORD.search(words) and all(parse_chord(symbol) for symbol in symbols):
            found.append((match.start(), match.end(), " ".join(symbols)))
    for match in _NUMERALS.finditer(text):
        found.append((match.start(), match.end(), " ".join(re.findall(_NUMERAL, match["r"])).replace("°", "o")))
    kept: list[tuple[int, int, str]] = []
    for item in sorted(found, key=lambda each: (each[0], -each[1])):
        if not kept or item[0] >= kept[-1][1]:
            kept.append(item)
    return kept


def check_harmony(asked: str) -> None:
    """Raise `InputError` for what is none of the wishes that `find_harmony` gives, as in a sheet written by hand."""
    is_row = bool(asked.split()) and (is_symbols(asked) or all(is_numeral(each) for each in asked.split()))
    if asked not in (SEVENTHS, MAJOR_ONLY, MINOR_ONLY, ONE) and not is_row:
        raise InputError(f"“{asked[:60]}” are no chords; write symbols (C G Am F) or numerals (I V vi IV).")


def is_symbols(asked: str) -> bool:
    """Whether a wish is a row of chord symbols, which tell a key."""
    return all(parse_chord(each) is not None for each in asked.split()) and not asked.startswith(("I", "i", "V", "v"))
