# SPDX-License-Identifier: GPL-3.0-or-later
"""Who plays in which section: thresholds of energy, kinds of section, and enough contrast between quiet and full."""

import math

from msgspec import Struct

from ..plan import SectionPlan, SongPlan
from ..styles import PartStyle
from .registry import MELODY_PLAYERS

_TEXTURES = frozenset({"pad", "strings", "arp", "backing", "percussion", "fx", "choir", "brass"})
_ALIKE = {"chorus": "drop", "drop": "chorus"}
_MIN_PLAYERS = 3
SUNG_KINDS = frozenset({"verse", "prechorus", "chorus", "bridge"})


class Entrance(Struct, frozen=True):
    """Whether a part plays in a section, and from which tick of it."""

    plays: bool
    from_tick: int = 0


def line_up(plan: SongPlan, specs: tuple[PartStyle, ...]) -> list[list[Entrance]]:
    """For each part, for each section: whether it plays and when it enters."""
    energies = [section.section.energy for section in plan.sections]
    lowest, highest = min(energies, default=0.0), max(energies, default=0.0)
    columns = [_column(plan, section, specs, lowest, highest) for section in plan.sections]
    return [[column[index] for column in columns] for index in range(len(specs))]


def _column(
    plan: SongPlan, section: SectionPlan, specs: tuple[PartStyle, ...], lowest: float, highest: float
) -> list[Entrance]:
    energy = section.section.energy
    able = [index for index, spec in enumerate(specs) if _fits(plan, section, spec, highest)]
    able = able or [min(range(len(specs)), key=lambda index: (specs[index].energy, index))] if specs else []
    ranked = sorted(able, key=lambda index: (_rank(specs[index]), index))
    is_chosen = bool(plan.conditioning.sheet.is_closed.value or plan.conditioning.sheet.is_small.value)
    playing = ranked if is_chosen else ranked[: _max_players(len(specs), energy, lowest, highest)]
    late = _late(section, [index for index in playing if specs[index].role != "lead"])
    half = section.bars // 2 * (section.section.length_ticks // max(1, section.bars))
    return [Entrance(index in playing, half if index in late else 0) for index in range(len(specs))]


def _fits(plan: SongPlan, section: SectionPlan, spec: PartStyle, highest: float) -> bool:
    """The part's threshold is met; at the song's climax everybody's is."""
    kind, energy = section.section.kind, section.section.energy
    kinds = {s.section.kind for s in plan.sections}
    asked = set(spec.sections) | {_ALIKE[k] for k in spec.sections if k in _ALIKE}
    if asked & kinds and kind not in asked:
        return False
    if kind in spec.not_in or (spec.player in MELODY_PLAYERS and not has_melody(plan, section, spec)):
        return False
    return energy >= min(spec.energy, highest - 0.02) - 1e-9


def is_sung(plan: SongPlan, section: SectionPlan) -> bool:
    """Whether a voice has the tune of a section."""
    return plan.conditioning.has_vocals and section.section.kind in SUNG_KINDS and bool(section.melody)


def has_melody(plan: SongPlan, section: SectionPlan, spec: PartStyle) -> bool:
    """Whether there is a tune for this part to play: a lead rests where it is sung."""
    return bool(section.melody) and not (spec.player == "lead" and is_sung(plan, section))


def _rank(spec: PartStyle) -> float:
    """Order of entering as the energy rises: low thresholds first, textures after the band, ornaments last."""
    return spec.energy + 0.25 * (spec.role in _TEXTURES) + 0.2 * (1.0 - spec.chance) - 0.3 * (spec.role == "lead")


def _max_players(count: int, energy: float, lowest: float, highest: float) -> int:
    """How many parts may play: about half of the band where the song is quietest, all where it is fullest."""
    if highest - lowest < 0.08:
        return count
    share = 0.45 + 0.6 * (energy - lowest) / (highest - lowest)
    return max(_MIN_PLAYERS, math.ceil(count * min(1.0, share)))


def _late(section: SectionPlan, playing: list[int]) -> set[int]:
    """In the song's intro and first verse the last ranked join half-way."""
    if section.bars < 4 or section.is_last:
        return set()
    if section.section.kind == "intro" and not section.previous_kind:
        return set(playing[max(1, (len(playing) + 1) // 2) :])
    if section.section.kind == "verse" and section.occurrence == 0 and len(playing) > 3:
        return set(playing[-1:])
    return set()
