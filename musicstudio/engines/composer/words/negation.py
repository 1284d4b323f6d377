# SPDX-License-Identifier: GPL-3.0-or-later
"""Words that refuse what follows them. How far a refusal reaches is decided where clauses are read."""

import re

_NEGATION = re.compile(
    r"(?<![\w'])(?:there (?:should|must) be no|no more|no|not any|without(?: any| the| a)?|minus(?: the)?|w/o|"
    r"zero|lacking|"
    r"sans|(?:please )?(?:avoid|skip|exclude|omit|mute|remove|cut|ditch|drop|lose|kill|strip)(?:ing)?(?: "
    r"out)?(?: the| any| all)|"
    r"avoid(?:ing)?|excluding|omit|remove|mute|take (?:out|away)(?: the)?|leave out(?: the| any)?|get rid "
    r"of(?: the)?|"
    r"(?:keep|leave) (?:the )?(?=[\w ]+ out\b)|"
    r"(?:please )?(?:i )?(?:don'?t|do not|doesn'?t|does not|never|shouldn'?t|should not) (?:want|use|include|"
    r"add|have|need|like|"
    r"play|sound like)(?: any| the| a)?|instead of(?: the| a)?|rather than(?: the| a)?|in place of(?: the| a)?|"
    r"free of|"
    r"nothing (?:with|like)|anything but|hold the|except(?: for)?(?: the)?|but not|nobody|not too|not|"
    r"isn'?t)(?![\w'])",
    re.IGNORECASE,
)
_AFTER = re.compile(r"(?<![\w'])(?P<what>[a-z]+)(?:[\s-]free|-?less)(?![\w'])", re.IGNORECASE)


def find_negations(text: str) -> list[tuple[int, int, str]]:
    """(start, end, the words) of each refusal."""
    return [(m.start(), m.end(), m.group().lower()) for m in _NEGATION.finditer(text)]


def find_suffixed(text: str) -> list[tuple[int, int, str]]:
    """(start, end, what) of "guitar-free" and "drumless"."""
    return [(m.start(), m.end(), m["what"]) for m in _AFTER.finditer(text)]
