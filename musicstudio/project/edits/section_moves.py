# SPDX-License-Identifier: GPL-3.0-or-later
"""Sections change places or length; all in their column follows: clips, chords, markers, tempo, automation."""

from collections.abc import Callable
from itertools import pairwise
from typing import TypeVar

from msgspec.structs import replace

from musicstudio.core.errors import EditError

from ..automation_lines import straight_points, value_at
from ..model import (
    AutomationLane,
    AutomationPoint,
    Chord,
    Clip,
    Master,
    Meter,
    Project,
    Section,
    Strip,
    Tempo,
    TempoMap,
)
from .clips import split_clip
from .helpers import Edit, compose_edits, with_all_tracks, with_track_clips, with_values
from .ripple import insert_time, remove_time
from .sections import set_section_bounds

E = TypeVar("E", bound=Tempo | Meter)
_Moved = Callable[[int], int]


def move_section(section_id: str, to_ticks: int) -> Edit:
    """Put a section with all that sounds in it where another begins (or the last ends)."""

    def edit(project: Project) -> Project:
        section = _found(project, section_id)
        if section.start_ticks <= to_ticks <= section.end_ticks:
            return project
        if any(other.start_ticks < to_ticks < other.end_ticks for other in project.sections):
            raise EditError("A section can be moved between two others, not into one.")
        edges = (section.start_ticks, section.end_ticks, to_ticks)
        low, middle, high = sorted(edges)
        return _exchange(project, low, middle, high)

    return edit


def resize_section(section_id: str, end_ticks: int) -> Edit:
    """Make a section longer by empty time at its end, or shorter by what lies there; what comes after follows."""

    def edit(project: Project) -> Project:
        section = _found(project, section_id)
        if end_ticks <= section.start_ticks:
            raise EditError(f"The section “{section.name}” cannot be empty.")
        by_ticks = end_ticks - section.end_ticks
        if by_ticks < 0:
            return remove_time(end_ticks, section.end_ticks)(project)
        if by_ticks == 0:
            return project
        length = section.length_ticks + by_ticks
        bounds = set_section_bounds(section_id, section.start_ticks, length)
        return compose_edits(insert_time(section.end_ticks, by_ticks), bounds)(project)

    return edit


def move_boundary(section_id: str, end_ticks: int) -> Edit:
    """Move the line between a section and the next one; nothing that sounds moves."""

    def edit(project: Project) -> Project:
        section = _found(project, section_id)
        after = next((other for other in project.sections if other.start_ticks == section.end_ticks), None)
        mine = set_section_bounds(section_id, section.start_ticks, end_ticks - section.start_ticks)
        if after is None:
            return mine(project)
        following = set_section_bounds(after.id, end_ticks, after.end_ticks - end_ticks)
        return compose_edits(mine, following)(project)

    return edit


def _found(project: Project, section_id: str) -> Section:
    section = project.section(section_id)
    if section is None:
        raise EditError("That section is no longer there.")
    return section


def _exchange(project: Project, low: int, middle: int, high: int) -> Project:
    """Let what lies between ``low`` and ``middle`` change places with what lies from there to ``high``."""

    def moved(tick: int) -> int:
        if low <= tick < middle:
            return tick + high - middle
        return tick - (middle - low) if middle <= tick < high else tick

    old, edges = project.tempo_map, (low, middle, high)
    new = _exchange_map(old, edges, moved)
    chords = [part for chord in project.chords for part in _chord_parts(chord, edges)]
    chords = [replace(chord, start_ticks=moved(chord.start_ticks)) for chord in chords]
    markers = tuple(with_values(m, tick=moved(m.tick)) for m in project.markers)
    project = replace(
        project,
        tempo_map=new,
        sections=tuple(
            sorted(
                (with_values(s, start_ticks=moved(s.start_ticks)) for s in project.sections),
                key=lambda s: s.start_ticks,
            )
        ),
        chords=tuple(sorted(chords, key=lambda chord: chord.start_ticks)),
        markers=tuple(sorted(markers, key=lambda marker: marker.tick)),
        master=_with_lanes(project.master, edges, moved),
    )
    times = _Times(old, new, edges, moved)
    return with_all_tracks(
        project,
        lambda track: with_values(
            with_track_clips(track, [piece for clip in track.clips for piece in times.pieces(clip)]),
            strip=_with_lanes(track.strip, edges, moved),
        ),
    )


