# SPDX-License-Identifier: GPL-3.0-or-later
"""One way to read and edit the effects of a track or of the master."""

from dataclasses import dataclass

from musicstudio.project.edits import Edit, song, strips
from musicstudio.project.model import AutomationLane, AutomationPoint, Device, Project

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

    def role(self, project: Project) -> str:
        """What part the strip plays, for presets; empty for the master."""
        track = project.track(self.owner_id)
        return track.role if track else ""

    def add(self, device: Device, index: int | None = None) -> Edit:
        """Add an effect, at the end or at a place."""
        if self.owner_id == MASTER_ID:
            return song.add_master_device(device, index)
        return strips.add_device(self.owner_id, device, index)

    def set_devices(self, devices: tuple[Device, ...]) -> Edit:
        """Replace all effects."""
        if self.owner_id == MASTER_ID:
            return song.set_master_devices(devices)
        return strips.set_devices(self.owner_id, devices)

    def replace(self, project: Project, device: Device) -> Edit:
        """Put an effect in the place of the one with its id."""
        return self.set_devices(tuple(device if each.id == device.id else each for each in self.devices(project)))

    def lane(self, project: Project, device_id: str, name: str) -> AutomationLane | None:
        """The automation of a knob, where there is any."""
        track = project.track(self.owner_id)
        lanes = project.master.automation if self.owner_id == MASTER_ID else track.strip.automation if track else ()
        return next((lane for lane in lanes if lane.target == f"{device_id}.{name}" and lane.points), None)

    def automate(self, project: Project, device_id: str, name: str, point: AutomationPoint) -> Edit:
        """Put a point into the automation of a knob."""
        lane = self.lane(project, device_id, name)
        others = [each for each in (lane.points if lane else ()) if each.tick != point.tick]
        return self._set_points(f"{device_id}.{name}", (*others, point))

    def clear_automation(self, device_id: str, name: str) -> Edit:
        """Take the automation of a knob away."""
        return self._set_points(f"{device_id}.{name}", ())

    def _set_points(self, target: str, points: tuple[AutomationPoint, ...]) -> Edit:
        if self.owner_id == MASTER_ID:
            return song.set_master_automation(target, points)
        return strips.set_automation(self.owner_id, target, points)

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
