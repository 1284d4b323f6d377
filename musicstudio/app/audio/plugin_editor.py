# SPDX-License-Identifier: GPL-3.0-or-later
"""A plug-in's own window for a device of the song; what is set there is one undo step."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from musicstudio.core.errors import InputError
from musicstudio.mixing.hosting.editor import edit_in_window
from musicstudio.project.edits import Edit
from musicstudio.project.edits.song import set_master_device_settings
from musicstudio.project.edits.strips import set_device_settings
from musicstudio.project.edits.tracks import set_instrument_plugin
from musicstudio.project.model import Device, Project

if TYPE_CHECKING:
    from ..session.session import Session


def edited_plugins(project: Project) -> Iterator[tuple[str, Device]]:
    """Every plug-in of a song with the id of its track, empty for the master."""
    for track in project.tracks:
        own = (track.instrument_plugin,) if track.instrument_plugin else ()
        yield from ((track.id, device) for device in (*own, *track.strip.devices) if device.plugin)
    yield from (("", device) for device in project.master.devices if device.plugin)


def open_editor(session: "Session", device_id: str) -> str:
    """Show a plug-in's window; the id of the job that lasts until it is closed. Raises `InputError` for no plug-in."""
    found = next(((owner, device) for owner, device in edited_plugins(session.project) if device.id == device_id), None)
    if found is None:
        raise InputError("That plug-in is no longer there.")
    owner, device = found
    name = device.plugin.name if device.plugin else "Plug-in"

    def apply_result(edited: Device) -> None:
        if edited != device:
            session.document.transact(f"Set {name}", _settings(session.project, owner, edited))

    return session.jobs.submit(f"Window of {name}", lambda: edit_in_window(device), on_done=apply_result)


def _settings(project: Project, owner: str, device: Device) -> Edit:
    if not owner:
        return set_master_device_settings(device)
    track = project.track(owner)
    is_player = track is not None and track.instrument_plugin is not None and track.instrument_plugin.id == device.id
    return set_instrument_plugin(owner, device) if is_player else set_device_settings(owner, device)
