# SPDX-License-Identifier: GPL-3.0-or-later
"""Clips: add, move, trim, split, duplicate, delete, and their gain, fades, mute and name."""

from collections.abc import Collection, Iterable

from msgspec.structs import replace

from musicstudio.core.errors import EditError
from musicstudio.core.ids import new_id

from ..model import Clip, Project, Source, Take, Track
from .helpers import Edit, found_clip, with_clips, with_clips_spread, with_track_clips, with_tracks, with_values
from .takes import with_sources

MIN_LENGTH_S = 0.01


def add_clip(track_id: str, clip: Clip, sources: Iterable[Source] = ()) -> Edit:
    """Put a clip on a row, together with the sources that its takes name."""

    def edit(project: Project) -> Project:
        project = with_tracks(project, {track_id}, lambda track: with_track_clips(track, (*track.clips, clip)))
        return with_sources(project, sources)

    return edit


def audio_clip(source: Source, start_s: float, recipe_id: str = "", name: str = "") -> Clip:
    """A clip that plays the whole of a source."""
    take = Take(new_id("take"), name or source.name, source.hash, recipe_id=recipe_id or source.recipe_id)
    return Clip(
        new_id("clip"), start_s, source.length_s, name=name or source.name, takes=(take,), active_take_id=take.id
    )


def move_clips(clip_ids: Collection[str], by_s: float, to_track_id: str = "") -> Edit:
    """Move clips in time, and all of them to one row when it is named. Nothing moves before the start of the song."""

    def edit(project: Project) -> Project:
        starts = [found_clip(project, clip_id)[1].start_s for clip_id in clip_ids]
        step_s = max(by_s, -min(starts, default=0.0))
        moved = with_clips(project, clip_ids, lambda clip: with_values(clip, start_s=clip.start_s + step_s))
        return _onto_track(moved, clip_ids, to_track_id) if to_track_id else moved

    return edit


def trim_clip_start(clip_id: str, to_s: float) -> Edit:
    """Move the left edge; what is heard stays in its place.

    The edge is a cut from then on: the source's lead is not heard.
    """

    def trim(clip: Clip) -> Clip:
        start_s = min(max(0.0, to_s), clip.end_s - MIN_LENGTH_S)
        by_s = start_s - clip.start_s
        trimmed = replace(
            clip, start_s=start_s, length_s=clip.length_s - by_s, offset_s=clip.offset_s + by_s, is_start_cut=True
        )
        return clip if by_s == 0.0 else fit_fades(trimmed)

    return lambda project: with_clips(project, {clip_id}, trim)


def trim_clip_end(clip_id: str, to_s: float) -> Edit:
    """Move the right edge. The edge is a cut from then on: the source's tail is not heard."""

    def trim(clip: Clip) -> Clip:
        length_s = max(MIN_LENGTH_S, to_s - clip.start_s)
        trimmed = replace(clip, length_s=length_s, is_end_cut=True)
        return clip if length_s == clip.length_s else fit_fades(trimmed)

    return lambda project: with_clips(project, {clip_id}, trim)


def lengthen_clip(clip_id: str, to_s: float) -> Edit:
    """Let a clip reach to a time at least; its end stays the kind of end it was."""

    def lengthen(clip: Clip) -> Clip:
        return with_values(clip, length_s=max(clip.length_s, to_s - clip.start_s))

    return lambda project: with_clips(project, {clip_id}, lengthen)


def split_clips(clip_ids: Collection[str], at_s: float) -> Edit:
    """Cut clips in two at a time; what is heard stays the same. Clips that the time does not fall into stay whole."""
    return lambda project: with_clips_spread(project, clip_ids, lambda clip: split_clip(clip, at_s))


def split_clip(clip: Clip, at_s: float) -> tuple[Clip, ...]:
    """The two halves of a clip, or the clip alone when ``at_s`` is not inside it. Both halves keep all takes."""
    if not clip.start_s + MIN_LENGTH_S <= at_s <= clip.end_s - MIN_LENGTH_S:
        return (clip,)
    first_s = at_s - clip.start_s
    left = replace(clip, length_s=first_s, fade_out_s=0.0, is_end_cut=True)
    right = replace(
        clip,
        id=new_id("clip"),
        start_s=at_s,
        length_s=clip.length_s - first_s,
        offset_s=clip.offset_s + first_s,
        fade_in_s=0.0,
        is_start_cut=True,
    )
    return fit_fades(left), fit_fades(right)


