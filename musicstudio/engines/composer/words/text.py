# SPDX-License-Identifier: GPL-3.0-or-later
"""A prompt in one spelling, each of whose characters still knows where in the prompt it came from."""

import unicodedata

from msgspec import Struct

from musicstudio.core.errors import InputError

from ..prompt.wording import MAX_DIGITS, PLAIN, as_digits, find_numbers

MAX_LENGTH = 8_000


class Text(Struct, frozen=True):
    """plain: the tidied text (digits for number words, single spaces). places: for each of its characters the (start,
    end) in ``source``."""

    source: str
    plain: str
    places: tuple[tuple[int, int], ...]

    @property
    def lower(self) -> str:
        """The tidied text in lower case, of the same length."""
        return "".join(c.lower() if len(c.lower()) == 1 else c for c in self.plain)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Where characters ``start`` to ``end`` (exclusive) of the plain text lie in the source."""
        if start >= end:
            return (0, 0)
        return self.places[start][0], max(stop for _, stop in self.places[start:end])


def read_text(prompt: str) -> Text:
    """A prompt with its map: one line in its own case, plain quotes and dashes, number words as digits.

    Raises `InputError` for more than `MAX_LENGTH` characters.
    """
    if len(prompt) > MAX_LENGTH:
        raise InputError(f"A prompt of at most {MAX_LENGTH:,} characters can be read; this one has {len(prompt):,}.")
    letters = [
        (plain, index, index + 1)
        for index, letter in enumerate(prompt)
        for plain in unicodedata.normalize("NFKC", letter).translate(PLAIN)
    ]
    letters = _with_short_numbers(_with_digits(letters))
    return _collapse_spaces(prompt, letters)


def _with_digits(letters: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    text = "".join(letter for letter, _, _ in letters)
    result: list[tuple[str, int, int]] = []
    place = 0
    for match in find_numbers(text):
        result += letters[place : match.start()]
        first, last = letters[match.start()][1], letters[match.end() - 1][2]
        result += [(digit, first, last) for digit in as_digits(match.group())]
        place = match.end()
    return result + letters[place:]


def _with_short_numbers(letters: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Of digits without end, the first ones; they stand for all."""
    kept: list[tuple[str, int, int]] = []
    digits = 0
    for letter, start, end in letters:
        digits = digits + 1 if letter.isdigit() else 0
        if digits > MAX_DIGITS:
            kept[-1] = (kept[-1][0], kept[-1][1], end)
        else:
            kept.append((letter, start, end))
    return kept


def _collapse_spaces(prompt: str, letters: list[tuple[str, int, int]]) -> Text:
    """Runs of white space become one space; none at the ends."""
    kept: list[tuple[str, int, int]] = []
    for letter, start, end in letters:
        if not letter.isspace():
            kept.append((letter, start, end))
        elif kept and kept[-1][0] != " ":
            kept.append((" ", start, end))
    while kept and kept[-1][0] == " ":
        kept.pop()
    return Text(prompt, "".join(c for c, _, _ in kept), tuple((start, end) for _, start, end in kept))
