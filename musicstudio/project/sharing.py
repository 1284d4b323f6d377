# SPDX-License-Identifier: GPL-3.0-or-later
"""What an edit built anew but left as it was is the very object of before: views repaint what differs and no more, and
an edit that changes nothing is none."""

from collections.abc import Iterable

from msgspec.structs import replace

from .model import Clip, Project, Track


def with_shared_rows(before: Project, after: Project) -> Project:
    """``after`` with the rows and clips of ``before`` wherever they are equal."""
    if after.tracks is before.tracks:
        return after
    old = {track.id: track for track in before.tracks}
    tracks = tuple(_shared_row(old.get(track.id), track) for track in after.tracks)
    if _are_same(tracks, before.tracks):
        return replace(after, tracks=before.tracks)
    return after if _are_same(tracks, after.tracks) else replace(after, tracks=tracks)


def _shared_row(old: Track | None, track: Track) -> Track:
    if old is None or old is track:
        return track
    if track.clips is not old.clips:
        clips = _shared_clips(old.clips, track.clips)
        if not _are_same(clips, track.clips):
            track = replace(track, clips=clips)
    return old if track == old else track


def _shared_clips(old: tuple[Clip, ...], clips: tuple[Clip, ...]) -> tuple[Clip, ...]:
    pairs: Iterable[tuple[Clip | None, Clip]] = zip(old, clips, strict=False)
    if len(old) != len(clips):
        known = {clip.id: clip for clip in old}
        pairs = ((known.get(clip.id), clip) for clip in clips)
    shared = tuple(
        there if there is not None and there is not clip and there == clip else clip for there, clip in pairs
    )
    return old if _are_same(shared, old) else shared


def _are_same(some: tuple[object, ...], others: tuple[object, ...]) -> bool:
    return len(some) == len(others) and all(a is b for a, b in zip(some, others, strict=True))
