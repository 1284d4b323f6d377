# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole generated song, laid out one clip a section a track."""

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.ids import new_id
from musicstudio.engines.contract import Cell, Part, Result
from musicstudio.project.model import Clip, Master, Project, Take, Track

from .recipes import recipe_id_of, with_recipe
from .store import CellKey, CellStored


class LaidOut(Struct, frozen=True):
    """A song on the timeline, and which clip stands for which cell of the result."""

    project: Project
    clip_ids: dict[CellKey, str]


def lay_out(project: Project, result: Result) -> LaidOut:
    """The project with its content replaced by the result's; nothing sounds until `with_sounds`. Pure but for fresh ids."""
    recipe_id = recipe_id_of(result.recipe)
    clip_ids: dict[CellKey, str] = {}
    tracks = []
    for part_index, part in enumerate(result.parts):
        clips = [_clip(result, cell, recipe_id) for cell in part.cells]
        clip_ids.update({(part_index, index): clip.id for index, clip in enumerate(clips)})
        tracks.append(_track(part, tuple(clips)))
    content = replace(
        project,
        title=result.title or project.title,
        tempo_map=result.tempo_map,
        key=result.key,
        sections=result.sections,
        chords=result.chords,
        lyrics=result.lyrics,
        tracks=(*tracks, *result.buses),
        master=result.master or Master(),
        song_recipe_id=recipe_id,
    )
    return LaidOut(with_recipe(content, result.recipe), clip_ids)


def with_sounds(project: Project, clip_ids: dict[CellKey, str], sounds: list[CellStored]) -> Project:
    """The project with the first take of each named clip sounding; clips that were removed meanwhile are passed over."""
    by_clip = {clip_ids[s.part_index, s.cell_index]: s for s in sounds if (s.part_index, s.cell_index) in clip_ids}
    tracks = tuple(_sounding_track(track, by_clip) for track in project.tracks)
    recipe_id = project.song_recipe_id
    sources = {s.source.hash: replace(s.source, recipe_id=recipe_id) for s in by_clip.values()}
    return replace(project, tracks=tracks, sources={**project.sources, **sources})


def _sounding_track(track: Track, by_clip: dict[str, CellStored]) -> Track:
    if not any(clip.id in by_clip for clip in track.clips):
        return track
    return replace(track, clips=tuple(_sounding_clip(clip, by_clip.get(clip.id)) for clip in track.clips))


def _sounding_clip(clip: Clip, sound: CellStored | None) -> Clip:
    if sound is None or not clip.takes:
        return clip
    first = replace(clip.takes[0], source=sound.source.hash, lead_s=sound.lead_s)
    return replace(clip, takes=(first, *clip.takes[1:]))


def _track(part: Part, clips: tuple[Clip, ...]) -> Track:
    return Track(
        id=part.track_id or new_id("track"),
        name=part.name,
        kind=part.kind,
        role=part.role,
        instrument=part.instrument,
        player=part.player,
        clips=clips,
        strip=part.strip,
    )


def _clip(result: Result, cell: Cell, recipe_id: str) -> Clip:
    start_s = result.tempo_map.seconds_at(cell.start_ticks)
    end_s = result.tempo_map.seconds_at(cell.start_ticks + cell.length_ticks)
    take = Take(new_id("take"), "Take 1", notes=cell.notes, lead_s=cell.lead_s, recipe_id=recipe_id)
    section = next((s for s in result.sections if s.id == cell.section_id), None)
    return Clip(
        id=new_id("clip"),
        start_s=start_s,
        length_s=end_s - start_s,
        name=section.name if section else "",
        section_id=cell.section_id,
        rings=True,
        takes=(take,),
        active_take_id=take.id,
    )
