# SPDX-License-Identifier: GPL-3.0-or-later
"""Channel strips: fader, pan, mute, solo, effects, sends and automation."""

from collections.abc import Callable, Collection

from msgspec.structs import replace

from musicstudio.core.errors import EditError

from ..model import AutomationLane, AutomationPoint, Device, Project, Send, Strip, Track
from . import devices
from .helpers import Edit, with_all_tracks, with_tracks, with_values
from .lanes import with_lane


def set_gain(track_ids: Collection[str], gain_db: float) -> Edit:
    """Set faders: -60 to +24 dB."""
    return _set(track_ids, gain_db=gain_db)


def set_pan(track_ids: Collection[str], pan: float) -> Edit:
    """Place rows from -1 (left) to +1 (right)."""
    return _set(track_ids, pan=pan)


def set_input_gain(track_ids: Collection[str], input_gain_db: float) -> Edit:
    """Set the level before the effects: -24 to +24 dB."""
    return _set(track_ids, input_gain_db=input_gain_db)


def invert_phase(track_ids: Collection[str], is_inverted: bool) -> Edit:
    """Turn rows upside down, or back."""
    return _set(track_ids, is_phase_inverted=is_inverted)


def set_width(track_ids: Collection[str], width: float) -> Edit:
    """Set the stereo width: 0 mono, 1 as it is, 2 widest."""
    return _set(track_ids, width=width)


def set_pan_law(track_ids: Collection[str], law_db: float) -> Edit:
    """Set how loud the middle is against the sides: 0, -3, -4.5 or -6 dB."""
    return _set(track_ids, pan_law_db=law_db)


def delay_track(track_ids: Collection[str], delay_ms: float) -> Edit:
    """Let the clips of rows sound later, or earlier: -500 to +500 ms."""
    return _set(track_ids, delay_ms=delay_ms)


def keep_in_solo(track_ids: Collection[str], is_safe: bool) -> Edit:
    """Hear rows, too, while others are soloed, or no longer."""
    return _set(track_ids, is_solo_safe=is_safe)


def set_mute(track_ids: Collection[str], is_muted: bool) -> Edit:
    """Silence rows, or let them sound."""
    return _set(track_ids, is_muted=is_muted)


def set_solo(track_ids: Collection[str], is_soloed: bool, is_exclusive: bool = False) -> Edit:
    """Hear only the soloed rows. is_exclusive: all other solos end."""

    def edit(project: Project) -> Project:
        project = _set(track_ids, is_soloed=is_soloed)(project)
        if not is_exclusive:
            return project
        return with_all_tracks(project, lambda t: t if t.id in track_ids else _without_solo(t))

    return edit


def add_device(track_id: str, device: Device, index: int | None = None) -> Edit:
    """Add an effect, at the end or at an index."""
    return _edit_devices(track_id, lambda chain: devices.add_to_chain(chain, device, index))


def remove_device(track_id: str, device_id: str) -> Edit:
    """Take an effect away, with the automation of its parameters."""

    def remove(strip: Strip) -> Strip:
        lanes = tuple(lane for lane in strip.automation if not lane.target.startswith(f"{device_id}."))
        return replace(strip, devices=devices.remove_from_chain(strip.devices, device_id), automation=lanes)

    return _edit_strips({track_id}, remove)


def set_devices(track_id: str, chain: devices.Chain) -> Edit:
    """Replace all effects, with the automation of those that go."""

    def change(strip: Strip) -> Strip:
        gone = {device.id for device in strip.devices} - {device.id for device in chain}
        lanes = tuple(lane for lane in strip.automation if lane.target.rpartition(".")[0] not in gone)
        return with_values(strip, devices=chain, automation=lanes)

    return _edit_strips({track_id}, change)


def move_device(track_id: str, device_id: str, index: int) -> Edit:
    """Move an effect to another place in the chain."""
    return _edit_devices(track_id, lambda chain: devices.move_in_chain(chain, device_id, index))


