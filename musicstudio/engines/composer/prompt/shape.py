# SPDX-License-Identifier: GPL-3.0-or-later
"""How the piece is to run: its sections, how its energy moves, whether it loops, is a stinger or changes key."""

import re

from msgspec import Struct

_SOFTLY = r"quiet(?:ly)?|soft(?:ly)?|small|calm|slow(?:ly)?|gentl[ey]"
_GROWING = r"build|grow|climax|explod|huge|big|loud|epic|swell|ends? (?:big|loud|huge|strong|epic)"
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


def find_arcs(text: str) -> list[tuple[int, int, tuple[tuple[float, float], ...]]]:
    """(start, end, arc) of each course of energy that the text tells; the first of them is the clearest."""
    return [(m.start(), m.end(), arc) for arc, words in _ARCS for m in re.finditer(words, text, re.IGNORECASE)]
