# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole mastering chains by name, for ``mix --preset`` and the window's menu."""

from msgspec import Struct

from musicstudio.core.errors import InputError
from musicstudio.core.ids import new_id
from musicstudio.project.model import Device

_Chain = tuple[tuple[str, dict[str, float]], ...]


class MixPreset(Struct, frozen=True):
    """hint: what it is for, in a sentence. lufs: the target that goes with it."""

    name: str
    title: str
    hint: str
    chain: _Chain
    lufs: float = -14.0


_RUMBLE = {"low_cut_hz": 26.0}
_GLUE = {"threshold_db": -16.0, "ratio": 1.6, "attack_ms": 30.0, "release_ms": 180.0}
PRESETS = (
    MixPreset("natural", "Natural", "As little as possible: rumble cut and a little glue.", (
        ("eq", _RUMBLE), ("compressor", _GLUE),
    )),
    MixPreset("warm", "Warm", "Fuller lows and soft highs, with a touch of tape.", (
        ("eq", _RUMBLE | {"low_shelf_hz": 120.0, "low_shelf_db": 1.5, "high_shelf_hz": 8000.0, "high_shelf_db": -1.5}),
        ("saturator", {"drive_db": 4.0, "mix": 40.0}), ("compressor", _GLUE),
    )),
    MixPreset("bright", "Bright", "Air and clarity.", (
        ("eq", _RUMBLE | {"bell1_hz": 300.0, "bell1_db": -1.5, "bell1_q": 0.8, "high_shelf_hz": 9000.0,
                          "high_shelf_db": 2.5}),
        ("compressor", _GLUE), ("exciter", {"from_hz": 6000.0, "amount_db": -24.0}),
    )),
    MixPreset("punchy", "Punchy", "Drums and beats forward.", (
        ("eq", _RUMBLE | {"low_shelf_hz": 80.0, "low_shelf_db": 1.0}),
        ("transients", {"attack": 25.0, "sustain": -5.0}),
        ("multiband", {"low_threshold_db": -22.0, "low_ratio": 2.5, "middle_threshold_db": -18.0, "middle_ratio": 1.5,
                       "high_threshold_db": -20.0, "high_ratio": 1.5}),
    ), -11.0),
    MixPreset("wide", "Wide", "More room at the sides, lows in the middle.", (
        ("eq", _RUMBLE), ("eq", {"works_on": 2.0, "high_shelf_hz": 5000.0, "high_shelf_db": 2.0}),
        ("stereo_width", {"width": 120.0, "mono_below_hz": 120.0}), ("compressor", _GLUE),
    )),
    MixPreset("club", "Club", "Loud, with firm lows.", (
        ("eq", {"low_cut_hz": 30.0, "low_shelf_hz": 90.0, "low_shelf_db": 1.5}),
        ("multiband", {"low_threshold_db": -24.0, "low_ratio": 3.0, "middle_threshold_db": -20.0, "middle_ratio": 2.0,
                       "high_threshold_db": -22.0, "high_ratio": 2.0}),
        ("stereo_width", {"mono_below_hz": 120.0}),
    ), -9.0),
)  # fmt: skip


def find_preset(name: str) -> MixPreset:
    """A preset by its name or title. Raises `InputError` for an unknown one."""
    for preset in PRESETS:
        if name.strip().lower() in (preset.name, preset.title.lower()):
            return preset
    raise InputError(f"There is no preset called “{name[:40]}”; there are {', '.join(p.name for p in PRESETS)}.")


def preset_devices(preset: MixPreset) -> tuple[Device, ...]:
    """Fresh devices of a preset."""
    return tuple(Device(new_id("device"), kind, dict(params)) for kind, params in preset.chain)
