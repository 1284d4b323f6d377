# SPDX-License-Identifier: GPL-3.0-or-later
"""Fades of the whole piece by the master's fader: "fades out over the last ten seconds", "a slow fade-in"."""

import re

from msgspec import Struct

from musicstudio.project.model.sheet import Place

from .naming import find_players
from .places import TIME, seconds_of

FADE_OUT_S, FADE_IN_S = 8.0, 4.0
"""How long a fade lasts of which nothing is said."""
_PACES = (("slow", 1.6), ("long", 1.6), ("gradual", 1.4), ("gentle", 1.2), ("quick", 0.4), ("short", 0.4))
_HOW = r"slow(?:ly)?|long|gradual(?:ly)?|gentl[ey]|softly|soft|smooth(?:ly)?|quick(?:ly)?|short|very|nice|volume"
_OUT = (
    rf"(?:(?:{_HOW})[, ]+)*(?:fad(?:e|es|ing|ed)[- ]?(?:out|away|off)s?(?: to (?:silence|nothing|black))?|"
    r"fad(?:e|es|ing) (?:in)?to (?:silence|nothing|black|zero)|(?<=a )fades?(?! in|-in)|"
    rf"(?<=with )fades?(?! in|-in))|(?<=a )(?:(?:{_HOW}) )+fades?(?! in|-in)"
)
_IN = rf"(?:(?:{_HOW})[, ]+)*(?:fad(?:e|es|ing|ed)[- ]?ins?(?!to))"
_WHERE = (
    rf"(?: (?:{_HOW}))*(?:,? (?:over|during|for|in|within|across|lasting|of)(?: about| around)? (?:the )?"
    rf"(?:last |final |first |opening )?(?:(?P<s>{TIME})|(?P<bars>\d+) (?:bars?|measures?))@)?"
    r"(?:,? (?:at|towards|by|until|in) the (?:very )?(?:end|start|beginning)(?: of (?:it|the \w+))?)?"
)
_BEGINS = rf"|,? (?:from|starting at|starting from|at|beginning at) (?P<from>{TIME})(?: on(?:wards)?)?"
_LASTS = rf"(?:,? (?:over|for|lasting) (?:the next )?(?P<lasts>{TIME}))?"
"""Instead of how long it lasts, where a fade-out begins; then how long it lasts says where the piece ends."""
_LEADING = (
    r"(?:(?:(?:ends?|ending|finish(?:es|ing)?|clos(?:es?|ing)|starts?|starting|begins?|beginning|opens?|opening) "
    r"(?:with|on|in) )?(?:a |the )?)?(?:(?:it |everything |(?:the|this) (?:song|track|music|piece|whole thing) )?"
    r"(?:slowly |gradually )?)"
)
_FINDERS = tuple(
    (kind, re.compile(rf"(?<![\w'-]){_LEADING}(?:{what}){_WHERE.replace('@', begins)}(?![\w'])", re.IGNORECASE))
    for kind, what, begins in (("fade_out", _OUT, _BEGINS + _LASTS), ("fade_in", _IN, ""))
)


class Fade(Struct, frozen=True):
    """kind: ``fade_out`` from a place to the end, or ``fade_in`` from the start to a place. end_s: where the piece ends
    by it, if it says so."""

    kind: str
    at: Place
    end_s: float | None = None


def find_fades(text: str) -> list[tuple[int, int, Fade]]:
    """(start, end, fade) of each fade of the whole piece; "the strings fade out" is about the strings."""
    found: list[tuple[int, int, Fade]] = []
    for kind, finder in _FINDERS:
        for match in finder.finditer(text):
            is_taken = any(match.start() < end and start < match.end() for start, end, _ in found)
            if not is_taken and not _is_of_a_player(text, match.start()):
                found.append((match.start(), match.end(), Fade(kind, _place_of(kind, match), _end_of(kind, match))))
    return sorted(found, key=lambda item: item[0])


def _is_of_a_player(text: str, start: int) -> bool:
    """Whether the words right before name a player: whoever fades then is that player alone."""
    clause = re.split(r"[.;,!?\n]", text[:start])[-1]
    players = find_players(clause)
    return bool(players) and not clause[players[-1][1] :].strip(" s")


def _place_of(kind: str, match: re.Match[str]) -> Place:
    is_out = kind == "fade_out"
    if is_out and match["from"]:
        return Place(seconds=seconds_of(match["from"]))
    if match["bars"]:
        bars = int(match["bars"])
        return Place(bar=-bars) if is_out else Place(bar=bars + 1)
    seconds = seconds_of(match["s"]) if match["s"] else _usual_s(is_out, match.group().lower())
    return Place(before_end_s=seconds) if is_out else Place(seconds=seconds)


def _end_of(kind: str, match: re.Match[str]) -> float | None:
    if kind == "fade_out" and match["from"] and match["lasts"]:
        return seconds_of(match["from"]) + seconds_of(match["lasts"])
    return None


def _usual_s(is_out: bool, words: str) -> float:
    factor = next((factor for word, factor in _PACES if word in words), 1.0)
    return round((FADE_OUT_S if is_out else FADE_IN_S) * factor, 1)
