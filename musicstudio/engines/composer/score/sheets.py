# SPDX-License-Identifier: GPL-3.0-or-later
"""The sheet of a song as it is planned or made: what the words left open is filled in with what the studio chose."""

import re
from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from musicstudio.engines.composer.arrangement.naming import is_named
from musicstudio.engines.composer.plan import Conditioning, PartPlan
from musicstudio.engines.composer.words.meaning import AS_MOOD
from musicstudio.project.model import Section, TempoMap
from musicstudio.project.model.sheet import Field, Player, SectionRequest, SongSheet, Span


def complete_sheet(
    sheet: SongSheet,
    conditioning: Conditioning,
    sections: Sequence[Section],
    tempo_map: TempoMap,
    band: Sequence[PartPlan],
) -> SongSheet:
    """The sheet with every empty field filled by the studio's choice, marked as its own."""
    end_s = tempo_map.seconds_at(sections[-1].end_ticks) if sections else 0.0
    bars = tempo_map.bar_at(max(0, sections[-1].end_ticks - 1))[0] if sections else 0
    chosen: dict[str, Any] = {
        "bpm": round(conditioning.bpm, 4), "key": conditioning.key, "meter": conditioning.meter,
        "length_s": round(end_s, 4), "bars": bars, "styles": dict(conditioning.styles),
        "energy": conditioning.energy, "valence": conditioning.valence, "tension": conditioning.tension,
        "complexity": conditioning.complexity, "kinds": tuple(section.kind for section in sections),
        "sings": conditioning.has_vocals, "voice": conditioning.voice or None, "is_loop": conditioning.is_loop,
    }  # fmt: skip
    open_fields = {
        name: Field(value, "studio")
        for name, value in chosen.items()
        if value is not None and not getattr(sheet, name).is_set
    }
    return replace(sheet, players=_players(sheet, band), sections=_sections(sheet, sections), **open_fields)


def _players(sheet: SongSheet, band: Sequence[PartPlan]) -> tuple[Player, ...]:
    """Those asked for, and then those whom the studio chose."""
    asked = tuple(player for player in sheet.players if player.origin != "studio")
    names = [player.name for player in asked]
    others = [
        part
        for part in band
        if not part.player.startswith("texture") and not any(is_named(n, part.role, part.instrument) for n in names)
    ]
    leads = {part.instrument for part in others if part.player.partition("/")[0] == "lead"}
    return (
        *asked,
        *(Player(name, leads=name in leads, origin="studio") for name in dict.fromkeys(p.instrument for p in others)),
    )


def _sections(sheet: SongSheet, sections: Sequence[Section]) -> tuple[SectionRequest, ...]:
    """What was asked of sections, and the strengths that the studio gave to the kinds of which nothing was said."""
    asked = tuple(each for each in sheet.sections if each.origin != "studio")
    known = {each.kind for each in asked}
    levels = {section.kind: section.energy for section in reversed(sections) if section.kind not in known}
    return (*asked, *(SectionRequest(kind, energy=round(level, 3), origin="studio") for kind, level in levels.items()))


def unanswered_notices(spans: Sequence[Span]) -> tuple[str, ...]:
    """A sentence for each stretch of words that caused nothing, with the nearest that can be had; and for each that was
    taken as a mood, since another thing may have been meant."""
    sentences = [
        f"“{span.text}” was {span.caused}."
        for span in spans
        if span.outcome == "used" and span.caused.startswith(AS_MOOD)
    ]
    for index, span in enumerate(spans):
        if span.outcome != "used":
            lead = f"“{span.text}”: {span.why}"
            nearest = f" Nearest: {span.nearest}." if span.nearest else ""
            sentences.append(f"{lead}.{nearest}{_taken_beside(spans, index)}")
    return tuple(dict.fromkeys(sentences))


_STOP = re.compile(r"[,.;:!?()\n]")
_GLUE = "joins the words around it"


def _taken_beside(spans: Sequence[Span], index: int) -> str:
    """What was taken of the same breath: of "guitars are frobbed" the guitars, which may be the opposite of the
    wish."""
    first = last = index
    while first > 0 and not _STOP.search(spans[first - 1].text):
        first -= 1
    while last + 1 < len(spans) and not _STOP.search(spans[last + 1].text):
        last += 1
    beside = spans[first : last + 1]
    taken = dict.fromkeys(s.caused for s in beside if s.outcome == "used" and s.caused and s.caused != _GLUE)
    if spans[index].outcome != "not_understood" or not taken:
        return ""
    words = " ".join(s.text for s in beside)
    return f" Of “{words}” only this was taken: {', '.join(taken)}."
