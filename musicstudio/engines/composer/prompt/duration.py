# SPDX-License-Identifier: GPL-3.0-or-later
"""Lengths and moments as they are written: ``37 second``, ``2:30 long``, ``2.5 minutes``, ``8 bars``, ``hit at
0:12``."""

import re

from musicstudio.core.errors import InputError

SHORTEST_S, LONGEST_S = 1.0, 1800.0
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
    (re.compile(rf"\b{_NUMBER}\s*-?\s*{_SECONDS}\b()", re.IGNORECASE), (1.0, 1.0)),
)
_WORDS = (
    (30.0, r"half a minute|half-minute"),
    (60.0, r"a minute(?: long)?|one-minute|a full minute"),
    (1800.1, r"an hour|hour-long|hours"),
)


def read_durations(text: str) -> tuple[float, ...]:
    """Every length stated, in seconds, in the order written; moments ("drop at 0:45") are not lengths."""
    text = _AND_A_HALF.sub(lambda match: f"{match[1]}.5 minutes", _MOMENT.sub(" ", _HITS.sub(" ", text)))
    found: dict[int, float] = {}
    for pattern, (first, second) in _LENGTHS:
        for match in pattern.finditer(text):
            found[match.start()] = float(match[1]) * first + float(match[2] or 0) * second
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    for length_s, words in _WORDS:
        found.update({match.start(): length_s for match in re.finditer(rf"\b(?:{words})\b", text, re.IGNORECASE)})
    return tuple(dict.fromkeys(found[place] for place in sorted(found)))


def read_bars(text: str) -> int | None:
    """A length in bars ("an 8-bar loop"), or None."""
    match = _BARS.search(text)
    return int(match[1]) if match and int(match[1]) > 0 else None


def read_hits(text: str) -> tuple[float, ...]:
    """Moments to accent, in seconds, sorted ("hits at 3, 7.5 and 12 seconds")."""
    times = [
        time for match in _HITS.finditer(text) for time in re.findall(r"\d+:\d\d(?:\.\d+)?|\d+(?:\.\d+)?", match[1])
    ]
    return tuple(sorted({_clock_s(time) for time in times}))


def check_duration(duration_s: float) -> None:
    """Raise `InputError` for a length that is not music."""
    if not SHORTEST_S <= duration_s <= LONGEST_S:
        raise InputError(f"A length of {duration_s:g} seconds cannot be made; choose 1 second to 30 minutes.")


def _clock_s(time: str) -> float:
    minutes, _, seconds = time.rpartition(":")
    return (60.0 * float(minutes) if minutes else 0.0) + float(seconds)
