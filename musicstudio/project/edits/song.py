# SPDX-License-Identifier: GPL-3.0-or-later
"""What belongs to the song as a whole: title, key, lyrics and the master."""

from collections.abc import Callable, Collection, Mapping

from msgspec.structs import replace

from musicstudio.core.errors import EditError

from ..model import AutomationPoint, Device, Key, Master, Project, Recipe
from . import devices
from .helpers import Edit, with_values
from .lanes import with_lane


def set_title(title: str) -> Edit:
    """Name the song. Raises `EditError` for an empty title."""
    text = title.strip()
    if not text:
        raise EditError("A song needs a title.")
    return lambda project: with_values(project, title=text)


def set_key(key: Key) -> Edit:
    """Say which key the song is in; notes stay as they are."""
    return lambda project: with_values(project, key=key)


def set_lyrics(lyrics: str) -> Edit:
    """Set the words of the whole song, with section tags such as ``[Verse 1]``."""
    return lambda project: with_values(project, lyrics=lyrics)


def add_recipes(recipes: Mapping[str, Recipe]) -> Edit:
    """Keep how sounds came to be, by recipe id."""
    return lambda project: with_values(project, recipes=project.recipes | dict(recipes))


def set_loudness(target_lufs: float | None = None, ceiling_dbtp: float | None = None) -> Edit:
    """Set the master's targets that are given: -30 to -5 LUFS integrated, -9 to 0 dBTP true peak."""
    values = {"target_lufs": target_lufs, "ceiling_dbtp": ceiling_dbtp}
    return _edit_master(lambda master: with_values(master, **{k: v for k, v in values.items() if v is not None}))


def set_master_gain(gain_db: float) -> Edit:
    """Set the gain of the mastering, which brings the song to its target: -60 to +36 dB."""
    return _edit_master(lambda master: with_values(master, gain_db=gain_db))


def set_master_fader(fader_db: float) -> Edit:
    """Set the master's fader, after the mastering: -60 to +12 dB."""
    return _edit_master(lambda master: with_values(master, fader_db=fader_db))


def set_master_automation(target: str, points: Collection[AutomationPoint]) -> Edit:
    """Set the points of a lane of the master (target: see `Master`), in order of time; without points the lane goes."""
    return _edit_master(lambda master: with_values(master, automation=with_lane(master.automation, target, points)))


def switch_master(is_on: bool) -> Edit:
    """Hear the song with or without the mastering chain."""
    return _edit_master(lambda master: with_values(master, is_on=is_on))


def set_master_devices(chain: tuple[Device, ...]) -> Edit:
    """Replace the master's effects, with the automation of those that go."""

    def change(master: Master) -> Master:
        kept = {device.id for device in chain}
        lanes = (lane for lane in master.automation if lane.target == "fader_db" or _device_id(lane.target) in kept)
        return with_values(master, devices=chain, automation=tuple(lanes))

    return _edit_master(change)


def add_master_device(device: Device, index: int | None = None) -> Edit:
    """Add an effect to the master, at the end or at an index."""
    return _edit_chain(lambda chain: devices.add_to_chain(chain, device, index))


def remove_master_device(device_id: str) -> Edit:
    """Take an effect of the master away."""

    def remove(master: Master) -> Master:
        lanes = tuple(lane for lane in master.automation if not lane.target.startswith(f"{device_id}."))
        return replace(master, devices=devices.remove_from_chain(master.devices, device_id), automation=lanes)

    return _edit_master(remove)


def move_master_device(device_id: str, index: int) -> Edit:
    """Move an effect of the master to another place in the chain."""
    return _edit_chain(lambda chain: devices.move_in_chain(chain, device_id, index))


def toggle_master_device(device_id: str, is_on: bool) -> Edit:
    """Switch an effect of the master on, or past it."""
    return _edit_chain(lambda chain: devices.switch_in_chain(chain, device_id, is_on))


def set_master_param(device_id: str, name: str, value: float) -> Edit:
    """Set one parameter of an effect of the master."""
    return _edit_chain(lambda chain: devices.with_param(chain, device_id, name, value))


def set_master_device_settings(device: Device) -> Edit:
    """Give an effect of the master all settings and the plug-in's state of a copy of it."""
    return _edit_chain(lambda chain: devices.with_settings(chain, device))


def _edit_master(change: Callable[[Master], Master]) -> Edit:
    def edit(project: Project) -> Project:
        master = change(project.master)
        return project if master == project.master else replace(project, master=master)

    return edit


def _edit_chain(change: Callable[[devices.Chain], devices.Chain]) -> Edit:
    return _edit_master(lambda master: with_values(master, devices=change(master.devices)))


def _device_id(target: str) -> str:
    return target.rpartition(".")[0]
