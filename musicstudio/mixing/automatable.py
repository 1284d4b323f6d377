# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be automated of a strip or of the master: the name, the range and the unit of each target."""

import math

from msgspec import Struct

from musicstudio.project.model import Device, Project, Strip

from .devices import PLUGIN, DeviceSpec, ParamSpec, can_sound, device_spec, device_values

GAIN_RANGE_DB = (-60.0, 12.0)
SEND_RANGE_DB = (-60.0, 6.0)


class Automatable(Struct, frozen=True):
    """One target. title: as on a lane; own: what it is worth where it is not automated.

    scale: ``fader`` (decibels, finer around 0), ``log`` (octaves) or ``linear``; unit: ``dB Hz ms s % x Q``, ``pan`` or
    empty; choices: names of whole-number values.
    """

    target: str
    title: str
    own: float
    low: float
    high: float
    unit: str = ""
    scale: str = "linear"
    choices: tuple[str, ...] = ()

    def held(self, value: float) -> float:
        """A value held within the range, a whole number where only those mean something."""
        value = min(max(value, self.low), self.high)
        return float(round(value)) if self.choices else value


SUNG_TARGETS = (
    Automatable("sung.bend_cents", "Sung pitch, in cents", 0.0, -600.0, 600.0),
    Automatable("sung.loudness_db", "Sung loudness", 0.0, -24.0, 12.0, "dB"),
    Automatable("sung.vibrato", "Vibrato", 1.0, 0.0, 3.0, "x"),
    Automatable("sung.breath", "Breathiness", 0.0, 0.0, 1.0),
)
"""What is drawn for a singer. The singing is made with it, so its row is sung again after a change."""


def automatables(project: Project, owner_id: str) -> tuple[Automatable, ...]:
    """Every target of a track (or of the master, for an empty id), in the order of its signal; none for one unknown."""
    if not owner_id:
        master = project.master
        fader = Automatable("fader_db", "Fader", master.fader_db, *GAIN_RANGE_DB, "dB", "fader")
        return (fader, *_of_devices(master.devices))
    track = project.track(owner_id)
    if track is None:
        return ()
    player = (track.instrument_plugin,) if track.instrument_plugin else ()
    singer = SUNG_TARGETS if track.kind == "vocal" and not player else ()
    return (*_of_strip(track.strip, project), *singer, *_of_devices((*player, *track.strip.devices)))


def automatable(project: Project, owner_id: str, target: str) -> Automatable | None:
    """One target; None when it is gone."""
    return next((each for each in automatables(project, owner_id) if each.target == target), None)


def _of_strip(strip: Strip, project: Project) -> tuple[Automatable, ...]:
    sends = [(send, project.track(send.bus_id)) for send in strip.sends]
    return (
        Automatable("gain_db", "Volume", strip.gain_db, *GAIN_RANGE_DB, "dB", "fader"),
        Automatable("pan", "Pan", strip.pan, -1.0, 1.0, "pan"),
        *(
            Automatable(f"send.{send.bus_id}", f"{bus.name} send", send.gain_db, *SEND_RANGE_DB, "dB", "fader")
            for send, bus in sends
            if bus is not None
        ),
        Automatable("width", "Stereo width", strip.width, 0.0, 2.0, "x"),
        Automatable("input_gain_db", "Input gain", strip.input_gain_db, -24.0, 24.0, "dB"),
    )


def _of_devices(devices: tuple[Device, ...]) -> tuple[Automatable, ...]:
    return tuple(found for device in devices if can_sound(device) for found in _of_device(device))


def _of_device(device: Device) -> list[Automatable]:
    values = device_values(device)
    if device.kind == PLUGIN:
        name = device.plugin.name if device.plugin else "Plug-in"
        return [Automatable(f"{device.id}.{key}", f"{name}: {key}", own, 0.0, 1.0) for key, own in values.items()]
    spec = device_spec(device.kind)
    return [_of_param(device, spec, param, values[param.name]) for param in spec.params]


def _of_param(device: Device, spec: DeviceSpec, param: ParamSpec, own: float) -> Automatable:
    is_log = param.is_log and param.min > 0
    return Automatable(
        f"{device.id}.{param.name}",
        f"{spec.title}: {param.title}",
        own,
        float(param.min),
        float(param.max),
        param.unit,
        "log" if is_log else "linear",
        param.choices,
    )


def log_share(value: float, low: float, high: float) -> float:
    """Where 0..1 on a scale of octaves a value lies."""
    return math.log(max(value, low) / low) / math.log(high / low)
