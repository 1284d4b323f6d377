# SPDX-License-Identifier: GPL-3.0-or-later
"""How the piece is to run: its sections, how its energy moves, whether it loops, is a stinger or changes key."""

import re

from msgspec import Struct

_KINDS = (
    ("prechorus", r"pre-?\s?chorus(?:es)?"),
    ("chorus", r"chorus(?:es)?|refrains?|hooks?"),
    ("intro", r"intros?|introductions?"),
    ("verse", r"verses?"),
    ("bridge", r"bridges?|middle 8"),
    ("break", r"break-?downs?|breaks?"),
    ("build", r"build-?ups?"),
    ("drop", r"drops?"),
    ("solo", r"solos?(?= section|\b)"),
    ("outro", r"outros?|codas?"),
)
_KIND = re.compile("|".join(rf"(?P<{kind}>\b(?:{words})\b)" for kind, words in _KINDS), re.IGNORECASE)
_SOFTLY = r"quiet(?:ly)?|soft(?:ly)?|small|calm|slow(?:ly)?|gentl[ey]"
_GROWING = r"build|grow|climax|explod|huge|big|loud|epic|swell|end"
_STEADILY = r"gradually|slowly|steadily"
_ARCS: tuple[tuple[tuple[tuple[float, float], ...], str], ...] = (
    (((0.0, 0.15), (0.75, 0.95), (1.0, 0.5)), rf"starts? (?:{_SOFTLY})[^.;]*(?:{_GROWING})\w*"),
    (
        ((0.0, 0.95), (0.6, 0.6), (1.0, 0.1)),
        rf"(?:starts? (?:loud|big|strong|intense)[^.;]*|(?:{_STEADILY}) )"
        r"(?:calms?(?: down)?|fad(?:es|ing)|dies? (?:down|away)|quiets?|winds? down)|"
        r"decrescendo|diminuendo|calms? down",
    ),
    (
        ((0.0, 0.15), (1.0, 1.0)),
        rf"(?:{_STEADILY}) (?:builds?|building|ris(?:es|ing)|grow(?:s|ing)|intensif\w+)|crescendo|growing intensity|"
        r"builds? (?:up |steadily|gradually|slowly|to|from)|rising tension|keeps? (?:building|growing)",
    ),
    (
        ((0.0, 0.2), (0.48, 0.3), (0.52, 1.0), (1.0, 0.9)),
        r"explodes? (?:halfway|in the middle)|sudden(?:ly)? (?:loud|explo\w+|burst)|quiet then loud",
    ),
)
_STINGER = re.compile(
    r"\b(?:stinger|sting|jingle|logo|ident|fanfare|notification|game over|level up|victory (?:sound|tune))s?\b",
    re.IGNORECASE,
)
_LOOP = re.compile(r"\b(?:seamless(?:ly)?|loop(?:s|ed|able|ing)?)\b", re.IGNORECASE)
_KEY_CHANGE = re.compile(
    r"\bkey change|modulat(?:e|es|ion|ing)|goes up a (?:key|half step|whole step|tone|semitone)|truck driver",
    re.IGNORECASE,
)
_HALF_TIME = re.compile(r"\bhalf[- ]?time\b", re.IGNORECASE)
_DOUBLE_TIME = re.compile(r"\bdouble[- ]?time\b", re.IGNORECASE)
_LAYERS = re.compile(
    r"\bintensity (?:layers?|levels?)\b|\b(?:adaptive|3 intensities|vertical layers?)\b", re.IGNORECASE
)


class Shape(Struct, frozen=True):
    """feel: -1 half-time, 1 double-time. kinds: the sections listed in order. without: kinds refused ("no intro").
    arc: (share of the length 0-1, level 0-1) points."""

    kinds: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    arc: tuple[tuple[float, float], ...] = ()
    is_loop: bool = False
    is_stinger: bool = False
    changes_key: bool = False
    has_layers: bool = False
    feel: int = 0


def read_shape(text: str, refused: tuple[str, ...]) -> Shape:
    """What the (tidied) text says of the piece's course; ``refused`` are the words it negates."""
    kept = text
    for words in refused:
        kept = kept.replace(words, " ")
    without = tuple(kind for words in refused for kind in _kinds_in(words))
    kinds = _kinds_in(kept)
    return Shape(
        kinds=kinds if len(kinds) >= 3 else (),
        without=without,
        arc=next((arc for arc, words in _ARCS if re.search(words, kept, re.IGNORECASE)), ()),
        is_loop=bool(_LOOP.search(kept)),
        is_stinger=bool(_STINGER.search(kept)),
        changes_key=bool(_KEY_CHANGE.search(kept)),
        has_layers=bool(_LAYERS.search(kept)),
        feel=-1 if _HALF_TIME.search(kept) else 1 if _DOUBLE_TIME.search(kept) else 0,
    )


def _kinds_in(text: str) -> tuple[str, ...]:
    return tuple(match.lastgroup or "" for match in _KIND.finditer(text))
