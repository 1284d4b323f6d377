# SPDX-License-Identifier: GPL-3.0-or-later
"""Plain words of mood: which dimension each moves, and where to."""

import re

from ..prompt.mood import MOOD_WORDS

_FINDERS = tuple(
    (
        dimension,
        level,
        re.compile(
            rf"(?<![\w'])(?:very |really |slightly |a bit |so |too |more |less )?(?:{pattern})(?:ly)?(?![\w'])",
            re.IGNORECASE,
        ),
    )
    for dimension, pattern, level in MOOD_WORDS
)


def find_moods(text: str) -> list[tuple[int, int, tuple[str, float]]]:
    """(start, end, (dimension, level)) of each word of mood."""
    return [
        (match.start(), match.end(), (dimension, level))
        for dimension, level, finder in _FINDERS
        for match in finder.finditer(text)
    ]
