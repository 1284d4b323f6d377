# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows: add, remove, rename, reorder, fold, group, and what plays them."""

from collections.abc import Collection, Mapping

from msgspec.structs import replace

from musicstudio.core.errors import EditError
from musicstudio.core.ids import new_id

from ..model import Device, Frozen, Project, Source, Strip, Track
from ..model.tracks import ROW_HEIGHTS_PX
from .helpers import Edit, require_tracks, with_all_tracks, with_tracks, with_values
from .takes import with_sources


def add_track(track: Track, index: int | None = None) -> Edit:
    """Add a row, at the bottom or at an index."""

    def edit(project: Project) -> Project:
        place = len(project.tracks) if index is None else index
        return replace(project, tracks=(*project.tracks[:place], track, *project.tracks[place:]))

    return edit


def remove_tracks(track_ids: Collection[str]) -> Edit:
    """Take rows away with their clips. Rows of a removed group go to the master; sends to a removed bus go."""

    def edit(project: Project) -> Project:
        require_tracks(project, track_ids)
        kept = tuple(track for track in project.tracks if track.id not in track_ids)
        return with_all_tracks(replace(project, tracks=kept), lambda track: _without_links(track, track_ids))

    return edit


def rename_track(track_id: str, name: str) -> Edit:
    """Give a row a name. Raises `EditError` for an empty one."""
    text = name.strip()
    if not text:
        raise EditError("A track needs a name.")
    return _set(track_id, name=text)


def duplicate_track(track_id: str, copy_id: str) -> Edit:
    """Put a copy of a row with its clips, effects and automation below it. Raises `EditError` for a group or bus."""

    def edit(project: Project) -> Project:
        require_tracks(project, {track_id})
        place = next(i for i, track in enumerate(project.tracks) if track.id == track_id)
        track = project.tracks[place]
        if track.kind in ("group", "bus"):
            raise EditError("Groups and buses cannot be duplicated.")
        clips = tuple(replace(clip, id=new_id("clip")) for clip in track.clips)
        old = track.instrument_plugin
        plugin = replace(old, id=new_id("device")) if old else None
        renamed = {old.id: plugin.id} if old and plugin else {}
        copy = replace(
            track,
            instrument_plugin=plugin,
            id=copy_id,
            name=f"{track.name} copy",
            clips=clips,
            strip=_copied_strip(track.strip, renamed),
        )
        return replace(project, tracks=(*project.tracks[: place + 1], copy, *project.tracks[place + 1 :]))

    return edit


def move_track(track_id: str, index: int) -> Edit:
    """Move a row so that it is at ``index`` afterwards."""

    def edit(project: Project) -> Project:
        require_tracks(project, {track_id})
        others = [track for track in project.tracks if track.id != track_id]
        moving = [track for track in project.tracks if track.id == track_id]
        place = min(max(0, index), len(others))
        tracks = (*others[:place], *moving, *others[place:])
        is_same = [track.id for track in tracks] == [track.id for track in project.tracks]
        return project if is_same else replace(project, tracks=tracks)

    return edit


def fold_track(track_id: str, is_folded: bool) -> Edit:
    """Fold a group's rows away, or show them."""
    return _set(track_id, is_folded=is_folded)


def set_hidden(track_id: str, is_hidden: bool) -> Edit:
    """Give a row no place on the timeline; it sounds all the same."""
    return _set(track_id, is_hidden=is_hidden)


def set_color(track_id: str, color: str) -> Edit:
    """Give a row the colour of a role (empty: its own role's)."""
    return _set(track_id, color=color)


def set_heights(track_ids: Collection[str], height_px: int) -> Edit:
    """Make rows higher or lower, within `ROW_HEIGHTS_PX`; 0: as high as all rows."""
    low, high = ROW_HEIGHTS_PX
    height_px = min(high, max(low, height_px)) if height_px else 0
    return lambda project: with_tracks(project, track_ids, lambda track: with_values(track, height_px=height_px))


def freeze_track(track_id: str, source: Source, mark: str) -> Edit:
    """Let one sound play in place of a row's clips and effects, as long as they are what it was made of."""

    def edit(project: Project) -> Project:
        return with_sources(_set(track_id, frozen=Frozen(source.hash, mark))(project), (source,))

    return edit


def thaw_track(track_id: str) -> Edit:
    """Let a row's clips and effects play again."""
    return _set(track_id, frozen=None)


def set_role(track_id: str, role: str) -> Edit:
    """Say what a row is in the song (its colour and presets follow)."""
    return _set(track_id, role=role)


