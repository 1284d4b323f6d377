# SPDX-License-Identifier: GPL-3.0-or-later
"""Who sings: voices named in a prompt."""

import re

from ..prompt.lexicon import BACKING_VOCALS

_WHO = (
    ("female", r"female|wom[ae]n(?:'?s)?|girls?|lady|soprano(?! sax)|alto(?! sax)|diva"),
    ("child", r"child(?:ren)?(?:'?s)?|kids?(?:'?s)?|boy soprano"),
    ("male", r"male|m[ae]n(?:'?s)?|guys?|baritone(?! sax)|tenor(?! sax)|bass voice"),
)
_ANY = "|".join(words for _, words in _WHO)
_NOUN = r"vocals?|vocalists?|singers?|singing|sung|sings?|voices?|lyrics|rapp(?:er|ing)|raps?"
_FINDERS = (
    re.compile(
        r"(?<![\w'])(?P<none>instrumentals?(?: only)?|nobody (?:sings|singing)|no one (?:sings|singing))(?![\w'])",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<![\w'])(?P<who>{_ANY})[\s-]+(?:{_NOUN})(?![\w'])", re.IGNORECASE),
    re.compile(rf"(?<![\w'])(?P<who>{_ANY})(?=[\s-]+\w+[\s-]+(?:{_NOUN})(?![\w']))", re.IGNORECASE),
    re.compile(
        rf"(?<![\w'])(?P<who>{_ANY})[\s-]+(?:(?:vocal )?harmon(?:y|ies)|tenor|baritone|alto|soprano|"
        rf"choruses)(?! sax)(?![\w'])",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w'])(?:sung|vocals?|voiced?|rapped|singing) by (?:a |an )?(?P<who>{_ANY})(?![\w'])",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<![\w'])(?:{_NOUN})(?![\w'])(?! lines?\b)", re.IGNORECASE),
)
_BACKING = re.compile(rf"(?<![\w'])(?:{BACKING_VOCALS})(?![\w'])", re.IGNORECASE)


def find_voices(text: str) -> list[tuple[int, int, str]]:
    """(start, end, ``female``, ``male``, ``child``, ``any`` or ``none``) of each mention of singing."""
    text = _BACKING.sub(lambda match: " " * len(match.group()), text)
    found: list[tuple[int, int, str]] = []
    for finder in _FINDERS:
        for match in finder.finditer(text):
            groups = match.groupdict()
            value = "none" if groups.get("none") else _named_voice(groups.get("who") or "")
            if not any(match.start() < end and start < match.end() for start, end, _ in found):
                found.append((match.start(), match.end(), value))
    return found


def _named_voice(words: str) -> str:
    return next((name for name, pattern in _WHO if words and re.fullmatch(pattern, words, re.IGNORECASE)), "any")
