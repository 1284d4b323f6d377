# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of an extension in one line: how many bars, and words on how they shall be."""

import re

from musicstudio.core.errors import InputError

DEFAULT_BARS, MAX_BARS = 8, 256
_BARS = re.compile(
    r"\s*(\d{1,9})\s*(?:(?:bars?|takten?|measures?)\b[\s,;:.]*|[,;:.]\s*|$)(.*)", re.IGNORECASE | re.DOTALL
)


def bars_and_words(answer: str) -> tuple[int, str]:
    """``8 bars, softer`` is (8, "softer"); without a number there are as many bars as usual, or as the words say.

    Raises `InputError` for no bars and for too many.
    """
    found = _BARS.fullmatch(answer)
    if found is None:
        return DEFAULT_BARS, answer.strip()
    bars = int(found[1])
    if not 1 <= bars <= MAX_BARS:
        raise InputError(f"A song can be extended by 1 to {MAX_BARS} bars at once.")
    return bars, found[2].strip()
