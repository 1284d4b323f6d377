# SPDX-License-Identifier: GPL-3.0-or-later
"""Tempo and metre that change on the way, where they were asked to; a length asked for is kept."""

from collections.abc import Sequence
from itertools import pairwise

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Meter, Tempo, TempoMap
from musicstudio.project.model.sheet import Event, SongSheet

from .layout import Block
from .moments import Laid, tick_of

_SLOWING = (0.94, 0.86, 0.76, 0.66)
_MIN_BPM, _MAX_BPM = 30.0, 300.0


def with_meters(tempo_map: TempoMap, blocks: Sequence[Block], meters: Sequence[tuple[int, int]]) -> TempoMap:
    """The map with a metre of its own where a section has one."""
    if len(set(meters)) <= 1:
        return tempo_map
    found: list[Meter] = []
    start = 0
    for block, (beats, unit) in zip(blocks, meters, strict=True):
        if not found or (found[-1].numerator, found[-1].denominator) != (beats, unit):
            found.append(Meter(start, beats, unit))
        start += block.bars * TICKS_PER_QUARTER * 4 * beats // unit
    return TempoMap(tempo_map.tempos, tuple(found), tempo_map.offset_s)


def mean_bpm(bpm: float, sheet: SongSheet) -> float:
    """The mean tempo of a piece whose tempo changes on the way, by which its bars are counted."""
    for event in (e for e in sheet.events if e.kind == "tempo"):
        share = event.at.share if event.at.share is not None and event.at.share < 1.0 else 0.75
        goal = min(max(event.bpm or bpm * (event.beats or 1.25), _MIN_BPM), _MAX_BPM)
        return 1.0 / (share / bpm + (1.0 - share) / goal)
    return bpm


def slowing_s(bpm: float, bar_ticks: int, sheet: SongSheet) -> float:
    """How much longer a piece lasts for slowing down into its end."""
    longer = sum(1.0 / factor - 1.0 for factor in _SLOWING) / len(_SLOWING)
    is_slowing = any(event.kind == "slow" for event in sheet.events)
    return 2 * bar_ticks * 60.0 / (bpm * TICKS_PER_QUARTER) * longer if is_slowing else 0.0


def with_tempo_events(
    tempo_map: TempoMap, sections: Sequence[Laid], sheet: SongSheet, duration_s: float | None
) -> TempoMap:
    """The map with every change of tempo that the sheet asks for; where a length was asked for, the tempo after the
    last change gives way, so that the song ends on its second."""
    end = sections[-1].end
    for event in (e for e in sheet.events if e.kind in ("tempo", "slow")):
        tempo_map = _slow_down(tempo_map, end) if event.kind == "slow" else _change_tempo(tempo_map, sections, event)
    has_changed = any(e.kind in ("tempo", "slow") for e in sheet.events)
    return _ending_at(tempo_map, end, duration_s) if has_changed and duration_s is not None else tempo_map


def _change_tempo(tempo_map: TempoMap, sections: Sequence[Laid], event: Event) -> TempoMap:
    """Another tempo from a moment on; "faster" or "slower" towards the end comes in steps over the last third."""
    tick = tick_of(event.at, sections, tempo_map)
    end = sections[-1].end
    before = tempo_map.bpm_at(tick)
    goal = min(max(event.bpm or before * (event.beats or 1.25), _MIN_BPM), _MAX_BPM)
    if tick >= end:
        starts = [end * 2 // 3 + (end // 3) * step // 4 for step in range(4)]
        steps = tuple(Tempo(_on_beat(at), before * (goal / before) ** ((i + 1) / 4)) for i, at in enumerate(starts))
        return TempoMap(
            (*(t for t in tempo_map.tempos if t.tick < steps[0].tick), *steps), tempo_map.meters, tempo_map.offset_s
        )
    tick = _on_beat(tick)
    kept = tuple(t for t in tempo_map.tempos if t.tick < tick)
    return TempoMap((*kept, Tempo(tick, goal)), tempo_map.meters, tempo_map.offset_s)


def _on_beat(tick: int) -> int:
    return round(tick / TICKS_PER_QUARTER) * TICKS_PER_QUARTER


def _slow_down(tempo_map: TempoMap, end: int) -> TempoMap:
    """Slower and slower over the last two bars."""
    bar = tempo_map.meter_at(max(0, end - 1)).bar_ticks
    first = max(0, end - 2 * bar)
    bpm = tempo_map.bpm_at(first)
    step = max(1, (end - first) // len(_SLOWING))
    slowing = tuple(Tempo(first + index * step, bpm * factor) for index, factor in enumerate(_SLOWING))
    kept = tuple(t for t in tempo_map.tempos if t.tick < first) or ((Tempo(0, bpm),) if first else ())
    return TempoMap((*kept, *slowing), tempo_map.meters, tempo_map.offset_s)


def _ending_at(tempo_map: TempoMap, end: int, duration_s: float) -> TempoMap:
    """The same map with all tempi after the first in one ratio, so that ``end`` falls on ``duration_s``."""
    first, *later = tempo_map.tempos
    if not later:
        return tempo_map
    opening_s = later[0].tick * 60.0 / (first.bpm * TICKS_PER_QUARTER)
    rest_s = sum(
        (b - a) * 60.0 / (bpm * TICKS_PER_QUARTER)
        for (a, bpm), (b, _) in pairwise([*((t.tick, t.bpm) for t in later), (end, 0.0)])
    )
    ratio = rest_s / max(0.5, duration_s - opening_s)
    return TempoMap((first, *(Tempo(t.tick, t.bpm * ratio) for t in later)), tempo_map.meters, tempo_map.offset_s)
