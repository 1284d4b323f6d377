# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers as a singer says them. Pure."""

import re

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
_LIMIT = 10**12
_FORM = re.compile(r"^\$?(\d[\d,]*)(?:\.(\d+))?(st|nd|rd|th|s|%)?$", re.IGNORECASE)


def spell_number(text: str) -> tuple[str, ...] | None:
    """The words of "24", "1999", "3rd", "80s", "$5", "2.5" or "50%"; None when it is no number (or beyond 10^12)."""
    match = _FORM.match(text)
    if not match:
        return None
    digits, decimals, suffix = match[1].replace(",", ""), match[2], (match[3] or "").lower()
    if int(digits) >= _LIMIT:
        return tuple(_ONES[int(digit)] for digit in digits) if len(digits) <= 20 else None
    words = list(_year(digits) or _cardinal(int(digits)))
    if decimals:
        words += ["point", *(_ONES[int(digit)] for digit in decimals[:6])]
    return tuple(_with_suffix(words, suffix) + (["dollars"] if text.startswith("$") else []))


def _with_suffix(words: list[str], suffix: str) -> list[str]:
    if suffix == "%":
        return [*words, "percent"]
    if suffix == "s":
        last = words[-1]
        return [*words[:-1], last[:-1] + "ies" if last.endswith("y") else last + "s"]
    return [*words[:-1], _ordinal(words[-1])] if suffix else words


def _ordinal(word: str) -> str:
    if word in _ORDINALS:
        return _ORDINALS[word]
    return word[:-1] + "ieth" if word.endswith("y") else word + "th"


def _year(digits: str) -> tuple[str, ...] | None:
    """1100 to 1999 and 2010 to 2099 in pairs, as years are said."""
    if len(digits) != 4 or not (1100 <= int(digits) <= 1999 or 2010 <= int(digits) <= 2099):
        return None
    high, low = int(digits[:2]), int(digits[2:])
    if low == 0:
        return (*_cardinal(high), "hundred")
    return (*_cardinal(high), *(("oh", _ONES[low]) if low < 10 else _cardinal(low)))


def _cardinal(value: int) -> tuple[str, ...]:
    for size, name in _SCALES:
        if value >= size:
            rest = value % size
            return (*_cardinal(value // size), name, *(_cardinal(rest) if rest else ()))
    if value < 20:
        return (_ONES[value],)
    return (_TENS[value // 10], *((_ONES[value % 10],) if value % 10 else ()))
