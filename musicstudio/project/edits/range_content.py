# SPDX-License-Identifier: GPL-3.0-or-later
"""What lies in a range of seconds on some rows: cut at its edges, deleted with or without its time, repeated, kept."""

from collections.abc import Callable, Collection

from msgspec.structs import replace

from ..model import Clip, Project, Track
from .clips import copy_of, split_clip
from .helpers import Edit, with_track_clips, with_tracks
from .overlap import cut_out, trimming_below

_NEAR_S = 1e-4


def split_at_edges(start_s: float, end_s: float, track_ids: Collection[str] = ()) -> Edit:
    """Cut the clips of rows (all, when none is named) at both edges of a range; what is heard stays the same."""

    def change(track: Track) -> Track:
        return with_track_clips(track, [piece for clip in track.clips for piece in _at_edges(clip, start_s, end_s)])

    return _on_tracks(track_ids, change)


def clear_range(start_s: float, end_s: float, track_ids: Collection[str] = ()) -> Edit:
    """Delete what lies in a range; what comes after stays where it is."""

    def change(track: Track) -> Track:
        return with_track_clips(track, [piece for clip in track.clips for piece in cut_out(clip, start_s, end_s)])

    return _on_tracks(track_ids, change)


def close_range(start_s: float, end_s: float, track_ids: Collection[str] = ()) -> Edit:
    """Delete what lies in a range and pull what comes after on these rows up to it."""

    def change(track: Track) -> Track:
        pieces = [piece for clip in track.clips for piece in cut_out(clip, start_s, end_s)]
        moved = (
            replace(c, start_s=c.start_s - (end_s - start_s)) if c.start_s >= end_s - _NEAR_S else c for c in pieces
        )
        return with_track_clips(track, moved)

    return _on_tracks(track_ids, change)


def repeat_range(start_s: float, end_s: float, track_ids: Collection[str] = ()) -> Edit:
    """Put a copy of what lies in a range right after it; what lies there is trimmed."""

    def change(track: Track) -> Track:
        return with_track_clips(track, (*track.clips, *copies_of_range(track, start_s, end_s, end_s - start_s)))

    return trimming_below(_on_tracks(track_ids, change))


def copies_of_range(track: Track, start_s: float, end_s: float, by_s: float) -> list[Clip]:
    """Copies of what a row holds in a range, later by some seconds."""
    pieces = (piece for clip in track.clips for piece in _at_edges(clip, start_s, end_s))
    inside = [p for p in pieces if p.start_s >= start_s - _NEAR_S and p.end_s <= end_s + _NEAR_S]
    return [copy_of(piece, piece.start_s + by_s) for piece in inside]


def _at_edges(clip: Clip, start_s: float, end_s: float) -> list[Clip]:
    return [part for piece in split_clip(clip, start_s) for part in split_clip(piece, end_s)]


def _on_tracks(track_ids: Collection[str], change: Callable[[Track], Track]) -> Edit:
    def edit(project: Project) -> Project:
        ids = track_ids or [track.id for track in project.tracks]
        return with_tracks(project, ids, change)

    return edit
