# SPDX-License-Identifier: GPL-3.0-or-later
"""One thing that the assistant suggests: an ordinary edit with words."""

from collections.abc import Iterable
from typing import NamedTuple

from musicstudio.core.ids import new_id
from musicstudio.project.edits import Edit, compose_edits
from musicstudio.project.edits import strips as edits
from musicstudio.project.model import Device, Project

from ..devices import device_values
from ..equalizer import BOTH_SIDES


class Suggestion(NamedTuple):
    """track_id: of the strip that it changes, or empty for the master. title: what, detail: why, for the user."""

    track_id: str
    title: str
    detail: str
    edit: Edit


def all_of(suggestions: Iterable[Suggestion]) -> Edit:
    """Those that the user keeps, as one edit."""
    return compose_edits(*(suggestion.edit for suggestion in suggestions))


def set_eq(track_id: str, params: dict[str, float]) -> Edit:
    """Set parameters of the strip's first equalizer that is on and works on both sides, or of a new one at its end."""

    def edit(project: Project) -> Project:
        track = project.track(track_id)
        device = plain_eq(track.strip.devices) if track else None
        if device is None:
            return edits.add_device(track_id, Device(new_id("device"), "eq", params))(project)
        turns = (edits.set_device_param(track_id, device.id, name, value) for name, value in params.items())
        return compose_edits(*turns)(project)

    return edit


def plain_eq(devices: tuple[Device, ...]) -> Device | None:
    """The first equalizer that is on and works on both sides."""
    equalizers = (device for device in devices if device.kind == "eq" and device.is_on)
    return next((eq for eq in equalizers if round(device_values(eq)["works_on"]) == BOTH_SIDES), None)


def free_bell(devices: tuple[Device, ...]) -> str:
    """A bell of the equalizer that `set_eq` uses which does nothing yet: ``bell1`` to ``bell4``, or empty."""
    device = plain_eq(devices)
    values = device_values(device if device else Device("", "eq"))
    return next((f"bell{n}" for n in (4, 3, 2, 1) if values[f"bell{n}_db"] == 0), "")
