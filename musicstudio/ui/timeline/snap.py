# SPDX-License-Identifier: GPL-3.0-or-later
"""Snapping of times to the musical grid."""

from musicstudio.project.model import Project, TempoMap

SNAP_CHOICES = ("off", "section", "bar", "beat", "1/8", "1/16")


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
    return {"bar": meter.bar_ticks, "beat": meter.beat_ticks, "1/8": quarter // 2, "1/16": quarter // 4}.get(snap, 1)
