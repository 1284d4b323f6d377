# SPDX-License-Identifier: GPL-3.0-or-later
"""A second singer: choruses in thirds with the lead, by another voice, further back."""

from msgspec.structs import replace

from musicstudio.engines.composer.plan import PartPlan, PartScore, SectionPlan, SongPlan
from musicstudio.engines.voice.backing import harmonize
from musicstudio.engines.voice.notes import from_notes, to_notes
from musicstudio.engines.voice.voices import SUNG, Voice, find_voice
from musicstudio.project.model import Note

from .singing import vocal_part

BACKING_ROLE = "backing"
_KINDS = ("chorus", "drop")
_SECOND_VOICE = {"joe": "ada", "ada": "joe", "pip": "joe"}
_ABOVE = ("ada",)
_BEHIND_DB, _PAN = -7.0, 0.35


def singers(lead: PartScore | None, plan: SongPlan) -> tuple[PartScore, ...]:
    """The lead and who sings with it."""
    backing = backing_of(lead, plan) if lead else None
    return tuple(score for score in (lead, backing) if score)


def backing_of(lead: PartScore, plan: SongPlan) -> PartScore | None:
    """The second voice of a lead's choruses; None where the lead speaks, is a choir, or there is no chorus."""
    second = _SECOND_VOICE.get(lead.part.instrument)
    if second is None or find_voice(lead.part.instrument).delivery != SUNG:
        return None
    voice = find_voice(second)
    cells = tuple(
        harmony(notes, section, voice.id) if notes and section.section.kind in _KINDS else None
        for notes, section in zip(lead.cells, plan.sections, strict=True)
    )
    return PartScore(backing_part(voice), cells) if any(cells) else None


def harmony(lead: tuple[Note, ...], section: SectionPlan, voice_id: str) -> tuple[Note, ...] | None:
    """The second voice to one section of a lead, with its words."""
    voice = find_voice(voice_id)
    is_above = voice_id in _ABOVE
    part = harmonize(from_notes(lead), section.chords, section.key, voice.low, voice.high, is_above)
    return to_notes(part) or None


def backing_part(voice: Voice) -> PartPlan:
    """The part of the second singer: as a lead is mixed, but behind it and to one side."""
    part = vocal_part(voice)
    strip = replace(part.strip, gain_db=part.strip.gain_db + _BEHIND_DB, pan=_PAN)
    return replace(part, name="Backing vocals", role=BACKING_ROLE, strip=strip)
