# SPDX-License-Identifier: GPL-3.0-or-later
"""Delays that follow the song's tempo: their time in notes turned into milliseconds, wherever the tempo changes."""

from msgspec.structs import replace

from musicstudio.core.units import frames_from_seconds
from musicstudio.project.model import Device, TempoMap

from .automation import Curve
from .devices import DEVICES, NOTE_LENGTHS, device_values

_LENGTHS = tuple(NOTE_LENGTHS.values())
_QUARTERS = 4
Chain = tuple[Device, ...]


def sync_to_tempo(devices: Chain, curves: tuple[Curve, ...], tempo_map: TempoMap) -> tuple[Chain, tuple[Curve, ...]]:
    """Devices and curves with the times that the tempo gives; the same objects where nothing follows it."""
    followers = {device.id: device for device in devices if _share(device) > 0}
    if not followers:
        return devices, curves
    own = tuple(_time_curve(device, tempo_map) for device in followers.values())
    targets = {curve.target for curve in own}
    bpm = tempo_map.tempos[0].bpm
    chain = tuple(_set(device, bpm) if device.id in followers else device for device in devices)
    moving = own if len(tempo_map.tempos) > 1 else ()
    return chain, (*(curve for curve in curves if curve.target not in targets), *moving)


def time_ms(share: float, bpm: float) -> float:
    """How long a share of a whole note takes, within what a delay can do."""
    limit = next(param for param in DEVICES["delay"].params if param.name == "time_ms")
    return min(max(share * _QUARTERS * 60_000 / bpm, limit.min), limit.max)


def _set(device: Device, bpm: float) -> Device:
    return replace(device, params=device.params | {"time_ms": time_ms(_share(device), bpm)})


def _share(device: Device) -> float:
    return _LENGTHS[round(device_values(device)["sync"])] if device.kind == "delay" else 0.0


def _time_curve(device: Device, tempo_map: TempoMap) -> Curve:
    """Steps: constant from one tempo to the next."""
    share, frames, values = _share(device), list[int](), list[float]()
    for tempo in tempo_map.tempos:
        frame = frames_from_seconds(tempo_map.seconds_at(tempo.tick))
        if values:
            frames.append(frame)
            values.append(values[-1])
        frames.append(frame)
        values.append(time_ms(share, tempo.bpm))
    return Curve(f"{device.id}.time_ms", tuple(frames), tuple(values))
