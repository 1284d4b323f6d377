# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the moments of a sheet lie: a place in words to ticks of the song."""

from collections.abc import Sequence

from msgspec import Struct

from musicstudio.project.model import TempoMap
from musicstudio.project.model.sheet import Place


class Laid(Struct, frozen=True):
    """A section as it lies: its kind and its ticks."""

    kind: str
    start: int
    end: int


def tick_of(place: Place, sections: Sequence[Laid], tempo_map: TempoMap) -> int:
    """The tick of a moment; one that the song does not have lies at its end."""
    end = sections[-1].end if sections else 0
    if place.seconds is not None:
        return min(end, tempo_map.ticks_at(place.seconds))
    if place.before_end_s is not None:
        return max(0, tempo_map.ticks_at(max(0.0, tempo_map.seconds_at(end) - place.before_end_s)))
    if place.bar:
        bar_ticks = tempo_map.meter_at(0).bar_ticks
        return min(end, (place.bar - 1) * bar_ticks) if place.bar > 0 else max(0, end + place.bar * bar_ticks)
    if place.section:
        return next((tick for tick in ticks_of(place, sections)), end)
    share = 1.0 if place.share is None else place.share
    return end if share >= 1.0 else round(share * end) if share else 0


def ticks_of(place: Place, sections: Sequence[Laid]) -> list[int]:
    """Where the sections of a place begin (or end); several where no number was said."""
    found = [each for each in sections if each.kind == place.section]
    if place.section == "last":
        found = list(sections[-1:])
    if place.number and found:
        index = max(place.number, -len(found)) if place.number < 0 else min(place.number, len(found)) - 1
        found = [found[index]]
    return [each.end if place.is_end else each.start for each in found]


def spans_of(
    start: Place | None, end: Place | None, sections: Sequence[Laid], tempo_map: TempoMap
) -> list[tuple[int, int]]:
    """Every (start, end) in ticks that two places mark off; an open end is the song's."""
    last = sections[-1].end if sections else 0
    if start and start.section and end and end.section == start.section:
        return list(zip(ticks_of(start, sections), ticks_of(end, sections), strict=True))
    first = tick_of(start, sections, tempo_map) if start else 0
    return [(first, tick_of(end, sections, tempo_map) if end else last)]
