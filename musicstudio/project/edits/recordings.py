# SPDX-License-Identifier: GPL-3.0-or-later
"""Recordings: passes of one file over the song, as takes."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.ids import new_id

from ..model import Clip, Project, Source, Take, Track
from .clips import add_clip
from .helpers import Edit, with_clips
from .overlap import ALLOWED_S, trimming_below
from .takes import with_sources

_WHOLE_SHARE = 0.9


class RecordedPass(Struct, frozen=True):
    """A stretch of a recording: it begins ``lead_s`` seconds into the source and was played at ``start_s``."""

    lead_s: float
    start_s: float
    length_s: float

    @property
    def end_s(self) -> float:
        """Where it ends in the song."""
        return self.start_s + self.length_s


def place_recording(track_id: str, source: Source, passes: Sequence[RecordedPass], name: str) -> Edit:
    """Put a recording on a row. Passes over one place are the takes of one clip; the last whole one is heard.

    A clip that lies in that very place gets the takes; other clips below are trimmed. Raises `EditError` when the row
    is gone.
    """

    def edit(project: Project) -> Project:
        for group in _group_passes(passes):
            project = _place_group(project, track_id, source, group, name)
        return with_sources(project, (source,))

    return edit


def _group_passes(passes: Sequence[RecordedPass]) -> list[list[RecordedPass]]:
    """Where a loop came round, all rounds are one group; what was played before the loop's start is apart."""
    if len(passes) < 2:
        return [list(passes)] if passes else []
    first, rounds = passes[0], list(passes[1:])
    early_s = min(each.start_s for each in rounds) - first.start_s
    if early_s <= ALLOWED_S:
        return [list(passes)]
    inside = RecordedPass(first.lead_s + early_s, first.start_s + early_s, first.length_s - early_s)
    return [[replace(first, length_s=early_s)], [inside, *rounds]]


def _place_group(project: Project, track_id: str, source: Source, group: list[RecordedPass], name: str) -> Project:
    start_s, end_s = min(each.start_s for each in group), max(each.end_s for each in group)
    there = _clip_at(project.track(track_id), start_s, end_s)
    origin_s, number = (there.origin_s, len(there.takes) + 1) if there else (start_s, 1)
    takes = tuple(_take_of(each, source, origin_s, f"Take {index}") for index, each in enumerate(group, start=number))
    whole = [t for t, each in zip(takes, group, strict=True) if each.length_s >= _WHOLE_SHARE * (end_s - start_s)]
    heard = (whole or takes)[-1].id
    if there:
        return with_clips(
            project, {there.id}, lambda clip: replace(clip, takes=(*clip.takes, *takes), active_take_id=heard)
        )
    clip = Clip(new_id("clip"), start_s, end_s - start_s, name, takes=takes, active_take_id=heard)
    return trimming_below(add_clip(track_id, clip))(project)


def _take_of(each: RecordedPass, source: Source, origin_s: float, name: str) -> Take:
    lead_s = each.lead_s + origin_s - each.start_s
    return Take(new_id("take"), name, source.hash, lead_s=lead_s, recipe_id=source.recipe_id)


def _clip_at(track: Track | None, start_s: float, end_s: float) -> Clip | None:
    """An audio clip that lies in that very place."""
    for clip in track.clips if track else ():
        is_there = abs(clip.start_s - start_s) <= ALLOWED_S and abs(clip.end_s - end_s) <= ALLOWED_S
        if is_there and not any(take.notes for take in clip.takes):
            return clip
    return None
