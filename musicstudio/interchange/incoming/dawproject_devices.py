# SPDX-License-Identifier: GPL-3.0-or-later
"""The effects that DAWproject knows by itself, as the studio's."""

from xml.etree.ElementTree import Element

from musicstudio.core.ids import new_id
from musicstudio.project.model import Device

from .values import number

_KINDS = {"Compressor": "compressor", "NoiseGate": "gate", "Limiter": "limiter"}
_PARAMS = {
    "Threshold": ("threshold_db", 1.0), "Ratio": ("ratio", 1.0), "Attack": ("attack_ms", 1000.0),
    "Release": ("release_ms", 1000.0), "OutputGain": ("makeup_db", 1.0),
    "Range": ("range_db", -1.0),
}  # fmt: skip
_TAKEN = {
    "compressor": {"threshold_db", "ratio", "attack_ms", "release_ms", "makeup_db"},
    "gate": {"threshold_db", "ratio", "attack_ms", "release_ms"},
    "expander": {"threshold_db", "ratio", "attack_ms", "release_ms", "range_db"},
    "limiter": {"threshold_db", "release_ms"},
}
_MAX_BELLS = 4
# A gate that goes no further down than this is an expander here.
_MAX_RANGE_DB = 60.0
_MAX_DEVICES = 32


def devices_of(channel: Element) -> tuple[Device, ...]:
    """The known effects of a strip, in order; a plug-in and what is unknown are left out."""
    made = (_device(element) for element in channel.findall("Devices/*")[:_MAX_DEVICES])
    return tuple(device for device in made if device is not None)


def _device(element: Element) -> Device | None:
    if element.tag == "Equalizer":
        kind, params = "eq", _equalizer(element)
    elif element.tag in _KINDS:
        found = _dynamics(element)
        is_gentle = element.tag == "NoiseGate" and 0 < found.get("range_db", 0.0) <= _MAX_RANGE_DB
        kind = "expander" if is_gentle else _KINDS[element.tag]
        params = {name: value for name, value in found.items() if name in _TAKEN[kind]}
    else:
        return None
    enabled = element.find("Enabled")
    is_on = enabled is None or enabled.get("value") != "false"
    return Device(new_id("device"), kind, params, is_on)


def _dynamics(element: Element) -> dict[str, float]:
    found: dict[str, float] = {}
    for tag, (name, factor) in _PARAMS.items():
        parameter = element.find(tag)
        if parameter is not None:
            found[name] = number(parameter.get("value")) * factor
    return found


def _equalizer(element: Element) -> dict[str, float]:
    params: dict[str, float] = {}
    bells = 0
    for band in element.iterfind("Band"):
        enabled = band.find("Enabled")
        if enabled is not None and enabled.get("value") == "false":
            continue
        hz, level, q = (_value(band, tag) for tag in ("Freq", "Gain", "Q"))
        kind = band.get("type")
        if kind in ("highPass", "lowPass"):
            params["low_cut_hz" if kind == "highPass" else "high_cut_hz"] = hz
        elif kind in ("lowShelf", "highShelf"):
            name = "low_shelf" if kind == "lowShelf" else "high_shelf"
            params |= {f"{name}_hz": hz, f"{name}_db": level}
        elif kind == "bell" and bells < _MAX_BELLS:
            bells += 1
            params |= {f"bell{bells}_hz": hz, f"bell{bells}_db": level, f"bell{bells}_q": q or 1.0}
    return params


def _value(band: Element, tag: str) -> float:
    parameter = band.find(tag)
    return number(parameter.get("value")) if parameter is not None else 0.0