def set_instrument(track_id: str, instrument: str) -> Edit:
    """Choose the instrument that plays a row.

    Audio rendered with the old one is dropped and waits to be rendered again.
    """

    def change(track: Track) -> Track:
        is_same = track.instrument == instrument and track.instrument_plugin is None
        return (
            track
            if is_same
            else _played_anew(replace(_without_lanes(track, None), instrument=instrument, instrument_plugin=None))
        )

    return lambda project: with_tracks(project, {track_id}, change)


def set_instrument_plugin(track_id: str, device: Device | None) -> Edit:
    """Let a third-party instrument play a row, with other settings too; None gives the row back to its own instrument.

    Audio rendered before is dropped and waits to be rendered again. Raises `EditError` for a row that holds no notes.
    """

    def change(track: Track) -> Track:
        if track.kind != "instrument":
            raise EditError(f"“{track.name}” holds no notes that an instrument could play.")
        is_same = track.instrument_plugin == device
        return track if is_same else _played_anew(replace(_without_lanes(track, device), instrument_plugin=device))

    return lambda project: with_tracks(project, {track_id}, change)


def turn_instrument(track_id: str, values: Mapping[str, float]) -> Edit:
    """Turn settings, 0 to 1, of the third-party instrument that plays a row.

    The document drops what was rendered before when the edit stands; a preview keeps it. Raises `EditError` for a row
    that no such instrument plays, or a setting that it does not have.
    """

    def change(track: Track) -> Track:
        device = track.instrument_plugin
        if device is None or not values.keys() <= device.params.keys():
            raise EditError(f"“{track.name}” is not played by an instrument with such a setting.")
        held = {name: min(max(float(value), 0.0), 1.0) for name, value in values.items()}
        return with_values(track, instrument_plugin=with_values(device, params=device.params | held))

    return lambda project: with_tracks(project, {track_id}, change)


def _without_lanes(track: Track, device: Device | None) -> Track:
    """A row without the automation of an instrument that goes for another."""
    old = track.instrument_plugin
    if old is None or (device is not None and device.id == old.id):
        return track
    kept = tuple(lane for lane in track.strip.automation if not lane.target.startswith(f"{old.id}."))
    return with_values(track, strip=with_values(track.strip, automation=kept))


def _played_anew(track: Track) -> Track:
    clips = tuple(
        replace(clip, takes=tuple(with_values(take, source="") if take.notes else take for take in clip.takes))
        for clip in track.clips
    )
    return replace(track, clips=clips)


def group_tracks(track_ids: Collection[str], group: Track) -> Edit:
    """Put rows into a new group track, which takes the place above the first of them."""

    def edit(project: Project) -> Project:
        require_tracks(project, track_ids)
        grouped = with_tracks(project, track_ids, lambda track: with_values(track, group_id=group.id))
        place = min(i for i, track in enumerate(project.tracks) if track.id in track_ids)
        members = [track for track in grouped.tracks if track.id in track_ids]
        before = [track for track in grouped.tracks[:place] if track.id not in track_ids]
        after = [track for track in grouped.tracks[place:] if track.id not in track_ids]
        return replace(grouped, tracks=(*before, group, *members, *after))

    return edit


def ungroup(group_id: str) -> Edit:
    """Take a group away and leave its rows."""
    return remove_tracks({group_id})


def set_group(track_ids: Collection[str], group_id: str) -> Edit:
    """Put rows into a group that exists, or (empty) out of any."""
    return lambda project: with_tracks(project, track_ids, lambda track: with_values(track, group_id=group_id))


def _set(track_id: str, **values: object) -> Edit:
    return lambda project: with_tracks(project, {track_id}, lambda track: with_values(track, **values))


def _copied_strip(strip: Strip, renamed: Mapping[str, str]) -> Strip:
    """The same effects under ids of their own, with the automation of each. renamed: ids of other devices."""
    ids = dict(renamed) | {device.id: new_id("device") for device in strip.devices}
    devices = tuple(replace(device, id=ids[device.id]) for device in strip.devices)
    lanes = tuple(replace(lane, target=_retarget(lane.target, ids)) for lane in strip.automation)
    return replace(strip, devices=devices, automation=lanes)


def _retarget(target: str, ids: Mapping[str, str]) -> str:
    owner, dot, rest = target.partition(".")
    return f"{ids[owner]}{dot}{rest}" if owner in ids else target


def _without_links(track: Track, gone: Collection[str]) -> Track:
    sends = tuple(send for send in track.strip.sends if send.bus_id not in gone)
    strip = with_values(track.strip, sends=sends)
    group_id = "" if track.group_id in gone else track.group_id
    is_same = strip is track.strip and group_id == track.group_id
    return track if is_same else replace(track, strip=strip, group_id=group_id)
