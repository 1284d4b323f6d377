# SPDX-License-Identifier: GPL-3.0-or-later
"""The effects that DAWproject knows by itself: equalizer, compressor, gate and limiter.

Every program that reads the format has them, each with its own filters and detectors, so they sound alike rather than
the same. Whatever else a strip holds has no counterpart there.
"""

from collections.abc import Collection, Iterator
from xml.etree import ElementTree as xml

from musicstudio.mixing.devices import DEVICES, device_values
from musicstudio.mixing.equalizer import BOTH_SIDES, HIGH_CUT_OFF_HZ, LOW_CUT_OFF_HZ
from musicstudio.project.model import Device, Master, Strip

from .dawproject_values import flag, real

_TAGS = {
    "eq": "Equalizer",
    "compressor": "Compressor",
    "gate": "NoiseGate",
    "expander": "NoiseGate",
    "limiter": "Limiter",
}
_BUTTERWORTH_Q = 0.70710678
_MASTER_RELEASE_MS = 100.0
_GATE_RANGE_DB = -100.0

_Band = tuple[str, str, str, float | str]
"""Type of the band, its frequency, its gain (or no name), and its Q, a number or a name."""
_BANDS: tuple[_Band, ...] = (
    ("highPass", "low_cut_hz", "", _BUTTERWORTH_Q),
    ("lowShelf", "low_shelf_hz", "low_shelf_db", _BUTTERWORTH_Q),
    *(("bell", f"bell{n}_hz", f"bell{n}_db", f"bell{n}_q") for n in (1, 2, 3, 4)),
    ("highShelf", "high_shelf_hz", "high_shelf_db", _BUTTERWORTH_Q),
    ("lowPass", "high_cut_hz", "", _BUTTERWORTH_Q),
)
# name of the element, unit, parameter of the studio, factor: in the order of the schema.
_DYNAMICS = (
    ("Attack", "seconds", "attack_ms", 0.001), ("OutputGain", "decibel", "makeup_db", 1.0),
    ("Range", "decibel", "range_db", 1.0), ("Ratio", "linear", "ratio", 1.0),
    ("Release", "seconds", "release_ms", 0.001), ("Threshold", "decibel", "threshold_db", 1.0),
)  # fmt: skip


def is_built_in(device: Device, automated: Collection[str] = ()) -> bool:
    """Whether the format has an effect; ``automated``: the names of its parameters that move."""
    if device.kind not in _TAGS or device.kind not in DEVICES or device.key_id:
        return False  # it has no way to follow another track
    if device.kind == "compressor":
        return "mix" not in automated and device_values(device)["mix"] >= 100
    if device.kind == "expander":
        return "range_db" not in automated  # which counts downwards there
    if device.kind == "eq":
        is_plain = round(device_values(device)["works_on"]) == BOTH_SIDES and "works_on" not in automated
        return is_plain and not {"low_cut_hz", "high_cut_hz"} & set(automated)  # off at one end of their range
    return True


def add_devices(channel: xml.Element, key: str, strip: Strip) -> dict[str, tuple[str, float]]:
    """Write a strip's effects; where each automated parameter went: target -> (id, factor of its values)."""
    if not any(device.kind in _TAGS for device in strip.devices):
        return {}
    holder = xml.SubElement(channel, "Devices")
    places: dict[str, tuple[str, float]] = {}
    for number, device in enumerate(strip.devices):
        if device.kind in _TAGS:
            moved = {lane.target.rpartition(".")[2] for lane in strip.automation if is_of(lane.target, device)}
            for name, place in _add_device(holder, f"{key}-device-{number}", device, moved):
                places[f"{device.id}.{name}"] = place
    return places


def is_of(target: str, device: Device) -> bool:
    """Whether an automation lane turns a knob of an effect."""
    return target.rpartition(".")[0] == device.id


def add_master_devices(channel: xml.Element, master: Master) -> dict[str, tuple[str, float]]:
    """The mastering chain: its effects, then a limiter that raises to the loudness and holds the ceiling.

    Where each automated parameter went, as in `add_devices`.
    """
    known = tuple(device for device in master.devices if is_built_in(device))
    places = add_devices(channel, "master", Strip(devices=known, automation=master.automation))
    holder = channel.find("Devices")
    if holder is None:
        holder = xml.SubElement(channel, "Devices")
    element = _device(holder, "Limiter", "master-limiter", "Limiter", is_on=True)
    real(element, "Attack", 0.005, "seconds")
    real(element, "InputGain", master.gain_db, "decibel")
    real(element, "Release", _MASTER_RELEASE_MS / 1000, "seconds")
    real(element, "Threshold", master.ceiling_dbtp, "decibel")
    return places


_Places = Iterator[tuple[str, tuple[str, float]]]


def _add_device(holder: xml.Element, key: str, device: Device, moved: Collection[str]) -> _Places:
    title = DEVICES[device.kind].title
    element = _device(holder, _TAGS[device.kind], key, title, device.is_on)
    if device.kind == "eq":
        yield from _add_bands(element, key, device_values(device), moved)
    else:
        yield from _add_dynamics(element, key, device)


def _device(holder: xml.Element, tag: str, key: str, title: str, is_on: bool) -> xml.Element:
    element = xml.SubElement(
        holder, tag, id=key, deviceName=title, deviceRole="audioFX", deviceVendor="MusicStudio", loaded="true"
    )
    xml.SubElement(element, "Enabled", id=f"{key}-enabled", value=flag(is_on))
    return element


def _add_bands(element: xml.Element, key: str, values: dict[str, float], moved: Collection[str]) -> _Places:
    for kind, frequency, level, width in _BANDS:
        if not (_does_something(values, frequency, level) or {frequency, level} & set(moved)):
            continue
        band = xml.SubElement(element, "Band", {"type": kind} | ({} if level else {"order": "2"}))
        place = f"{key}-{frequency.removesuffix('_hz')}"
        real(band, "Freq", values[frequency], "hertz", id=f"{place}-freq")
        yield frequency, (f"{place}-freq", 1.0)
        if level:
            real(band, "Gain", values[level], "decibel", id=f"{place}-gain")
            yield level, (f"{place}-gain", 1.0)
        real(band, "Q", values[width] if isinstance(width, str) else width, "linear", id=f"{place}-q")
        if isinstance(width, str):
            yield width, (f"{place}-q", 1.0)


def _does_something(values: dict[str, float], frequency: str, level: str) -> bool:
    if level:
        return values[level] != 0
    is_low = frequency == "low_cut_hz"
    return values[frequency] > LOW_CUT_OFF_HZ if is_low else values[frequency] < HIGH_CUT_OFF_HZ


def _add_dynamics(element: xml.Element, key: str, device: Device) -> _Places:
    values = device_values(device)
    if device.kind == "limiter":
        values |= {"attack_ms": 0.1}
    if device.kind == "expander":
        values |= {"range_db": -values["range_db"]}
    if device.kind == "gate":
        values |= {"range_db": _GATE_RANGE_DB}
    for name, unit, param, factor in _DYNAMICS:
        if name == "OutputGain" and device.kind == "compressor":
            xml.SubElement(element, "AutoMakeup", id=f"{key}-auto", value="false")
        if param in values:
            real(element, name, values[param] * factor, unit, id=f"{key}-{name.lower()}")
            yield param, (f"{key}-{name.lower()}", factor)
