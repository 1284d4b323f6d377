# SPDX-License-Identifier: GPL-3.0-or-later
"""Snapping of times to the musical grid."""

from musicstudio.project.model import Project, TempoMap

SNAP_CHOICES = ("off", "section", "bar", "beat", "1/8", "1/16", "1/32", "1/4 T", "1/8 T", "1/16 T")
_PARTS = {"1/8": 2, "1/16": 4, "1/32": 8, "1/4 T": 1.5, "1/8 T": 3, "1/16 T": 6}
"""Grids finer than a beat as parts of a quarter note; T: triplets."""


def snap_s(project: Project, seconds: float, snap: str) -> float:
    """The nearest grid point to a time; ``off`` leaves it. Never before tick 0."""
    if snap == "off":
        return max(0.0, seconds)
    tempo_map = project.tempo_map
    tick = max(0, tempo_map.ticks_at(seconds))
    if snap == "section":
        edges = {edge for s in project.sections for edge in (s.start_ticks, s.end_ticks)} or {0}
        return tempo_map.seconds_at(min(edges, key=lambda edge: abs(edge - tick)))
    return tempo_map.seconds_at(snap_tick(tempo_map, tick, snap))


def snap_tick(tempo_map: TempoMap, tick: int, snap: str) -> int:
    """The nearest grid tick, counted within the bar so that odd metres and meter changes hold."""
    bar_tick = tempo_map.tick_of_bar(tempo_map.bar_at(tick)[0])
    step = grid_ticks(tempo_map, tick, snap)
    inside = tick - bar_tick
    return bar_tick + round(inside / step) * step


def grid_ticks(tempo_map: TempoMap, tick: int, snap: str) -> int:
    """Length of a grid step at a tick."""
    meter = tempo_map.meter_at(tick)
    quarter = meter.beat_ticks * meter.denominator // 4
    if snap in _PARTS:
        return round(quarter / _PARTS[snap])
    return {"bar": meter.bar_ticks, "beat": meter.beat_ticks}.get(snap, 1)


def snap_distance_s(project: Project, from_s: float, by_s: float, snap: str) -> float:
    """A distance in whole steps of the grid, so that what was off the grid stays as far off it. Never before tick 0.

    Sections have no step: there the place is snapped.
    """
    if snap in ("off", "section"):
        return snap_s(project, from_s + by_s, snap) - from_s
    tempo_map = project.tempo_map
    tick = max(0, tempo_map.ticks_at(from_s))
    step = grid_ticks(tempo_map, tick, snap)
    moved = tempo_map.ticks_at(max(0.0, from_s + by_s)) - tick
    target = tick + round(moved / step) * step
    while target < 0:
        target += step
    return tempo_map.seconds_at(target) - from_s
