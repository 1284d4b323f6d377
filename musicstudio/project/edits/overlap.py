# SPDX-License-Identifier: GPL-3.0-or-later
"""One rule for clips that meet: what is put somewhere trims what lies below it, so nothing is summed unseen."""

from collections.abc import Iterable

from msgspec.structs import replace

from ..model import Clip, Project, Track
from .clips import fit_fades, split_clip
from .helpers import Edit, with_all_tracks, with_track_clips

ALLOWED_S = 0.021
"""Clips may overlap by this: the fades at the edges of a regenerated range do."""


def trimming_below(edit: Edit) -> Edit:
    """An edit after which the clips that it put or moved have cut away what lay below them on their rows."""

    def run(project: Project) -> Project:
        after = edit(project)
        old = {track.id: track for track in project.tracks}
        return with_all_tracks(after, lambda track: _trim_track(track, old.get(track.id)))

    return run


def trimmed_length_s(before: Project, after: Project) -> dict[str, float]:
    """How much shorter each clip of a project is in another, by id; clips that are gone by their whole length."""
    rows = {track.id: track.clips for track in before.tracks}
    changed = [track for track in after.tracks if rows.get(track.id) is not track.clips]
    left = {clip.id: clip.length_s for track in changed for clip in track.clips}
    kept = {track.id for track in after.tracks} - {track.id for track in changed}
    return {
        clip.id: clip.length_s - left.get(clip.id, 0.0)
        for track in before.tracks
        if track.id not in kept
        for clip in track.clips
        if left.get(clip.id, 0.0) < clip.length_s - ALLOWED_S
    }


def cut_out(clip: Clip, start_s: float, end_s: float) -> tuple[Clip, ...]:
    """What is left of a clip without a span: none, one or two pieces; the clip itself where it lies beside the span."""
    pieces = [part for piece in split_clip(clip, start_s) for part in split_clip(piece, end_s)]
    left = [piece for piece in pieces if not start_s < (piece.start_s + piece.end_s) / 2 < end_s]
    return (replace(left[0], id=clip.id), *left[1:]) if left else ()


def _trim_track(track: Track, old: Track | None) -> Track:
    if track is old:
        return track
    known = {clip.id: clip for clip in old.clips} if old else {}
    placed = [clip for clip in track.clips if _is_placed(clip, known.get(clip.id))]
    spans = [(clip.start_s, clip.end_s) for clip in placed]
    if not spans or len(placed) == len(track.clips):
        return track
    ids = {clip.id for clip in placed}
    pieces = [p for clip in track.clips for p in ((clip,) if clip.id in ids else _subtract_spans(clip, spans))]
    return with_track_clips(track, pieces)


def _is_placed(clip: Clip, known: Clip | None) -> bool:
    return known is None or (clip.start_s, clip.length_s) != (known.start_s, known.length_s)


def _subtract_spans(clip: Clip, spans: Iterable[tuple[float, float]]) -> tuple[Clip, ...]:
    pieces: tuple[Clip, ...] = (clip,)
    for start_s, end_s in spans:
        pieces = tuple(part for piece in pieces for part in _clear_of(piece, start_s, end_s))
    return pieces


def _clear_of(clip: Clip, start_s: float, end_s: float) -> tuple[Clip, ...]:
    overlap_s = min(clip.end_s, end_s) - max(clip.start_s, start_s)
    if overlap_s <= min(ALLOWED_S, clip.length_s / 2):
        return (clip,)
    return tuple(fit_fades(piece) for piece in cut_out(clip, start_s, end_s))


def crossfade_clips(clip_ids: frozenset[str], length_s: float) -> Edit:
    """Let neighbors among some clips fade into each other over a length; each reaches half of it into the other.

    Clips that do not meet stay as they are. Takes that end where their clip does have nothing to reach into: they then
    fade within what they have.
    """

    def change(track: Track) -> Track:
        clips = list(track.clips)
        for index in range(len(clips) - 1):
            left, right = clips[index], clips[index + 1]
            if {left.id, right.id} <= clip_ids and (is_crossfade(left, right) or is_meeting(left, right)):
                clips[index], clips[index + 1] = cross_clips(*_uncrossed(left, right), length_s)
        return with_track_clips(track, clips)

    return lambda project: with_all_tracks(project, change)


def is_meeting(left: Clip, right: Clip) -> bool:
    """Whether one clip begins where another ends."""
    return abs(right.start_s - left.end_s) <= ALLOWED_S


def is_crossfade(left: Clip, right: Clip) -> bool:
    """Whether two clips overlap by the fades that lead from one to the other."""
    overlap_s = left.end_s - right.start_s
    fades_s = (left.fade_out_s, right.fade_in_s)
    return overlap_s > 0 and right.start_s > left.start_s and all(abs(f - overlap_s) <= ALLOWED_S for f in fades_s)


def _uncrossed(left: Clip, right: Clip) -> tuple[Clip, Clip]:
    """Two clips that meet in the middle of their crossfade, or as they are where they only meet."""
    if not is_crossfade(left, right):
        return left, right
    seam_s = (left.end_s + right.start_s) / 2
    by_s = seam_s - right.start_s
    shorter = replace(left, length_s=seam_s - left.start_s, fade_out_s=0.0)
    later = replace(
        right, start_s=seam_s, length_s=right.length_s - by_s, offset_s=right.offset_s + by_s, fade_in_s=0.0
    )
    return fit_fades(shorter), fit_fades(later)


def cross_clips(left: Clip, right: Clip, length_s: float) -> tuple[Clip, Clip]:
    """Two neighbors, each reaching half of a length into the other, with fades over it."""
    half_s = min(length_s, left.length_s, right.length_s) / 2
    middle_s = left.end_s
    start_s = max(0.0, middle_s - half_s)
    end_s = middle_s + half_s
    by_s = right.start_s - start_s
    longer = replace(left, length_s=end_s - left.start_s, fade_out_s=end_s - start_s, fade_out_bend=0.0)
    earlier = replace(
        right,
        start_s=start_s,
        length_s=right.length_s + by_s,
        offset_s=right.offset_s - by_s,
        fade_in_s=end_s - start_s,
        fade_in_bend=0.0,
    )
    return fit_fades(longer), fit_fades(earlier)
