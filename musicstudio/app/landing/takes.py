# SPDX-License-Identifier: GPL-3.0-or-later
"""Regenerated cells become new takes of the clips that stand there; nothing is overwritten."""

from msgspec.structs import replace

from musicstudio.core.ids import new_id
from musicstudio.engines.contract import Cell, Part
from musicstudio.project.model import Clip, Project, Take, Track

from .recipes import recipe_id_of, with_recipe
from .store import CellStored, StoredResult

SAME_PLACE_S = 0.005


def with_takes(project: Project, stored: list[StoredResult]) -> Project:
    """The project with one take a result on every cell it names; the first new take becomes the one that is heard.

    Cells where no clip stands (the instrument rested there) get a new clip. Chords of the cells' span follow the first result.
    """
    first_takes: dict[str, str] = {}
    for answer in stored:
        project = _add_answer(project, answer, first_takes)
    return _choose(project, first_takes)


def _add_answer(project: Project, answer: StoredResult, first_takes: dict[str, str]) -> Project:
    result = answer.result
    project = with_recipe(project, result.recipe)
    recipe_id = recipe_id_of(result.recipe)
    for part_index, part in enumerate(result.parts):
        for cell_index, cell in enumerate(part.cells):
            sound = answer.sounds.get((part_index, cell_index))
            project = _add_cell(project, part, cell, sound, recipe_id, first_takes)
    return project


def _add_cell(
    project: Project, part: Part, cell: Cell, sound: CellStored | None, recipe_id: str, first_takes: dict[str, str]
) -> Project:
    track = project.track(part.track_id)
    if track is None:
        return project
    start_s = project.tempo_map.seconds_at(cell.start_ticks)
    clip = _clip_at(track, start_s) or _new_clip(project, cell, start_s)
    take = _take(project, clip, cell, sound, recipe_id)
    first_takes.setdefault(clip.id, take.id)
    clip = replace(clip, takes=(*clip.takes, take), active_take_id=clip.active_take_id or take.id)
    sources = project.sources
    if sound:
        sources = {**sources, sound.source.hash: replace(sound.source, recipe_id=recipe_id)}
    return replace(_with_clip(project, track, clip), sources=sources)


def _take(project: Project, clip: Clip, cell: Cell, sound: CellStored | None, recipe_id: str) -> Take:
    """A take counted from the clip's origin, which lies before the cell where the clip was cut out of a longer one."""
    earlier_ticks = cell.start_ticks - project.tempo_map.ticks_at(clip.origin_s)
    return Take(
        id=new_id("take"),
        name=f"Take {len(clip.takes) + 1}",
        source=sound.source.hash if sound else "",
        notes=tuple(replace(note, start_ticks=note.start_ticks + earlier_ticks) for note in cell.notes),
        lead_s=(sound.lead_s if sound else 0.0) - clip.offset_s,
        recipe_id=recipe_id,
    )


def _clip_at(track: Track, start_s: float) -> Clip | None:
    return next((clip for clip in track.clips if abs(clip.start_s - start_s) < SAME_PLACE_S), None)


def _new_clip(project: Project, cell: Cell, start_s: float) -> Clip:
    end_s = project.tempo_map.seconds_at(cell.start_ticks + cell.length_ticks)
    section = project.section(cell.section_id)
    name = section.name if section else ""
    return Clip(new_id("clip"), start_s, end_s - start_s, name, cell.section_id, rings=True)


def _with_clip(project: Project, track: Track, clip: Clip) -> Project:
    others = [other for other in track.clips if other.id != clip.id]
    clips = tuple(sorted([*others, clip], key=lambda each: each.start_s))
    changed = replace(track, clips=clips)
    return replace(project, tracks=tuple(changed if each.id == track.id else each for each in project.tracks))


def _choose(project: Project, first_takes: dict[str, str]) -> Project:
    tracks = tuple(
        replace(
            track,
            clips=tuple(
                replace(clip, active_take_id=first_takes[clip.id]) if clip.id in first_takes else clip
                for clip in track.clips
            ),
        )
        if any(clip.id in first_takes for clip in track.clips)
        else track
        for track in project.tracks
    )
    return replace(project, tracks=tracks)
