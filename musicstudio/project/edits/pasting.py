# SPDX-License-Identifier: GPL-3.0-or-later
"""Clips taken out of a song to be put into it again, or into another: what the clipboard holds, and putting it down."""

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.ids import new_id

from ..model import Clip, Project, Recipe, Source, TempoMap, Track
from .helpers import Edit, with_track_clips
from .overlap import trimming_below
from .takes import with_sources


class CopiedClip(Struct, frozen=True):
    """A clip, and where it lay in ticks after the first of those copied with it: window and origin of its notes."""

    clip: Clip
    start_ticks: int
    end_ticks: int
    origin_ticks: int


class CopiedTrack(Struct, frozen=True):
    """Clips of one row, and the row without clips."""

    track: Track
    clips: tuple[CopiedClip, ...]


class Copied(Struct, frozen=True):
    """tracks from top to bottom; start_s: where the first clip lay; bpm: the tempo there."""

    tracks: tuple[CopiedTrack, ...]
    start_s: float
    length_s: float
    bpm: float
    sources: dict[str, Source] = {}
    recipes: dict[str, Recipe] = {}


def copy_clips(project: Project, placed: Iterable[tuple[Track, Clip]], start_s: float | None = None) -> Copied:
    """Clips as they are now, with all that they need. start_s: what counts as their beginning; else the first clip."""
    found = list(placed)
    first_s = min(clip.start_s for _, clip in found) if start_s is None else start_s
    tempo_map = project.tempo_map
    zero = tempo_map.ticks_at(first_s)
    tracks = tuple(
        CopiedTrack(
            replace(track, clips=(), group_id=""),
            tuple(_copy_clip(clip, tempo_map, zero) for owner, clip in found if owner.id == track.id),
        )
        for track in project.tracks
        if any(owner.id == track.id for owner, _ in found)
    )
    hashes = {take.source for _, clip in found for take in clip.takes if take.source}
    sources = {key: project.sources[key] for key in hashes if key in project.sources}
    recipe_ids = {take.recipe_id for _, clip in found for take in clip.takes} | {s.recipe_id for s in sources.values()}
    recipes = {key: project.recipes[key] for key in recipe_ids if key in project.recipes}
    end_s = max(clip.end_s for _, clip in found)
    return Copied(tracks, first_s, end_s - first_s, tempo_map.bpm_at(zero), sources, recipes)


def _copy_clip(clip: Clip, tempo_map: TempoMap, zero: int) -> CopiedClip:
    start, end, origin = (tempo_map.ticks_at(s) - zero for s in (clip.start_s, clip.end_s, clip.origin_s))
    return CopiedClip(replace(clip, start_s=clip.start_s - tempo_map.seconds_at(zero)), start, end, origin)


def paste_clips(copied: Copied, at_s: float, new_ids: Mapping[str, str]) -> Edit:
    """Put copies down at a time: on the rows that they came from where they are there, else on new rows of the same
    kind; what lies below is trimmed. new_ids: the id of each copy by the id of its clip."""

    def edit(project: Project) -> Project:
        project = with_sources(project, copied.sources.values())
        project = replace(project, recipes=copied.recipes | project.recipes)
        for each in copied.tracks:
            project = _with_pasted(project, each, copied, at_s, new_ids)
        return project

    return trimming_below(edit)


def _with_pasted(
    project: Project, each: CopiedTrack, copied: Copied, at_s: float, new_ids: Mapping[str, str]
) -> Project:
    clips = [_paste_clip(c, project.tempo_map, at_s, copied.bpm, new_ids[c.clip.id]) for c in each.clips]
    there = project.track(each.track.id)
    if there is not None and there.kind == each.track.kind:
        tracks = tuple(
            with_track_clips(track, (*track.clips, *clips)) if track is there else track for track in project.tracks
        )
        return replace(project, tracks=tracks)
    buses = {track.id for track in project.tracks if track.kind == "bus"}
    sends = tuple(send for send in each.track.strip.sends if send.bus_id in buses)
    fresh = replace(each.track, id=new_id("track"), strip=replace(each.track.strip, sends=sends, automation=()))
    return replace(project, tracks=(*project.tracks, with_track_clips(fresh, clips)))


def _paste_clip(copied: CopiedClip, tempo_map: TempoMap, at_s: float, bpm: float, clip_id: str) -> Clip:
    """A copy at its new place: notes keep their bars and beats, audio its seconds."""
    clip = replace(copied.clip, id=clip_id, section_id="")
    if not any(take.notes for take in clip.takes):
        return replace(clip, start_s=at_s + clip.start_s)
    zero = tempo_map.ticks_at(at_s)
    start_s = tempo_map.seconds_at(zero + copied.start_ticks)
    end_s, origin_s = (tempo_map.seconds_at(zero + ticks) for ticks in (copied.end_ticks, copied.origin_ticks))
    is_same_tempo = abs(tempo_map.bpm_at(zero) - bpm) < 1e-6 and abs((end_s - start_s) - clip.length_s) < 1e-6
    takes = (
        clip.takes if is_same_tempo else tuple(replace(t, source="", lead_s=0.0) if t.notes else t for t in clip.takes)
    )
    return replace(clip, start_s=start_s, length_s=end_s - start_s, offset_s=start_s - origin_s, takes=takes)
