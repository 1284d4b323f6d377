# SPDX-License-Identifier: GPL-3.0-or-later
"""A lead sheet from four beats a bar to three, or back: a restyle as a waltz keeps tune, chords and form so.

The first two beats stay as they are; the rest of the bar goes by twice as fast, or half as fast, as players do it.
"""

from collections.abc import Callable
from typing import TypeVar

from msgspec.structs import replace

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.engines.composer.form.clock import bar_ticks_of
from musicstudio.engines.composer.plan import SectionPlan, SongPlan
from musicstudio.project.model import Chord, Meter, Note, TempoMap

_KEPT_TICKS = 2 * TICKS_PER_QUARTER
Timed = TypeVar("Timed", Note, Chord)
_SHORTEST = 60
_THREE, _FOUR = 3 * TICKS_PER_QUARTER, 4 * TICKS_PER_QUARTER


def can_change_meter(plan: SongPlan, meter: tuple[int, int]) -> bool:
    """Whether every bar of a plan can become one of another metre: three beats from four, or four from three."""
    old = {bar_ticks_of(part.meter) for part in plan.sections}
    return len(old) == 1 and {*old, bar_ticks_of(meter)} == {_THREE, _FOUR}


def in_meter(plan: SongPlan, meter: tuple[int, int]) -> SongPlan:
    """The plan with each bar in another metre."""
    new = bar_ticks_of(meter)
    sections = tuple(_section_in(part, meter, new) for part in plan.sections)
    tempo_map = TempoMap(plan.tempo_map.tempos[:1], (Meter(0, *meter),))
    conditioning = replace(plan.conditioning, meter=meter)
    return replace(plan, conditioning=conditioning, tempo_map=tempo_map, sections=sections)


def _section_in(part: SectionPlan, meter: tuple[int, int], new: int) -> SectionPlan:
    old = bar_ticks_of(part.meter)

    def moved(tick: int) -> int:
        bar, place = divmod(tick, old)
        rest = max(0, place - _KEPT_TICKS) * (new - _KEPT_TICKS) // (old - _KEPT_TICKS)
        return bar * new + min(place, _KEPT_TICKS) + rest

    section = part.section
    melody = _moved(part.melody, moved)
    section = replace(
        section,
        start_ticks=moved(section.start_ticks),
        length_ticks=moved(section.end_ticks) - moved(section.start_ticks),
        melody=_moved(section.melody, moved),
    )
    return replace(part, section=section, meter=meter, chords=_moved(part.chords, moved), melody=melody)


def _moved(items: tuple[Timed, ...], moved: Callable[[int], int]) -> tuple[Timed, ...]:
    return tuple(
        replace(
            each,
            start_ticks=moved(each.start_ticks),
            length_ticks=max(_SHORTEST, moved(each.start_ticks + each.length_ticks) - moved(each.start_ticks)),
        )
        for each in items
    )
