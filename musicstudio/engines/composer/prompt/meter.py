# SPDX-License-Identifier: GPL-3.0-or-later
"""Metres as they are written: ``6/8``, ``in 7/8``, ``waltz time``, ``six-eight``."""

import re

_WRITTEN = re.compile(r"(?<![\d/:.])(\d{1,2})\s*/\s*(2|4|8|16)(?![\d/])")
_SPOKEN = re.compile(
    r"\b(2|3|4|5|6|7|9|12)[\s-](4|8|2)\b(?:\s*(?:time|meter|metre|feel|groove|beat))|(?<=\bin )(3|5|6|7|9|"
    r"12)[\s-](4|8)\b(?! bars| beats)",
    re.IGNORECASE,
)
_WORDS = (
    ((3, 4), r"waltz(?:es)?|triple (?:time|meter|metre)|3 beats to the bar|in 3(?= |,|\.|$)|minuet|mazurka"),
    ((6, 8), r"jig|siciliana|barcarolle|tarantella|compound (?:time|meter|metre)"),
    ((7, 8), r"odd (?:time|meter|metre)(?: signature)?"),
    ((4, 4), r"common time"),
)


def find_meters(text: str) -> list[tuple[int, int, tuple[int, int]]]:
    """(start, end, metre): those stated in figures first, then what a dance of a fixed metre implies."""
    found = [
        (match.start(), match.end(), meter)
        for pattern in (_WRITTEN, _SPOKEN)
        for match in pattern.finditer(text)
        if is_playable(
            meter := (int(numbers[0]), int(numbers[1])) if (numbers := [n for n in match.groups() if n]) else (4, 4)
        )
    ]
    for meter, words in _WORDS:
        found += [(m.start(), m.end(), meter) for m in re.finditer(rf"\b(?:{words})\b", text, re.IGNORECASE)]
    return found


def read_meter(text: str) -> tuple[int, int] | None:
    """(numerator, denominator) that the text states, else what a dance of a fixed metre implies, else None."""
    return next((meter for _, _, meter in find_meters(text)), None)


def is_playable(meter: tuple[int, int]) -> bool:
    """Whether a bar of this metre has 2 to 12 beats of a half, quarter, eighth or sixteenth note."""
    return 2 <= meter[0] <= 12 and meter[1] in (2, 4, 8, 16)
