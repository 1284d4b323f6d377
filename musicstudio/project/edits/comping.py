# SPDX-License-Identifier: GPL-3.0-or-later
"""Comping: the best of several takes, piece by piece. Pieces of one clip meet at seams with short crossfades."""

from collections.abc import Callable, Iterable
from itertools import pairwise

from msgspec.structs import replace

from ..model import Clip, Track
from .clips import MIN_LENGTH_S, split_clip
from .helpers import Edit, with_track_clips, with_tracks
from .overlap import ALLOWED_S, cross_clips

SEAM_S = 0.005
_SAME_S = 0.001


def comp_take(track_id: str, number: int, start_s: float, end_s: float) -> Edit:
    """Let the clips of a row play their take of a number (from 0) between two times, cut there and crossfaded."""

    def change(pieces: list[Clip]) -> list[Clip]:
        if len(pieces[0].takes) <= number or pieces[-1].end_s <= start_s or pieces[0].start_s >= end_s:
            return pieces
        parts = [part for piece in pieces for half in split_clip(piece, start_s) for part in split_clip(half, end_s)]
        take_id = pieces[0].takes[number].id
        return [replace(p, active_take_id=take_id) if _is_inside(p, start_s, end_s) else p for p in parts]

    return _edit_comps(track_id, change)


def move_seam(track_id: str, left_id: str, to_s: float) -> Edit:
    """Move the seam after a piece; what is heard on both sides stays in its place."""

    def change(pieces: list[Clip]) -> list[Clip]:
        for index, (left, right) in enumerate(pairwise(pieces)):
            if left.id == left_id:
                at_s = min(max(to_s, left.start_s + MIN_LENGTH_S), right.end_s - MIN_LENGTH_S)
                return [*pieces[:index], _ending(left, at_s), _beginning(right, at_s), *pieces[index + 2 :]]
        return pieces

    return _edit_comps(track_id, change)


def comps_of(track: Track) -> list[list[Clip]]:
    """The clips of a row, those that are pieces of one clip together."""
    found: list[list[Clip]] = []
    for clip in track.clips:
        if found and _meet(found[-1][-1], clip):
            found[-1].append(clip)
        else:
            found.append([clip])
    return found


def seams_of(track: Track) -> list[tuple[Clip, Clip, float]]:
    """The two pieces at each seam, and where it is."""
    return [(left, right, _seam_s(left, right)) for comp in comps_of(track) for left, right in pairwise(comp)]


def _edit_comps(track_id: str, change: Callable[[list[Clip]], list[Clip]]) -> Edit:
    def change_track(track: Track) -> Track:
        return with_track_clips(track, [clip for comp in comps_of(track) for clip in _changed(comp, change)])

    return lambda project: with_tracks(project, {track_id}, change_track)


def _changed(comp: list[Clip], change: Callable[[list[Clip]], list[Clip]]) -> Iterable[Clip]:
    plain = _without_crossfades(comp)
    changed = change(plain)
    return comp if changed == plain else _with_crossfades(_merge(changed))


def _meet(left: Clip, right: Clip) -> bool:
    """Whether two clips are pieces of one, side by side."""
    has_same_takes = [take.id for take in left.takes] == [take.id for take in right.takes]
    is_cut = left.is_end_cut and right.is_start_cut
    is_near = abs(right.start_s - left.end_s) <= ALLOWED_S and abs(right.origin_s - left.origin_s) < _SAME_S
    return len(left.takes) > 1 and has_same_takes and is_cut and is_near


def _seam_s(left: Clip, right: Clip) -> float:
    return (left.end_s + right.start_s) / 2


def _without_crossfades(comp: list[Clip]) -> list[Clip]:
    plain = list(comp)
    for index, (left, right) in enumerate(pairwise(comp)):
        at_s = _seam_s(left, right)
        if left.end_s > right.start_s:
            plain[index] = replace(_ending(plain[index], at_s), fade_out_s=0.0)
            plain[index + 1] = replace(_beginning(plain[index + 1], at_s), fade_in_s=0.0)
    return plain


def _merge(pieces: list[Clip]) -> list[Clip]:
    """Neighbors that play the same take in the same way are one piece."""
    merged: list[Clip] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if last is not None and _manner(last) == _manner(piece):
            cut = piece.is_end_cut
            length_s = piece.end_s - last.start_s
            merged[-1] = replace(last, length_s=length_s, fade_out_s=piece.fade_out_s, is_end_cut=cut)
        else:
            merged.append(piece)
    return merged


def _manner(clip: Clip) -> tuple[object, ...]:
    return clip.active_take_id, clip.gain_db, clip.is_muted, clip.name, clip.section_id, clip.rings


def _with_crossfades(pieces: list[Clip]) -> list[Clip]:
    """Audio fades into audio at each seam; notes begin and end at it, so that none sounds twice."""
    for index in range(len(pieces) - 1):
        left, right = pieces[index], pieces[index + 1]
        if left.active_take_id != right.active_take_id and not (_has_notes(left) or _has_notes(right)):
            pieces[index], pieces[index + 1] = cross_clips(left, right, SEAM_S)
    return pieces


def _has_notes(clip: Clip) -> bool:
    return clip.take is not None and bool(clip.take.notes)


def _is_inside(piece: Clip, start_s: float, end_s: float) -> bool:
    return start_s < (piece.start_s + piece.end_s) / 2 < end_s


def _ending(clip: Clip, at_s: float) -> Clip:
    return replace(clip, length_s=at_s - clip.start_s)


def _beginning(clip: Clip, at_s: float) -> Clip:
    by_s = at_s - clip.start_s
    return replace(clip, start_s=at_s, length_s=clip.length_s - by_s, offset_s=clip.offset_s + by_s)