class _Times:
    """Where clips go, in seconds."""

    def __init__(self, old: TempoMap, new: TempoMap, edges: tuple[int, int, int], moved: _Moved) -> None:
        self._edges_s = [old.seconds_at(edge) for edge in edges]
        self._places_s = [new.seconds_at(moved(edge)) for edge in edges[:2]]

    def pieces(self, clip: Clip) -> list[Clip]:
        """A clip cut where the blocks meet, each piece with its block; the very same clip where it lies beside them."""
        pieces = [clip]
        for edge_s in self._edges_s:
            pieces = [part for piece in pieces for part in split_clip(piece, edge_s)]
        return [with_values(piece, start_s=self._start_s(piece)) for piece in pieces]

    def _start_s(self, piece: Clip) -> float:
        """As long after its block's new place as it began in it; never before, as rounding would have it."""
        center_s = (piece.start_s + piece.end_s) / 2
        for (low_s, high_s), place_s in zip(pairwise(self._edges_s), self._places_s, strict=True):
            if low_s <= center_s < high_s:
                return place_s + max(0.0, piece.start_s - low_s)
        return piece.start_s


def _exchange_map(tempo_map: TempoMap, edges: tuple[int, int, int], moved: _Moved) -> TempoMap:
    tempos = _exchange_events(tempo_map.tempos, edges, moved)
    return replace(tempo_map, tempos=tempos, meters=_exchange_events(tempo_map.meters, edges, moved))


def _exchange_events(events: tuple[E, ...], edges: tuple[int, int, int], moved: _Moved) -> tuple[E, ...]:
    """Changes of tempo or metre with their blocks; what is in force where a block begins goes with it."""
    ticks = {event.tick for event in events}
    begun: list[E] = [_in_force(events, edge) for edge in edges if edge not in ticks]
    placed = [with_values(event, tick=moved(event.tick)) for event in (*events, *begun)]
    placed.sort(key=lambda event: event.tick)
    kept: list[E] = []
    for event in placed:
        if not kept or replace(kept[-1], tick=event.tick) != event:
            kept.append(event)
    return tuple(kept)


def _in_force(events: tuple[E, ...], tick: int) -> E:
    return replace([event for event in events if event.tick <= tick][-1], tick=tick)


def _chord_parts(chord: Chord, edges: tuple[int, int, int]) -> list[Chord]:
    first, last = chord.start_ticks, chord.start_ticks + chord.length_ticks
    places = [first, *(edge for edge in edges if first < edge < last), last]
    if len(places) == 2:
        return [chord]
    return [replace(chord, start_ticks=a, length_ticks=b - a) for a, b in pairwise(places)]


Owner = TypeVar("Owner", Strip, Master)


def _with_lanes(owner: Owner, edges: tuple[int, int, int], moved: _Moved) -> Owner:
    lanes = tuple(_exchange_lane(lane, edges, moved) for lane in owner.automation)
    return owner if lanes == owner.automation else replace(owner, automation=lanes)


def _exchange_lane(lane: AutomationLane, edges: tuple[int, int, int], moved: _Moved) -> AutomationLane:
    """A lane with its blocks; each keeps its values to its edges, so that lines are cut there."""
    low, _, high = edges
    points = straight_points(lane.points)
    is_flat = not any(low < p.tick < high for p in points) and (
        not points or value_at(points, low) == value_at(points, high)
    )
    if is_flat:
        return lane
    ticks = {tick for edge in edges for tick in (edge - 1, edge) if tick >= 0} | {point.tick for point in points}
    placed = [AutomationPoint(moved(tick), value_at(points, tick)) for tick in ticks]
    return replace(lane, points=tuple(sorted(placed, key=lambda point: point.tick)))
