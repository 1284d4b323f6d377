# SPDX-License-Identifier: GPL-3.0-or-later
"""Cleaning a prompt so that the readers of facts see one spelling: plain quotes and dashes, digits for number words."""

import re

_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_NUMBER_WORD = "|".join([*_UNITS, *_TENS, "hundred"])
_NUMBER = re.compile(
    rf"\b(?:(?:{_NUMBER_WORD})(?:[\s-]+and[\s-]+(?={_NUMBER_WORD})|[\s-]+(?={_NUMBER_WORD})|\b))+", re.IGNORECASE
)
MAX_DIGITS = 9
MAX_NUMBER = 10**MAX_DIGITS - 1
PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "♯": "#", "♭": "b", "⁄": "/"}
)


def find_numbers(text: str) -> list[re.Match[str]]:
    """Every run of number words."""
    return list(_NUMBER.finditer(text))


def as_digits(words: str) -> str:
    """``ninety five`` is one number, ``six eight`` are two."""
    numbers: list[int] = []
    has_room = False
    for word in re.findall(r"[a-z]+", words.lower()):
        if word == "hundred":
            numbers = [*numbers[:-1], min(MAX_NUMBER, max(1, numbers[-1] if numbers else 1) * 100)]
            has_room = True
        elif word in _TENS:
            numbers = [*numbers[:-1], numbers[-1] + _TENS[word]] if has_room else [*numbers, _TENS[word]]
            has_room = True
        elif word in _UNITS:
            numbers = [*numbers[:-1], numbers[-1] + _UNITS[word]] if has_room else [*numbers, _UNITS[word]]
            has_room = False
    return " ".join(map(str, numbers))
