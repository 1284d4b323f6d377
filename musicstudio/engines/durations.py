# SPDX-License-Identifier: GPL-3.0-or-later
"""Lengths and moments as they are written: ``37 second``, ``2:30 long``, ``2.5 minutes``, ``8 bars``, ``hit at
0:12``."""

import re

from musicstudio.core.errors import InputError

MIN_LENGTH_S, MAX_LENGTH_S = 1.0, 1800.0
_NUMBER = r"(\d+(?:\.\d+)?)"
_MINUTES = r"(?:minutes?|mins?|m)"
_SECONDS = r"(?:seconds?|secs?|s)"
_MOMENT_WORDS = r"(?:at|by|after|until|till|from|around the|every|before|in the (?:last|first)|(?:last|first|final))"
_HIT_WORDS = r"(?:hits?|accents?|impacts?|stabs?|drops?|crash(?:es)?|explosions?|hit ?points?|climax(?:es)?)"
_TIME = rf"(?:\d+:[0-5]\d(?:\.\d+)?|\d+(?:\.\d+)?\s*-?\s*{_SECONDS}\b|\d+(?:\.\d+)?\s*-?\s*{_MINUTES}\b)"
_CLOCK = rf"\d[\d:.]*(?:\s*-?\s*(?:{_SECONDS}|{_MINUTES})\b)?"
_HITS = re.compile(
    rf"\b{_HIT_WORDS}\s+(?:at|on)\s+({_CLOCK}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*){_CLOCK})*)", re.IGNORECASE
)
_MOMENT = re.compile(rf"\b{_MOMENT_WORDS}\s+{_TIME}", re.IGNORECASE)
_BARS = re.compile(r"\b(\d{1,3})[\s-]*(?:bars?|measures?)\b", re.IGNORECASE)
_AND_A_HALF = re.compile(rf"\b(\d+) and a half {_MINUTES}\b", re.IGNORECASE)
# "80s synthwave", "the 70s" and "hard 808s" are no lengths; "60s ad" is one.
_DECADE = (
    r"(?<!the )(?!(?:1[6-9]|20)\d0s\b)(?!(?:[67]0[67]|808|909)s\b)"
    r"(?!(?:19|20)?[5-9]0s\s+(?!(?:ads?|advert\w*|spots?|loops?|intros?|"
    r"jingles?|clips?|videos?|trailers?|"
    r"podcasts?|stings?|stingers?|long|versions?|cuts?|edits?|tracks?|pieces?|songs?|music|of|and|with|in|for|at|"
    r"no)\b)[a-z])"
)
_LENGTHS = (
    (re.compile(r"\b(\d+)\s*m(?:in)?\s*(\d+)\s*s(?:ecs?)?\b", re.IGNORECASE), (60.0, 1.0)),
    (
        re.compile(
            rf"\b{_NUMBER}\s*-?\s*(?:hours?|hrs?|h)\b(?:[\s,-]*(?:and )?(\d+)\s*-?\s*{_MINUTES}\b)?", re.IGNORECASE
        ),
        (3600.0, 60.0),
    ),
    (
        re.compile(
            rf"\b{_NUMBER}\s*-?\s*{_MINUTES}\b(?:[\s,-]*(?:and )?(\d+)\s*-?\s*(?:{_SECONDS}\b)?)?", re.IGNORECASE
        ),
        (60.0, 1.0),
    ),
    (re.compile(r"(?<![\d:/])(\d{1,3}):([0-5]\d)(?![\d:])", re.IGNORECASE), (60.0, 1.0)),
    (re.compile(rf"\b{_DECADE}{_NUMBER}\s*-?\s*{_SECONDS}\b()", re.IGNORECASE), (1.0, 1.0)),
)
_WORDS = (
    (30.0, r"half a minute|half-minute"),
    (60.0, r"a minute(?: long)?|one-minute|a full minute"),
    (90.0, r"(?:a|1) minute and a half|1\.5 minutes"),
    (45.0, r"(?:3 quarters|three quarters) of a minute"),
    (1800.1, r"an hour|hour-long|hours"),
)


def find_durations(text: str) -> list[tuple[int, int, float]]:
    """(start, end, seconds) of every length stated, in the order written; moments ("drop at 0:45") are not lengths."""
    text = _HITS.sub(_blank, text)
    text = _MOMENT.sub(_blank, text)
    found = {m.start(): (m.end(), (float(m[1]) + 0.5) * 60.0) for m in _AND_A_HALF.finditer(text)}
    text = _AND_A_HALF.sub(_blank, text)
    for pattern, (first, second) in _LENGTHS:
        for match in pattern.finditer(text):
            found[match.start()] = (match.end(), float(match[1]) * first + float(match[2] or 0) * second)
        text = pattern.sub(_blank, text)
    for length_s, words in _WORDS:
        for match in re.finditer(rf"\b(?:{words})\b", text, re.IGNORECASE):
            found[match.start()] = (match.end(), length_s)
    return [(start, *found[start]) for start in sorted(found)]


def read_durations(text: str) -> tuple[float, ...]:
    """Every length stated ("90 seconds", "2:30", "three minutes").

    Parameters
    ----------
    text : str

    Returns
    -------
    tuple of float, seconds, each once, in the order written
    """
    return tuple(dict.fromkeys(length_s for _, _, length_s in find_durations(text)))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def find_bars(text: str) -> list[tuple[int, int, int]]:
    """(start, end, bars) of lengths in bars ("an 8-bar loop")."""
    return [(match.start(), match.end(), int(match[1])) for match in _BARS.finditer(text) if int(match[1]) > 0]


def check_duration(duration_s: float) -> None:
    """Raise `InputError` for a length that is not music."""
    if not MIN_LENGTH_S <= duration_s <= MAX_LENGTH_S:
        raise InputError(f"A length of {duration_s:g} seconds cannot be made; choose 1 second to 30 minutes.")
