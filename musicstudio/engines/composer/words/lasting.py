# SPDX-License-Identifier: GPL-3.0-or-later
"""Moments at which it ends, or begins again: they say how long it is."""

import re
from collections.abc import Iterator

from .places import TIME, seconds_of

_END_AT = re.compile(
    rf"(?<![\w'])(?:(?:until|till|to|by|with)(?: the)? |the )?(?:very )?(?:ends?|ending|finish(?:es)?|over)(?: "
    rf"comes?| is)? "
    rf"(?:exactly |right )?(?:at|by) (?P<t>{TIME})(?![\w:])",
    re.IGNORECASE,
)


_LOOP_AFTER = re.compile(
    rf"(?<![\w'])(?:loop(?:s|ed|ing)?|repeat(?:s|ed|ing)?|start(?:s|ing)? over|go(?:es)? round)"
    rf"(?: \w+ly| again| round| over)* (?:after|every|at) (?P<t>{TIME})",
    re.IGNORECASE,
)


def find_loop_end(text: str) -> Iterator[tuple[int, int, str, float]]:
    """ "Loops seamlessly after 48 seconds": how long a loop is."""
    for match in _LOOP_AFTER.finditer(text):
        words = match.group()[: match.start("t") - match.start()].rstrip()
        yield match.start() + words.rindex(" ") + 1, match.end("t"), "length", seconds_of(match["t"])


def find_end(text: str) -> Iterator[tuple[int, int, str, float]]:
    """ "Until the end at 1:30": how long it is."""
    for match in _END_AT.finditer(text):
        leads_there = re.match(r"(?:until|till|to|by|with)\b", match.group(), re.IGNORECASE)
        start = max(match.start(), match.start("t") - 3) if leads_there else match.start()
        yield start, match.end("t"), "length", seconds_of(match["t"])
