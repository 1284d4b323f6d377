# SPDX-License-Identifier: GPL-3.0-or-later
"""Sound that a third-party instrument played once, and that no edit may leave standing when it would play otherwise:
another setting, other automation of its settings, or another place under that automation. The same of a sung row and
what is drawn for its singer.
"""

from msgspec.structs import replace

from .edits.helpers import with_all_tracks
from .model import AutomationLane, Clip, Project, Track

SUNG = "sung."
"""Begins the targets of lanes that a singer obeys."""


def instrument_lanes(track: Track) -> tuple[AutomationLane, ...]:
    """The automation of the settings of the instrument that plays a row, or what is drawn for its singer."""
    prefix = f"{track.instrument_plugin.id}." if track.instrument_plugin else SUNG if track.kind == "vocal" else ""
    if not prefix:
        return ()
    return tuple(lane for lane in track.strip.automation if lane.target.startswith(prefix) and lane.points)


def without_stale_sound(before: Project, after: Project) -> Project:
    """A song after an edit, in which notes that would sound otherwise now have no sound and wait to be played."""

    def change(track: Track) -> Track:
        old = before.track(track.id) if track.instrument_plugin or track.kind == "vocal" else None
        return track if old is None or old is track else _without_stale_clips(old, track)

    return with_all_tracks(after, change)


def _without_stale_clips(old: Track, track: Track) -> Track:
    lanes = instrument_lanes(track)
    is_other = old.instrument_plugin != track.instrument_plugin or instrument_lanes(old) != lanes
    if not (is_other or lanes):
        return track
    places = {(take.id, clip.origin_s) for clip in old.clips for take in clip.takes}
    clips = tuple(_without_stale_takes(clip, places if not is_other else set()) for clip in track.clips)
    is_same = all(clip is known for clip, known in zip(clips, track.clips, strict=True))
    return track if is_same else replace(track, clips=clips)


def _without_stale_takes(clip: Clip, places: set[tuple[str, float]]) -> Clip:
    def is_stale(take_id: str) -> bool:
        return (take_id, clip.origin_s) not in places

    if not any(take.source and take.notes and is_stale(take.id) for take in clip.takes):
        return clip
    return replace(
        clip,
        takes=tuple(replace(take, source="") if take.notes and is_stale(take.id) else take for take in clip.takes),
    )
