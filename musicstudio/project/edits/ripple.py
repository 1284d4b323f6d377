# SPDX-License-Identifier: GPL-3.0-or-later
"""Time put into the song or taken out of it, with everything after it moving along."""

from collections.abc import Callable
from typing import Any, TypeVar

from msgspec.structs import replace

from musicstudio.core.errors import EditError

from ..model import AutomationLane, Chord, Clip, Master, Meter, Project, Section, Strip, Tempo, TempoMap, Track
from .clips import split_clip
from .helpers import Edit, with_all_tracks, with_track_clips, with_values

E = TypeVar("E", Tempo, Meter)
NEAR_S = 1e-4


def insert_time(at_ticks: int, length_ticks: int) -> Edit:
    """Make room: what begins at or after a tick moves later; what lies across it is cut in two, a section is longer."""
    if at_ticks < 0 or length_ticks <= 0:
        raise EditError("Time can be inserted only inside the song, and some of it.")

    def edit(project: Project) -> Project:
        project = with_values(project, sections=tuple(_longer(s, at_ticks, length_ticks) for s in project.sections))
        tempo_map = _stretch_map(project.tempo_map, at_ticks, length_ticks)
        at_s = project.tempo_map.seconds_at(at_ticks)
        by_s = tempo_map.seconds_at(at_ticks + length_ticks) - at_s

        def moved(tick: int) -> int | None:
            return tick + length_ticks if tick >= at_ticks else tick

        project = _with_events(replace(project, tempo_map=tempo_map), moved)
        return with_all_tracks(project, lambda track: _with_clips_later(track, at_s, by_s))

    return edit


def _longer(section: Section, at_ticks: int, length_ticks: int) -> Section:
    is_inside = section.start_ticks < at_ticks < section.end_ticks
    return replace(section, length_ticks=section.length_ticks + length_ticks) if is_inside else section


def remove_time(start_ticks: int, end_ticks: int) -> Edit:
    """Take time out with what lies in it. What lies across its edges is cut, and what comes after moves earlier."""
    if not 0 <= start_ticks < end_ticks:
        raise EditError("There is no time to take out.")

    def edit(project: Project) -> Project:
        old = project.tempo_map
        start_s, end_s = old.seconds_at(start_ticks), old.seconds_at(end_ticks)

        def moved(tick: int) -> int | None:
            if tick < start_ticks:
                return tick
            return None if tick < end_ticks else tick - (end_ticks - start_ticks)

        tempo_map = _shorten_map(old, start_ticks, end_ticks)
        lanes = {
            "sections": _without_span(project.sections, start_ticks, end_ticks),
            "chords": _without_span(project.chords, start_ticks, end_ticks),
        }
        project = _with_events(replace(project, tempo_map=tempo_map), moved)
        return with_all_tracks(replace(project, **lanes), lambda track: _with_clips_cut_out(track, start_s, end_s))

    return edit


def _with_events(project: Project, moved: Callable[[int], int | None]) -> Project:
    """Sections, chords, markers and automation with their ticks mapped; None drops the event."""

    def lanes_of(owner: Strip | Master) -> tuple[AutomationLane, ...]:
        return tuple(replace(lane, points=_move_events(lane.points, "tick", moved)) for lane in owner.automation)

    def change(track: Track) -> Track:
        strip = with_values(track.strip, automation=lanes_of(track.strip))
        return track if strip is track.strip else replace(track, strip=strip)

    return with_all_tracks(
        with_values(
            project,
            sections=_move_events(project.sections, "start_ticks", moved),
            chords=_move_events(project.chords, "start_ticks", moved),
            markers=_move_events(project.markers, "tick", moved),
            master=with_values(project.master, automation=lanes_of(project.master)),
        ),
        change,
    )


def _move_events(events: tuple[Any, ...], field: str, moved: Callable[[int], int | None]) -> tuple[Any, ...]:
    pairs = ((event, moved(getattr(event, field))) for event in events)
    return tuple(with_values(event, **{field: tick}) for event, tick in pairs if tick is not None)


def _without_span(spans: tuple[Any, ...], start: int, end: int) -> tuple[Any, ...]:
    kept = (_cut_span(span, start, end) for span in spans)
    return tuple(span for span in kept if span.length_ticks > 0)


def _cut_span(span: Section | Chord, start: int, end: int) -> Section | Chord:
    first, last = span.start_ticks, span.start_ticks + span.length_ticks
    first, last = _squeeze_tick(first, start, end), _squeeze_tick(last, start, end)
    return with_values(span, start_ticks=first, length_ticks=last - first)


def _squeeze_tick(tick: int, start: int, end: int) -> int:
    return tick if tick <= start else max(start, tick - (end - start))


def _stretch_map(tempo_map: TempoMap, at: int, length: int) -> TempoMap:
    """The map with the tempo and metre of just before ``at`` going on for ``length`` ticks more."""
    return replace(tempo_map, tempos=_later(tempo_map.tempos, at, length), meters=_later(tempo_map.meters, at, length))


def _later(events: tuple[E, ...], at: int, length: int) -> tuple[E, ...]:
    return tuple(with_values(e, tick=e.tick + length) if e.tick >= max(at, 1) else e for e in events)


def _shorten_map(tempo_map: TempoMap, start: int, end: int) -> TempoMap:
    """The map without the ticks between, going on at ``start`` with what is in force at ``end``."""
    return replace(
        tempo_map, tempos=_earlier(tempo_map.tempos, start, end), meters=_earlier(tempo_map.meters, start, end)
    )


def _earlier(events: tuple[E, ...], start: int, end: int) -> tuple[E, ...]:
    before: list[E] = [event for event in events if event.tick < start]
    in_force = with_values([event for event in events if event.tick <= end][-1], tick=start)
    after: list[E] = [with_values(event, tick=event.tick - (end - start)) for event in events if event.tick > end]
    is_same = bool(before) and with_values(in_force, tick=before[-1].tick) == before[-1]
    return tuple(before + ([] if is_same else [in_force]) + after)


def _with_clips_later(track: Track, at_s: float, by_s: float) -> Track:
    pieces = [piece for clip in track.clips for piece in split_clip(clip, at_s)]
    clips = [replace(clip, start_s=clip.start_s + by_s) if _begins_after(clip, at_s) else clip for clip in pieces]
    return with_track_clips(track, clips)


def _with_clips_cut_out(track: Track, start_s: float, end_s: float) -> Track:
    pieces = [piece for clip in track.clips for piece in split_clip(clip, start_s)]
    pieces = [piece for clip in pieces for piece in split_clip(clip, end_s)]
    before = [clip for clip in pieces if not _begins_after(clip, start_s)]
    after = [
        replace(clip, start_s=start_s + max(0.0, clip.start_s - end_s)) for clip in pieces if _begins_after(clip, end_s)
    ]
    return with_track_clips(track, before + after)


def _begins_after(clip: Clip, at_s: float) -> bool:
    return clip.start_s >= at_s - NEAR_S