def duplicate_clips(clip_ids: Collection[str], by_s: float | None = None) -> Edit:
    """Copy clips onto their own rows, ``by_s`` later; without it, right after the last of them ends."""

    def edit(project: Project) -> Project:
        clips = [found_clip(project, clip_id)[1] for clip_id in clip_ids]
        span_s = max((c.end_s for c in clips), default=0.0) - min((c.start_s for c in clips), default=0.0)
        step_s = span_s if by_s is None else by_s
        return with_clips_spread(project, clip_ids, lambda clip: (clip, copy_of(clip, clip.start_s + step_s)))

    return edit


def copy_of(clip: Clip, start_s: float) -> Clip:
    """The same clip under another id, at another time."""
    return replace(clip, id=new_id("clip"), start_s=max(0.0, start_s))


def delete_clips(clip_ids: Collection[str]) -> Edit:
    """Take clips away. Their audio stays in the project folder, so that undo can bring them back."""
    return lambda project: with_clips_spread(project, clip_ids, lambda _: ())


def set_clip_gain(clip_ids: Collection[str], gain_db: float) -> Edit:
    """Set how loud clips are: -60 to +24 dB."""
    return lambda project: with_clips(project, clip_ids, lambda clip: with_values(clip, gain_db=gain_db))


def set_fades(clip_ids: Collection[str], fade_in_s: float | None = None, fade_out_s: float | None = None) -> Edit:
    """Set the fades that are given; together they are held within the clip, the one being set giving way."""

    def fade(clip: Clip) -> Clip:
        into_s, out_s = clip.fade_in_s, clip.fade_out_s
        if fade_in_s is not None:
            into_s = min(max(0.0, fade_in_s), clip.length_s - (out_s if fade_out_s is None else 0.0))
        if fade_out_s is not None:
            out_s = min(max(0.0, fade_out_s), clip.length_s - into_s)
        return with_values(clip, fade_in_s=into_s, fade_out_s=out_s)

    return lambda project: with_clips(project, clip_ids, fade)


def bend_fades(
    clip_ids: Collection[str], fade_in_bend: float | None = None, fade_out_bend: float | None = None
) -> Edit:
    """Set the curves of fades that are given: 0 equal power, up to +1 loud sooner, down to -1 later."""

    def bend(clip: Clip) -> Clip:
        into = clip.fade_in_bend if fade_in_bend is None else min(1.0, max(-1.0, fade_in_bend))
        out = clip.fade_out_bend if fade_out_bend is None else min(1.0, max(-1.0, fade_out_bend))
        return with_values(clip, fade_in_bend=into, fade_out_bend=out)

    return lambda project: with_clips(project, clip_ids, bend)


def color_clips(clip_ids: Collection[str], color: str) -> Edit:
    """Give clips the colour of a role, or (empty) their track's again."""
    return lambda project: with_clips(project, clip_ids, lambda clip: with_values(clip, color=color))


def mute_clips(clip_ids: Collection[str], is_muted: bool) -> Edit:
    """Silence clips, or let them sound."""
    return lambda project: with_clips(project, clip_ids, lambda clip: with_values(clip, is_muted=is_muted))


def rename_clip(clip_id: str, name: str) -> Edit:
    """Give a clip a name."""
    return lambda project: with_clips(project, {clip_id}, lambda clip: with_values(clip, name=name.strip()))


def fit_fades(clip: Clip) -> Clip:
    """A clip whose fades are held within it."""
    into_s = min(clip.fade_in_s, clip.length_s)
    return with_values(clip, fade_in_s=into_s, fade_out_s=min(clip.fade_out_s, clip.length_s - into_s))


def _onto_track(project: Project, clip_ids: Collection[str], track_id: str) -> Project:
    target = project.track(track_id)
    if target is None or target.kind in ("group", "bus"):
        raise EditError("Clips cannot be moved there.")
    moving = [clip for _, clip in project.clips() if clip.id in clip_ids]

    def change(track: Track) -> Track:
        staying = [clip for clip in track.clips if clip.id not in clip_ids]
        return with_track_clips(track, staying + (moving if track.id == track_id else []))

    touched = {track.id for track in project.tracks if any(clip.id in clip_ids for clip in track.clips)}
    return with_tracks(project, touched | {track_id}, change)
