# SPDX-License-Identifier: GPL-3.0-or-later
"""Clips among their neighbors: a free place for copies, joined pieces, slipped contents."""

from collections.abc import Collection, Iterable

from msgspec.structs import replace

from musicstudio.core.errors import EditError

from ..model import Clip, Project
from .helpers import Edit, with_clips, with_track_clips, with_tracks, with_values

TOUCHING_S = 0.001


def free_step_s(project: Project, clip_ids: Collection[str]) -> float:
    """How much later copies of clips can lie, right after the last of them at the soonest, without lying on others."""
    found = [(track, clip) for track, clip in project.clips() if clip.id in clip_ids]
    span_s = max((c.end_s for _, c in found), default=0.0) - min((c.start_s for _, c in found), default=0.0)
    step_s = span_s
    while blocking := [
        other.end_s - clip.start_s
        for track, clip in found
        for other in track.clips
        if other.start_s < clip.end_s + step_s - TOUCHING_S and other.end_s > clip.start_s + step_s + TOUCHING_S
    ]:
        step_s = max(blocking)
    return step_s


def slip_clips(clip_ids: Collection[str], by_s: float) -> Edit:
    """Move what clips play under their windows, later or earlier; the windows stay."""
    return lambda project: with_clips(project, clip_ids, lambda clip: with_values(clip, offset_s=clip.offset_s - by_s))


def join_clips(clip_ids: Collection[str]) -> Edit:
    """Make one clip again of neighbors that play on from each other, as after a split. Raises `EditError` else."""

    def edit(project: Project) -> Project:
        rows = {track.id for track, clip in project.clips() if clip.id in clip_ids}
        return with_tracks(project, rows, lambda track: with_track_clips(track, _join_clips(track.clips, clip_ids)))

    return edit


def _join_clips(clips: Iterable[Clip], clip_ids: Collection[str]) -> list[Clip]:
    joined: list[Clip] = []
    for clip in clips:
        last = joined[-1] if joined else None
        if last is None or clip.id not in clip_ids or last.id not in clip_ids:
            joined.append(clip)
        elif not _plays_on(last, clip):
            raise EditError("Only pieces that play on from each other can be joined.")
        else:
            joined[-1] = replace(
                last,
                length_s=clip.end_s - last.start_s,
                fade_out_s=clip.fade_out_s,
                is_end_cut=clip.is_end_cut,
            )
    return joined


def _plays_on(left: Clip, right: Clip) -> bool:
    is_same_take = left.active_take_id == right.active_take_id
    return is_same_take and max(abs(right.start_s - left.end_s), abs(right.origin_s - left.origin_s)) < TOUCHING_S
