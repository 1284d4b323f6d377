# SPDX-License-Identifier: GPL-3.0-or-later
"""The closing bar of a song of an exact length, as other programs are to count it.

The Composer holds a closing chord by slowing the last bar until the asked second. In another program's grid that is a
tempo change, to half in places; here the same moments are counted in the tempo before it.
"""

from collections.abc import Callable
from typing import TypeVar

from msgspec.structs import replace

from musicstudio.project.model import Chord, Clip, Note, Project, Section, Take, TempoMap, Track

COMPOSER = "composer"
_Spanning = TypeVar("_Spanning", Section, Chord, Note)
_Moved = Callable[[int], int]


def with_steady_end(project: Project) -> Project:
    """The same song, to the ear, whose last bar keeps its tempo. Only songs of the Composer have such a bar."""
    tempos = project.tempo_map.tempos
    if not _has_closing_bend(project):
        return project
    tick, factor = tempos[-1].tick, tempos[-2].bpm / tempos[-1].bpm

    def move_tick(place: int) -> int:
        return place if place <= tick else tick + round((place - tick) * factor)

    return replace(
        project,
        tempo_map=replace(project.tempo_map, tempos=tempos[:-1]),
        tracks=tuple(_row(track, project.tempo_map, move_tick) for track in project.tracks),
        sections=tuple(_section(section, move_tick) for section in project.sections),
        chords=tuple(_span(chord, move_tick) for chord in project.chords),
        markers=tuple(replace(marker, tick=move_tick(marker.tick)) for marker in project.markers),
    )


def _has_closing_bend(project: Project) -> bool:
    """Whether the last tempo is that of the last bar of a song whose length was asked for."""
    recipe = project.recipes.get(project.song_recipe_id)
    if recipe is None or recipe.engine != COMPOSER or not project.sections or len(project.tempo_map.tempos) < 2:
        return False
    wish = recipe.parameters.get("conditioning")
    is_timed = isinstance(wish, dict) and wish.get("duration_s") is not None
    last = project.tempo_map.tempos[-1].tick
    end = max(section.end_ticks for section in project.sections)
    return is_timed and end - last == project.tempo_map.meter_at(last).bar_ticks


def _row(track: Track, old: TempoMap, move_tick: _Moved) -> Track:
    lanes = tuple(
        replace(lane, points=tuple(replace(point, tick=move_tick(point.tick)) for point in lane.points))
        for lane in track.strip.automation
    )
    clips = tuple(_clip(clip, old.ticks_at(clip.origin_s), move_tick) for clip in track.clips)
    return replace(track, clips=clips, strip=replace(track.strip, automation=lanes))


def _clip(clip: Clip, origin: int, move_tick: _Moved) -> Clip:
    def take(each: Take) -> Take:
        return replace(each, notes=tuple(_span(note, move_tick, origin) for note in each.notes))

    return replace(clip, takes=tuple(take(each) for each in clip.takes))


def _section(section: Section, move_tick: _Moved) -> Section:
    melody = tuple(_span(note, move_tick, section.start_ticks) for note in section.melody)
    return replace(_span(section, move_tick), melody=melody)


def _span(thing: _Spanning, move_tick: _Moved, origin: int = 0) -> _Spanning:
    """Something with a start, counted from ``origin``, and a length."""
    start = move_tick(origin + thing.start_ticks)
    end = move_tick(origin + thing.start_ticks + thing.length_ticks)
    return replace(thing, start_ticks=start - move_tick(origin), length_ticks=max(1, end - start))
