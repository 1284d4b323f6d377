# SPDX-License-Identifier: GPL-3.0-or-later
"""Clips among their neighbors: a free place for copies, joined pieces, slipped contents."""

from collections.abc import Collection, Iterable
from math import ceil

from msgspec.structs import replace

from musicstudio.core.errors import EditError

from ..model import Clip, Note, Project, Take
from .clips import MIN_LENGTH_S, copy_of, fit_fades
from .helpers import Edit, with_clips, with_clips_spread, with_track_clips, with_tracks, with_values
from .notes import MIN_LENGTH_TICKS
from .overlap import trimming_below

TOUCHING_S = 0.001
MAX_ROUNDS = 256
MAX_STRETCH = 4.0


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


def loop_clip(clip_id: str, to_s: float) -> Edit:
    """Repeat a clip right after itself until a time; the last copy is cut there. What lies below is trimmed."""

    def edit(project: Project) -> Project:
        found = project.find_clip(clip_id)
        if found is None:
            raise EditError("A clip that was to be changed is no longer there.")
        clip = found[1]
        count = ceil((to_s - clip.end_s) / clip.length_s - 1e-6) if to_s > clip.end_s else 0
        if count > MAX_ROUNDS:
            raise EditError(f"A clip can be repeated up to {MAX_ROUNDS} times at once.")
        copies = [copy_of(clip, clip.start_s + clip.length_s * (n + 1)) for n in range(count)]
        if copies and to_s < copies[-1].end_s - MIN_LENGTH_S:
            last = copies[-1]
            copies[-1] = fit_fades(replace(last, length_s=max(MIN_LENGTH_S, to_s - last.start_s), is_end_cut=True))
        return with_clips_spread(project, {clip_id}, lambda each: (each, *copies))

    return trimming_below(edit)


def stretch_notes(clip_id: str, factor: float) -> Edit:
    """Make a clip of notes longer or shorter with what it plays, from its left edge on, in every take."""
    if not 1 / MAX_STRETCH <= factor <= MAX_STRETCH:
        raise EditError(f"A clip can be stretched to {1 / MAX_STRETCH:g} to {MAX_STRETCH:g} times its length.")

    def edit(project: Project) -> Project:
        def stretch(clip: Clip) -> Clip:
            ticks_at = project.tempo_map.ticks_at
            first = ticks_at(clip.start_s) - ticks_at(clip.origin_s)
            takes = tuple(_stretch_take(take, first, factor) for take in clip.takes)
            return fit_fades(replace(clip, takes=takes, length_s=clip.length_s * factor))

        return with_clips(project, {clip_id}, stretch)

    return trimming_below(edit)


def _stretch_take(take: Take, first: int, factor: float) -> Take:
    """A take whose notes lie further apart (or nearer) as seen from a tick; it waits to be played."""

    def stretch(note: Note) -> Note:
        start = first + round((note.start_ticks - first) * factor)
        return replace(note, start_ticks=start, length_ticks=max(MIN_LENGTH_TICKS, round(note.length_ticks * factor)))

    return replace(take, notes=tuple(map(stretch, take.notes)), source="", lead_s=0.0)


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
