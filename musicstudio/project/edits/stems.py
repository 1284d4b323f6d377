# SPDX-License-Identifier: GPL-3.0-or-later
"""Separated stems, put under the clip that they came from."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.ids import new_id

from ..model import Clip, Project, Recipe, Source, Strip, Take, Track
from .helpers import Edit, found_clip, with_clips, with_values
from .takes import with_sources


class Stem(Struct, frozen=True):
    """One stem, as long as the source of the parent clip. is_residual: what no stem took; it sounds and has no row."""

    name: str
    role: str
    source: Source
    strip: Strip = Strip()
    is_residual: bool = False


def place_stems(parent_clip_id: str, stems: tuple[Stem, ...], recipes: Mapping[str, Recipe] | None = None) -> Edit:
    """Give each stem a row in a group below the parent's row, at the parent's place, and mute the parent.

    The group takes over the parent's strip, and the stems sum to the parent's audio, so the song sounds as before.
    """

    def edit(project: Project) -> Project:
        parent_track, parent = found_clip(project, parent_clip_id)
        group = Track(
            new_id("track"),
            f"{parent.name or parent_track.name} stems",
            "group",
            parent_track.role,
            strip=replace(parent_track.strip, is_soloed=False),
            group_id=parent_track.group_id,
        )
        stem_tracks = tuple(_stem_track(stem, parent, group.id) for stem in stems)
        place = [track.id for track in project.tracks].index(parent_track.id) + 1
        tracks = (*project.tracks[:place], group, *stem_tracks, *project.tracks[place:])
        project = replace(project, tracks=tracks, recipes=project.recipes | dict(recipes or {}))
        project = with_sources(project, tuple(stem.source for stem in stems))
        return with_clips(project, {parent_clip_id}, lambda clip: with_values(clip, is_muted=True))

    return edit


def _stem_track(stem: Stem, parent: Clip, group_id: str) -> Track:
    take = Take(
        new_id("take"),
        stem.name,
        stem.source.hash,
        lead_s=parent.take.lead_s if parent.take else 0.0,
        recipe_id=stem.source.recipe_id,
    )
    clip = replace(parent, id=new_id("clip"), name=stem.name, takes=(take,), active_take_id=take.id, is_muted=False)
    return Track(
        new_id("track"),
        stem.name,
        "audio",
        stem.role,
        clips=(clip,),
        strip=stem.strip,
        group_id=group_id,
        is_hidden=stem.is_residual,
    )
