# SPDX-License-Identifier: GPL-3.0-or-later
"""Letters of a film: whether the built-in font has them, how they are broken into rows, drawn, and where a word is."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
_LAST_BUILT_IN = 0x180
_MOST_ROWS = 3


def is_foreign(text: str) -> bool:
    """Whether it has letters beyond the Latin ones, and signs, that the built-in font draws."""
    return any(not (ord(letter) < _LAST_BUILT_IN or 0x2010 <= ord(letter) <= 0x203A) for letter in text)


def draw_text(text: str, size: int, most_wide: int) -> tuple[Bytes, int, int]:
    """The coverage of a text in white, made smaller until it fits; sizes are even."""
    from PIL import Image, ImageDraw, ImageFont

    while True:
        font: Any = ImageFont.load_default(size)
        left, top, right, bottom = font.getbbox(text)
        if right - left <= most_wide or size <= 10:
            break
        size = int(size * 0.9)
    wide, tall = (int(edge) // 2 * 2 + 4 for edge in (min(right - left, most_wide), bottom - top))
    image = Image.new("L", (wide, tall))
    ImageDraw.Draw(image).text((1 - left, 1 - top), text, font=font, fill=255)
    return np.asarray(image), wide, tall


def wrap_words(words: Sequence[str], most: int) -> list[list[str]]:
    """Words in rows of at most some letters; what needs more than three rows is left out."""
    rows: list[list[str]] = [[]]
    for word in words:
        if rows[-1] and len(" ".join([*rows[-1], word])) > most:
            rows.append([])
        rows[-1].append(word)
    return rows[:_MOST_ROWS]


def share_of_word(words: Sequence[str], number: int) -> tuple[float, float]:
    """Where a word begins and ends in its row, as shares of the row's width."""
    from PIL import ImageFont

    font: Any = ImageFont.load_default(64)
    before = " ".join(words[:number]) + (" " if number else "")
    whole = max(1.0, font.getlength(" ".join(words)))
    start = font.getlength(before)
    return start / whole, min(1.0, (start + font.getlength(words[number])) / whole)
