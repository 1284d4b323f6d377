# SPDX-License-Identifier: GPL-3.0-or-later
"""Ranges of seconds across rows: cut so that they hold whole clips, and find what lies in them."""

from collections.abc import Collection

from msgspec.structs import replace

from musicstudio.core.errors import EditError

from ..model import Clip, Project, Track
from .clips import split_clip
from .helpers import Edit, with_all_tracks, with_track_clips, with_tracks, with_values

FADE_S = 0.01
NEAR_S = 2 * FADE_S


def split_at_range(start_s: float, end_s: float, track_ids: Collection[str] = ()) -> Edit:
    """Cut the clips of rows (all, when none is named) at the edges of a range, so that only whole clips lie in it.

    The pieces outside reach into the range by `FADE_S` and fade there, against the pieces inside, so that every
    sample outside the range stays as it was. An edge that lies within `NEAR_S` of a clip's own edge cuts nothing.
    """
    if end_s - start_s <= NEAR_S:
        raise EditError("The range is too short.")

    def cut(track: Track) -> Track:
        pieces = [piece for clip in track.clips for piece in _cut_at(clip, start_s, is_range_after=True)]
        pieces = [piece for clip in pieces for piece in _cut_at(clip, end_s, is_range_after=False)]
        return with_track_clips(track, pieces)

    return lambda project: with_tracks(project, _meant_track_ids(project, track_ids), cut)


def blend_recordings(start_s: float, end_s: float) -> Edit:
    """Where recordings were cut in two for a gap, their edges reach a little into it and fade there, so that neither
    clicks and no sample outside changes."""

    def soften(clip: Clip) -> Clip:
        if clip.take is None or clip.take.notes or clip.length_s <= 2 * FADE_S:
            return clip
        if abs(clip.end_s - start_s) < FADE_S / 10:
            return _longer_at_end(clip)
        has_before = clip.take.lead_s + clip.offset_s > FADE_S
        return _longer_at_start(clip) if abs(clip.start_s - end_s) < FADE_S / 10 and has_before else clip

    def change(track: Track) -> Track:
        return with_track_clips(track, [soften(clip) for clip in track.clips]) if track.kind == "audio" else track

    return lambda project: with_all_tracks(project, change)


def clips_in_range(
    project: Project, start_s: float, end_s: float, track_ids: Collection[str] = ()
) -> tuple[tuple[Track, Clip], ...]:
    """The clips, with their rows, that lie wholly in a range."""
    meant_ids = _meant_track_ids(project, track_ids)
    return tuple(
        (track, clip)
        for track, clip in project.clips()
        if track.id in meant_ids and clip.start_s >= start_s - NEAR_S and clip.end_s <= end_s + NEAR_S
    )


def _cut_at(clip: Clip, at_s: float, is_range_after: bool) -> tuple[Clip, ...]:
    if not clip.start_s + NEAR_S < at_s < clip.end_s - NEAR_S:
        return (clip,)
    left, right = split_clip(clip, at_s)
    if is_range_after:
        return _longer_at_end(left), _fading_in(right)
    return _fading_out(left), _longer_at_start(right)


def _longer_at_end(clip: Clip) -> Clip:
    return _fading_out(replace(clip, length_s=clip.length_s + FADE_S))


def _longer_at_start(clip: Clip) -> Clip:
    return _fading_in(
        replace(
            clip,
            start_s=clip.start_s - FADE_S,
            offset_s=clip.offset_s - FADE_S,
            length_s=clip.length_s + FADE_S,
        )
    )


def _fading_in(clip: Clip) -> Clip:
    return with_values(clip, fade_in_s=max(clip.fade_in_s, min(FADE_S, clip.length_s - clip.fade_out_s)))


def _fading_out(clip: Clip) -> Clip:
    return with_values(clip, fade_out_s=max(clip.fade_out_s, min(FADE_S, clip.length_s - clip.fade_in_s)))


def _meant_track_ids(project: Project, track_ids: Collection[str]) -> frozenset[str]:
    return frozenset(track_ids) or frozenset(track.id for track in project.tracks)
