# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for one more part: who plays it, how, where, and whether it doubles the tune."""

import re
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.project.model.sheet import Player, Span

from ..prompt.reading import Reading
from ..styles import Style
from .changes import Turn, read_change
from .places import Stretch, find_places
from .text import read_text

_DOUBLES = re.compile(
    r"\b(?:doubl(?:e|es|ing)|in unison(?: with)?|(?:an )?octaves? (?:above|below|higher|lower)(?: than)? the "
    r"(?:tune|melody|lead))\b",
    re.IGNORECASE,
)
_MANNERS = (
    ("arp", r"arpeggi\w*|16th[- ]notes?|sixteenth[- ]notes?|picking|picked"),
    ("counter", r"counter-?\s?(?:melod(?:y|ies)|lines?|points?)|answers?"),
    ("stabs", r"stabs?|stabbing|hits|staccato"), ("pad", r"long notes?|sustained|held(?: notes?)?|pads?|legato|"
                                                         r"swells?"),
    ("drone", r"drones?"), ("sparkle", r"sparkles?|twinkl\w+"),
)  # fmt: skip
_SOFT = re.compile(r"\b(?:very |so )?(?:soft(?:ly)?|quiet(?:ly)?|gentle|gently|subtle|faint|delicate)\b", re.IGNORECASE)
_SPARSE = re.compile(r"\b(?:sparse(?:ly)?|few notes|now and then|occasional(?:ly)?|minimal)\b", re.IGNORECASE)
_BUSY = re.compile(r"\b(?:busy|busier|dense|fast|intricate|16th|sixteenth)\b", re.IGNORECASE)


class AskedPart(Struct, frozen=True):
    """player: who; None when nobody is named. job: a player of the arranger, or empty. doubles: the tune, by how many
    semitones from it. places: where it plays. turns: how its notes are. spans: every word accounted for."""

    player: Player | None = None
    job: str = ""
    doubles: int | None = None
    places: tuple[Stretch, ...] = ()
    turns: tuple[Turn, ...] = ()
    spans: tuple[Span, ...] = ()


def read_part(prompt: str, styles: Mapping[str, Style]) -> tuple[AskedPart, Reading]:
    """What the words ask of a new part."""
    plain = read_text(prompt).plain
    change, reading = read_change(prompt, styles)
    found = [
        (start, end, stretch)
        for start, end, kind, stretches in find_places(plain)
        for stretch in stretches
        if kind == "section"
    ]
    job = next((name for name, words in _MANNERS if re.search(rf"\b(?:{words})\b", plain, re.IGNORECASE)), "")
    players = (*change.add, *(player for player in reading.sheet.players if player not in change.add))
    turns = [turn for turn in change.turns if turn.kind in ("transpose", "length")]
    for finder, turn in ((_SOFT, Turn("gain", 0.72)), (_SPARSE, Turn("density", 0.5)), (_BUSY, Turn("density", 2.0))):
        turns += [turn] if finder.search(plain) else []
    part = AskedPart(
        player=players[0] if players else None,
        job=job,
        doubles=_read_doubling(plain),
        places=tuple(stretch for _, _, stretch in found),
        turns=tuple(turns),
        spans=_spans(prompt, change.spans, [(start, end) for start, end, _ in found]),
    )
    return part, reading


def _read_doubling(plain: str) -> int | None:
    match = _DOUBLES.search(plain)
    if match is None:
        return None
    words = match.group().lower()
    return 12 if re.search(r"above|higher", words) else -12 if re.search(r"below|lower", words) else 0


def _spans(prompt: str, spans: tuple[Span, ...], places: list[tuple[int, int]]) -> tuple[Span, ...]:
    """The spans, with what says where, how and whether it doubles counted as used."""
    text = read_text(prompt)
    used = [text.source_span(start, end) for start, end in places]
    for finder in (
        _DOUBLES,
        _SOFT,
        _SPARSE,
        _BUSY,
        *(re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for _, words in _MANNERS),
    ):
        used += [text.source_span(m.start(), m.end()) for m in finder.finditer(text.plain)]
    return tuple(
        replace(span, outcome="used", caused="how and where it plays", why="", nearest="")
        if span.outcome != "used" and any(start < span.end and span.start < end for start, end in used)
        else span
        for span in spans
    )