def toggle_device(track_id: str, device_id: str, is_on: bool) -> Edit:
    """Switch an effect on, or past it."""
    return _edit_devices(track_id, lambda chain: devices.switch_in_chain(chain, device_id, is_on))


def set_device_param(track_id: str, device_id: str, name: str, value: float) -> Edit:
    """Set one parameter of an effect."""
    return _edit_devices(track_id, lambda chain: devices.with_param(chain, device_id, name, value))


def set_device_settings(track_id: str, device: Device) -> Edit:
    """Give an effect all settings and the plug-in's state of a copy of it."""
    return _edit_devices(track_id, lambda chain: devices.with_settings(chain, device))


def follow_track(track_id: str, device_id: str, key_id: str) -> Edit:
    """Let an effect follow the level of another track or group (side-chain), or its own again with an empty id."""
    return _edit_devices(track_id, lambda chain: devices.with_key(chain, device_id, key_id))


def set_send(track_id: str, bus_id: str, gain_db: float | None, is_pre_fader: bool | None = None) -> Edit:
    """Send a row to a bus with a gain (-60 to +6 dB); None ends the send. is_pre_fader: None leaves it as it is."""

    def change(strip: Strip) -> Strip:
        others = tuple(send for send in strip.sends if send.bus_id != bus_id)
        if gain_db is None:
            return with_values(strip, sends=others)
        before = next((send for send in strip.sends if send.bus_id == bus_id), Send(bus_id, gain_db))
        fresh = Send(bus_id, gain_db, before.is_pre_fader if is_pre_fader is None else is_pre_fader)
        if any(send.bus_id == bus_id for send in strip.sends):
            return with_values(strip, sends=tuple(fresh if s.bus_id == bus_id else s for s in strip.sends))
        return replace(strip, sends=(*others, fresh))

    return _edit_strips({track_id}, change)


def set_automation(track_id: str, target: str, points: Collection[AutomationPoint]) -> Edit:
    """Set the points of a lane, put in order of time; without points the lane goes. target: see `AutomationLane`."""
    return _edit_strips(
        {track_id}, lambda strip: with_values(strip, automation=with_lane(strip.automation, target, points))
    )


def set_automation_point(track_id: str, target: str, point: AutomationPoint) -> Edit:
    """Add a point to a lane, or replace the one at its tick."""
    return _with_lane(track_id, target, lambda points: (*(p for p in points if p.tick != point.tick), point))


def delete_automation_point(track_id: str, target: str, tick: int) -> Edit:
    """Take a point away."""
    return _with_lane(track_id, target, lambda points: tuple(p for p in points if p.tick != tick))


_Points = tuple[AutomationPoint, ...]


def _with_lane(track_id: str, target: str, change: Callable[[_Points], _Points]) -> Edit:
    def edit(project: Project) -> Project:
        track = project.track(track_id)
        if track is None:
            raise EditError("A track that was to be changed is no longer there.")
        lane = next((lane for lane in track.strip.automation if lane.target == target), AutomationLane(target))
        return set_automation(track_id, target, change(lane.points))(project)

    return edit


def _set(track_ids: Collection[str], **values: float) -> Edit:
    return _edit_strips(track_ids, lambda strip: with_values(strip, **values))


def _edit_strips(track_ids: Collection[str], change: Callable[[Strip], Strip]) -> Edit:
    def change_track(track: Track) -> Track:
        strip = change(track.strip)
        return track if strip is track.strip else replace(track, strip=strip)

    return lambda project: with_tracks(project, track_ids, change_track)


def _edit_devices(track_id: str, change: Callable[[devices.Chain], devices.Chain]) -> Edit:
    return _edit_strips({track_id}, lambda strip: with_values(strip, devices=change(strip.devices)))


def _without_solo(track: Track) -> Track:
    return replace(track, strip=replace(track.strip, is_soloed=False)) if track.strip.is_soloed else track
