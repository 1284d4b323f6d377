# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for more of a song: which sections, how long, how strong, and who plays in them."""

import re
from collections.abc import Mapping

from msgspec import Struct

from musicstudio.project.model.sheet import Span

from ...durations import find_bars
from ..prompt.reading import Reading
from ..styles import Style
from .changes import read_change
from .places import find_places
from .text import read_text
from .wanting import name_of


class AskedSections(Struct, frozen=True):
    """kinds: in order; empty: as usual follows. bars: of each kind, 0 where nothing was said; one number alone is the
    whole. only, without: who plays. leads: who has the tune. add: who joins. gain: below 1 quieter, above 1
    louder than usual.
    """

    kinds: tuple[str, ...] = ()
    bars: tuple[int, ...] = ()
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    leads: str = ""
    add: tuple[str, ...] = ()
    gain: float = 1.0
    spans: tuple[Span, ...] = ()


def read_sections_asked(prompt: str, styles: Mapping[str, Style]) -> tuple[AskedSections, Reading]:
    """What the words ask of sections that are to be added."""
    plain = read_text(prompt).plain
    change, reading = read_change(prompt, styles)
    places = [
        (start, place.section)
        for start, _, kind, stretches in find_places(plain)
        if kind == "section" and (place := stretches[0].start or stretches[0].end)
    ]
    sheet = reading.sheet
    if drum_break := re.search(r"\bdrum (?:break|fill|interlude)s?\b", plain, re.IGNORECASE):
        places = [(drum_break.start(), "break"), *(each for each in places if each[1] != "break")]
    solos = [name for cue in sheet.cues if cue.verb == "solo" for name in cue.players]
    only = [*change.only, *(name_of(p.name) for p in sheet.players if sheet.is_closed.value)]
    only += [name for cue in sheet.cues if cue.verb == "only" for name in cue.players]
    only += ["drums"] if drum_break else []
    only = list(dict.fromkeys(name_of(name) for name in only))
    if len(only) == 1 and not solos and any(kind == "solo" for _, kind in places):
        solos, only = only, []  # "guitar solo": it leads, it is not alone
    level = next((each.energy for each in sheet.sections if each.energy is not None), None)
    gain = next((turn.amount for turn in change.turns if turn.kind == "gain"), 1.0)
    if level is not None and gain == 1.0:
        gain = 0.6 if level < 0.5 else 1.3
    return (
        AskedSections(
            kinds=tuple(kind for _, kind in places),
            bars=tuple(bars for _, _, bars in find_bars(plain)),
            only=tuple(dict.fromkeys(only)),
            without=(*change.remove, *(name for cue in sheet.cues if cue.verb == "out" for name in cue.players)),
            leads=solos[0] if solos else change.leads,
            add=tuple(dict.fromkeys(name_of(p.name) for p in change.add if name_of(p.name) not in only)),
            gain=gain,
            spans=_spans(prompt, change.spans),
        ),
        reading,
    )


def _spans(prompt: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The spans, with sections and bars counted as used."""
    from msgspec.structs import replace

    text = read_text(prompt)
    used = [text.source_span(start, end) for start, end, kind, _ in find_places(text.plain) if kind == "section"]
    used += [text.source_span(start, end) for start, end, _ in find_bars(text.plain)]
    breaks = re.finditer(r"\bdrum (?:break|fill|interlude)s?\b", text.plain, re.IGNORECASE)
    used += [text.source_span(match.start(), match.end()) for match in breaks]
    told = []
    for span in spans:
        if span.outcome != "used" and any(a < span.end and span.start < b for a, b in used):
            span = replace(span, outcome="used", caused="what is added", why="", nearest="")
        elif span.outcome == "used" and not _IN_SECTIONS.match(span.caused):
            span = replace(span, outcome="cannot", caused="", why="of new bars this cannot be asked", nearest=_NEAREST)
        told.append(span)
    return tuple(told)


_NEAREST = "select them afterwards and regenerate with words"
_IN_SECTIONS = re.compile(
    r"(?:joins the words|.* (?:plays|has the tune|there|solo|alone)$|how strong it is|quieter|louder|energy|"
    r"taken as a mood|"
    r"the mood|style |no |plays alone|play, and nobody else|opens with|a \w+$|in the \w+$|led by|sings|what is added|"
    r"(?:soft|loud) |only|nobody)"
)
