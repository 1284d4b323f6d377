# SPDX-License-Identifier: GPL-3.0-or-later
"""Starting points for a strip by the role of its part and the feel of the style, for a chain and for single effects.

The chains of the roles are `musicstudio.mixing.presets`; a feel bends them. Both are starting points of common
practice, not measurements.
"""

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.ids import new_id
from musicstudio.project.model import Device
from musicstudio.project.model.tracks import ROLES

from .devices import DEVICES, device_values
from .presets import strip_for_role


class Feel(Struct, frozen=True):
    """How a style bends the chain of a role. low_db, high_db: on the equalizer's shelves; the threshold moves by
    threshold_db, the others are factors; drive_db: of a saturator at the end, 0 for none.
    """

    name: str
    title: str
    low_db: float = 0.0
    high_db: float = 0.0
    threshold_db: float = 0.0
    ratio: float = 1.0
    attack: float = 1.0
    release: float = 1.0
    drive_db: float = 0.0


FEELS = (
    Feel("usual", "As usual"),
    Feel("gentle", "Gentle", high_db=0.5, threshold_db=4, ratio=0.7, attack=1.5, release=1.5),
    Feel("warm", "Warm", low_db=1.5, high_db=-1.5, release=1.3, drive_db=4),
    Feel("tight", "Tight", threshold_db=-4, ratio=1.4, attack=0.6, release=0.6, low_db=-1),
    Feel("bright", "Bright", high_db=2.5, low_db=-0.5, ratio=1.1),
    Feel("dusty", "Dusty", high_db=-5, low_db=1, drive_db=9, ratio=1.2),
)
_FEEL_OF_STYLE = {
    "gentle": "ambient ballad bossa_nova celtic cinematic classical film_noir flamenco folk jazz_swing lullaby",
    "warm": "afrobeat amapiano big_band bluegrass blues christmas country dream_pop gospel indie_pop reggae soul",
    "tight": "drill drum_and_bass epic_trailer funk horror metal punk rock ska techno trap uk_garage",
    "bright": "chiptune city_pop corporate cumbia house mariachi pop reggaeton salsa synthwave trance",
    "dusty": "boom_bap lofi_hip_hop phonk shoegaze",
}
_BY_STYLE = {style: name for name, styles in _FEEL_OF_STYLE.items() for style in styles.split()}


def feel_of_style(style: str) -> Feel:
    """The feel that goes with a style; the usual one for a style that is not known."""
    return feel_named(_BY_STYLE.get(style, "usual"))


def feel_named(name: str) -> Feel:
    """A feel by its name, else the usual one."""
    return next((feel for feel in FEELS if feel.name == name), FEELS[0])


def chain_for(role: str, feel: Feel) -> tuple[Device, ...]:
    """Fresh devices for a part of a role, bent by a feel."""
    devices = tuple(_bent(device, feel) for device in strip_for_role(role).devices)
    if not feel.drive_db:
        return devices
    return (*devices, Device(new_id("device"), "saturator", {"drive_db": feel.drive_db, "mix": 40.0}))


def device_for(kind: str, role: str, feel: Feel) -> Device | None:
    """A fresh effect of a kind for a role, bent by a feel; None where the role's chain has no such effect."""
    return next((device for device in chain_for(role, feel) if device.kind == kind), None)


def roles_with(kind: str) -> tuple[str, ...]:
    """The roles for which there is a starting point of a kind; empty for all that have a chain."""
    return tuple(role for role in ROLES if role != "other" and (not kind or device_for(kind, role, FEELS[0])))


def _bent(device: Device, feel: Feel) -> Device:
    values = device_values(device)
    if device.kind == "eq":
        changes = {"low_shelf_db": feel.low_db, "high_shelf_db": feel.high_db}
        changed = {name: values[name] + by_db for name, by_db in changes.items() if by_db}
    elif device.kind != "compressor":
        return device
    else:
        changed = {
            "threshold_db": values["threshold_db"] + feel.threshold_db,
            "ratio": 1 + (values["ratio"] - 1) * feel.ratio,
            "attack_ms": values["attack_ms"] * feel.attack,
            "release_ms": values["release_ms"] * feel.release,
        }
    return replace(device, params=device.params | _within(device.kind, changed))


def _within(kind: str, params: dict[str, float]) -> dict[str, float]:
    """Parameters within their bounds, as round as a hand would set them."""
    specs = {param.name: param for param in DEVICES[kind].params}
    return {name: round(min(max(value, specs[name].min), specs[name].max), 1) for name, value in params.items()}
