# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers before lines, as of a list or of a hymn's verses: ``1. Hello``, ``(2) Hello``, ``c) Hello``."""

import re
from collections.abc import Callable, Sequence

from .bracket_reading import Found
from .section_words import is_heading, is_weak

_BEHIND = r"(?:[.):\]/\u00ba\u00b0]+(?!\d)|\s*[-\u2013\u2014|](?=\s))"
_NUMBERED = re.compile(
    rf"^\s*(?:[-*>]\s+)?((?:line\s?|l|#|(?:no|nr|n)[.\u00b0\u00ba]?\s?)?[(\[]?(\d{{1,3}}){_BEHIND})\s*(?=\S|$)",
    re.IGNORECASE,
)
_HASHED = re.compile(r"^\s*(#(\d{1,3}))\s+(?=[^\W\d])")
_ROMAN = re.compile(r"^\s*([(\[]?([IVX]{1,5}|[ivx]{1,5})[.)\]])\s+(?=\S)")
_LETTERED = re.compile(r"^\s*([(\[]?([a-z])[)\]])\s+(?=\S)", re.IGNORECASE)
_ALONE = re.compile(r"^\s*((\d{1,3}))\s*$")
_BARE = re.compile(r"^\s*((\d{1,3}))\s+(?=[^\W\d]+\s+[^\W\d])")
_COUNTS_ON = re.compile(r"\d+\b")


def without_list_numbers(lines: Sequence[str], found: Found) -> list[str]:
    """The lines without the numbers that count them, which are told. Only numbers that count up are taken for such."""
    result = list(lines)
    for pattern, value_of, least in _KINDS:
        counted = _find_counted_lines(result, pattern, value_of)
        for index, match in counted if len(counted) >= least else ():
            rest = result[index][match.end() :]
            if not _COUNTS_ON.match(rest) and not _is_part_of_name(match[1], rest):
                found.leave_out(index + 1, match[1], "a number of a list")
                result[index] = rest
    return result


def _find_counted_lines(
    lines: Sequence[str], pattern: re.Pattern[str], value_of: Callable[[str], int]
) -> list[tuple[int, re.Match[str]]]:
    """The lines that are numbered 1, 2, 3 and so on, also when that begins anew; or, from a later number on, three."""
    numbered = [(index, match) for index, line in enumerate(lines) if (match := pattern.match(line))]
    if pattern is _ALONE:
        numbered = [each for each in numbered if _stands_over_words(lines, each[0])]
    values = [value_of(match[2]) for _, match in numbered]
    counted: list[tuple[int, re.Match[str]]] = []
    last = 0
    for place, value in enumerate(values):
        if (
            value == 1
            or (last and value in (last, last + 1))
            or values[place : place + 3] == list(range(value, value + 3))
        ):
            counted.append(numbered[place])
            last = value
    return counted


def _stands_over_words(lines: Sequence[str], index: int) -> bool:
    """Whether a number alone on its line stands over a stanza."""
    is_first = index == 0 or not lines[index - 1].strip()
    return is_first and any(letter.isalpha() for letter in "".join(lines[index + 1 : index + 2]))


def _is_part_of_name(number: str, rest: str) -> bool:
    """Whether the number belongs to the name of a part, as in "2. Strophe"."""
    bare = rest.strip(" :.-*_")
    return number.endswith((".", "º", "°")) and is_heading(bare) and not is_weak(bare) and len(bare) < 40


def _roman_value(text: str) -> int:
    digits = [{"i": 1, "v": 5, "x": 10}[letter] for letter in text.lower()]
    return sum(-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True))


def _letter_value(text: str) -> int:
    return ord(text.lower()) - ord("a") + 1


_KINDS: tuple[tuple[re.Pattern[str], Callable[[str], int], int], ...] = (
    (_NUMBERED, int, 1),
    (_HASHED, int, 2),
    (_ROMAN, _roman_value, 2),
    (_LETTERED, _letter_value, 2),
    (_ALONE, int, 2),
    (_BARE, int, 3),
)
