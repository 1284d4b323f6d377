# SPDX-License-Identifier: GPL-3.0-or-later
"""How edits reach into the tree: replace a few rows or clips and share all the rest."""

from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.errors import EditError

from ..clip_index import ids_of
from ..model import Clip, Project, Track

Edit = Callable[[Project], Project]
"""One change of a song: pure, it shares all that it leaves alone."""

S = TypeVar("S", bound=Struct)


def with_values(item: S, **values: Any) -> S:
    """``item`` with other values; the very same object when it has them already, so that nothing seems to change."""
    if all(getattr(item, name) == value for name, value in values.items()):
        return item
    return replace(item, **values)


def compose_edits(*edits: Edit) -> Edit:
    """One edit that does several, each on the result of the one before."""

    def edit(project: Project) -> Project:
        for step in edits:
            project = step(project)
        return project

    return edit


def with_tracks(project: Project, track_ids: Collection[str], change: Callable[[Track], Track]) -> Project:
    """The project with some rows changed. Raises `EditError` when one of them is not there."""
    require_tracks(project, track_ids)
    return with_all_tracks(project, lambda track: change(track) if track.id in track_ids else track)


def with_all_tracks(project: Project, change: Callable[[Track], Track]) -> Project:
    """The project with ``change`` applied to every row; the same object when no row changed."""
    tracks = tuple(change(track) for track in project.tracks)
    return replace(project, tracks=tracks) if _is_different(tracks, project.tracks) else project


def with_clips(project: Project, clip_ids: Collection[str], change: Callable[[Clip], Clip]) -> Project:
    """The project with some clips changed. Raises `EditError` when one of them is not there."""
    return with_clips_spread(project, clip_ids, lambda clip: (change(clip),))


def with_clips_spread(project: Project, clip_ids: Collection[str], spread: Callable[[Clip], Iterable[Clip]]) -> Project:
    """The project with each named clip replaced by none, one or several on its row, which stay in order of time."""
    wanted = frozenset(clip_ids)
    track_ids = track_ids_of_clips(project, wanted)

    def change(track: Track) -> Track:
        if track.id not in track_ids:
            return track
        clips = [new for clip in track.clips for new in (spread(clip) if clip.id in wanted else (clip,))]
        return with_track_clips(track, clips)

    return with_all_tracks(project, change)


def track_ids_of_clips(project: Project, clip_ids: frozenset[str]) -> frozenset[str]:
    """The ids of the rows that hold some clips. Raises `EditError` when one of the clips is not there."""
    held = {track.id: clip_ids & ids_of(track.clips) for track in project.tracks}
    if sum(len(ids) for ids in held.values()) != len(clip_ids):
        raise EditError("A clip that was to be changed is no longer there.")
    return frozenset(track_id for track_id, ids in held.items() if ids)


def with_track_clips(track: Track, clips: Iterable[Clip]) -> Track:
    """A row with other clips, in order of time."""
    placed = tuple(sorted(clips, key=lambda clip: clip.start_s))
    return replace(track, clips=placed) if _is_different(placed, track.clips) else track


def require_tracks(project: Project, track_ids: Collection[str]) -> None:
    """Raise `EditError` unless every row is there."""
    if frozenset(track_ids) - {track.id for track in project.tracks}:
        raise EditError("A track that was to be changed is no longer there.")


def found_clip(project: Project, clip_id: str) -> tuple[Track, Clip]:
    """A clip and its row. Raises `EditError` when it is not there."""
    (track_id,) = track_ids_of_clips(project, frozenset({clip_id}))
    track = next(track for track in project.tracks if track.id == track_id)
    return track, next(clip for clip in track.clips if clip.id == clip_id)


def _is_different(new: tuple[Any, ...], old: tuple[Any, ...]) -> bool:
    return len(new) != len(old) or any(a is not b for a, b in zip(new, old, strict=True))
