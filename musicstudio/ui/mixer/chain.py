# SPDX-License-Identifier: GPL-3.0-or-later
"""One way to read and edit the effects of a track or of the master."""

from dataclasses import dataclass

from musicstudio.project.edits import Edit, song, strips
from musicstudio.project.model import Device, Project

MASTER_ID = "master"


@dataclass(frozen=True, slots=True)
class Chain:
    """Effects of the track with an id, or of the master for `MASTER_ID`."""

    owner_id: str

    def devices(self, project: Project) -> tuple[Device, ...]:
        """The effects in order; none when the track is gone."""
        if self.owner_id == MASTER_ID:
            return project.master.devices
        track = project.track(self.owner_id)
        return track.strip.devices if track else ()

    def name(self, project: Project) -> str:
        """What the strip is called."""
        track = project.track(self.owner_id)
        return track.name if track else "Master"

    def add(self, device: Device) -> Edit:
        """Add an effect at the end."""
        if self.owner_id == MASTER_ID:
            return song.add_master_device(device)
        return strips.add_device(self.owner_id, device)

    def remove(self, device_id: str) -> Edit:
        """Take an effect away."""
        if self.owner_id == MASTER_ID:
            return song.remove_master_device(device_id)
        return strips.remove_device(self.owner_id, device_id)

    def move(self, device_id: str, index: int) -> Edit:
        """Move an effect to another place."""
        if self.owner_id == MASTER_ID:
            return song.move_master_device(device_id, index)
        return strips.move_device(self.owner_id, device_id, index)

    def toggle(self, device_id: str, is_on: bool) -> Edit:
        """Switch an effect."""
        if self.owner_id == MASTER_ID:
            return song.toggle_master_device(device_id, is_on)
        return strips.toggle_device(self.owner_id, device_id, is_on)

    def set_param(self, device_id: str, name: str, value: float) -> Edit:
        """Turn a knob."""
        if self.owner_id == MASTER_ID:
            return song.set_master_param(device_id, name, value)
        return strips.set_device_param(self.owner_id, device_id, name, value)

    def follow_track(self, device_id: str, key_id: str) -> Edit | None:
        """Let an effect follow another track; the master's cannot."""
        return None if self.owner_id == MASTER_ID else strips.follow_track(self.owner_id, device_id, key_id)
