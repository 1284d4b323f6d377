# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for one more part: who plays it, how, where, and whether it doubles the tune."""

import re
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.project.model.sheet import Player, Span

from ..prompt.lexicon import role_of
from ..prompt.reading import Reading
from ..styles import Style
from .changes import Turn, read_change
from .naming import find_players
from .places import Stretch, find_places
from .text import read_text
from .wanting import name_of

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


_DOUBLED = re.compile(
    r"\bdoubl(?:e|es|ing)(?: the| this| that)? (?P<whom>[\w -]{2,24}?)(?: part| line)? (?:with|by|on)(?: "
    r"an?| the)? (?P<by>[\w -]{2,24})",
    re.IGNORECASE,
)


class AskedPart(Struct, frozen=True):
    """player: who; None when nobody is named. job: a player of the arranger, or empty. doubles: the tune, by how many
    semitones from it. doubled: who is doubled; empty: the tune. places: where it plays.
    turns: how its notes are. spans: every word accounted for.
    """

    player: Player | None = None
    job: str = ""
    doubles: int | None = None
    doubled: str = ""
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
    players = (*(Player(new) for _, new in change.swaps), *players)
    doubled = _DOUBLED.search(plain)
    whom = [name for _, _, name in find_players(doubled["whom"])] if doubled else []
    by = [name for _, _, name in find_players(doubled["by"])] if doubled else []
    players = (Player(name_of(by[0])), *players) if whom and by else players
    turns = [turn for turn in change.turns if turn.kind in ("transpose", "length")]
    for finder, turn in ((_SOFT, Turn("gain", 0.72)), (_SPARSE, Turn("density", 0.5)), (_BUSY, Turn("density", 2.0))):
        turns += [turn] if finder.search(plain) else []
    part = AskedPart(
        player=players[0] if players else None,
        job=job,
        doubles=_read_doubling(plain),
        doubled=name_of(whom[0]) if whom and by else "",
        places=tuple(stretch for _, _, stretch in found),
        turns=tuple(turns),
        spans=_spans(prompt, change.spans, [(start, end) for start, end, _ in found]),
    )
    electric = ("synth", "lead", "pad", "arp")
    others = tuple(
        p
        for p in players[1:]
        if p.name not in (players[0].name, part.doubled)
        and not (role_of(p.name) in electric and role_of(players[0].name) in electric)  # "an arpeggio synth" is one
    )
    return replace(part, spans=_one_part(part.spans, {old for old, _ in change.swaps}, others)), reading


_IN_PART = re.compile(
    r"(?:joins the words|.* (?:plays|has the tune)$|how and where|(?:soft|loud|dense|sparse|long|short|"
    r"arpeggio|counter) |"
    r"transpose|longer|shorter|quieter|louder|sparser|denser|taken as a mood|the mood|how strong it is$|style |"
    r"walking|swap|instead|plucked|broken|plays alone|play, and nobody else|opens|what is added|led by)"
)
_ONE_PART = "a new part changes nothing of what plays already"


def _one_part(spans: tuple[Span, ...], replaced: set[str], others: tuple[Player, ...]) -> tuple[Span, ...]:
    """The spans; what one new part cannot do, and who else was asked for, is told."""
    names = {each.name for each in others if each.name not in replaced}
    told = []
    for span in spans:
        if span.outcome == "used" and not _IN_PART.match(span.caused):
            span = replace(
                span, outcome="cannot", caused="", why=_ONE_PART, nearest="select it and regenerate with words"
            )
        elif (
            span.outcome == "used"
            and span.caused.endswith("plays")
            and any(name_of(name) in names for _, _, name in find_players(span.text))
        ):
            span = replace(span, outcome="cannot", caused="", why="one part is added at a time", nearest="add it next")
        told.append(span)
    return tuple(told)


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
