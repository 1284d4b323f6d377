# SPDX-License-Identifier: GPL-3.0-or-later
"""Chains of effects, the same for channel strips and the master: each function gives the chain after a change."""

from msgspec.structs import replace

from musicstudio.core.errors import EditError

from ..model import Device

Chain = tuple[Device, ...]


def add_to_chain(chain: Chain, device: Device, index: int | None = None) -> Chain:
    """With an effect at the end or at an index."""
    place = len(chain) if index is None else index
    return (*chain[:place], device, *chain[place:])


def remove_from_chain(chain: Chain, device_id: str) -> Chain:
    """Without an effect."""
    _find_device(chain, device_id)
    return tuple(device for device in chain if device.id != device_id)


def move_in_chain(chain: Chain, device_id: str, index: int) -> Chain:
    """With an effect in another place."""
    others = remove_from_chain(chain, device_id)
    return add_to_chain(others, _find_device(chain, device_id), min(max(0, index), len(others)))


def switch_in_chain(chain: Chain, device_id: str, is_on: bool) -> Chain:
    """With an effect on or off."""
    return _replace_device(chain, replace(_find_device(chain, device_id), is_on=is_on))


def with_param(chain: Chain, device_id: str, name: str, value: float) -> Chain:
    """With one parameter set."""
    device = _find_device(chain, device_id)
    return _replace_device(chain, replace(device, params=device.params | {name: value}))


def with_settings(chain: Chain, fresh: Device) -> Chain:
    """With an effect's settings and state as in a copy of it."""
    return _replace_device(chain, replace(_find_device(chain, fresh.id), params=fresh.params, plugin=fresh.plugin))


def with_key(chain: Chain, device_id: str, key_id: str) -> Chain:
    """With the track that an effect follows, or none for its own sound."""
    return _replace_device(chain, replace(_find_device(chain, device_id), key_id=key_id))


def _replace_device(chain: Chain, device: Device) -> Chain:
    return tuple(device if each.id == device.id else each for each in chain)


def _find_device(chain: Chain, device_id: str) -> Device:
    device = next((device for device in chain if device.id == device_id), None)
    if device is None:
        raise EditError("That effect is no longer there.")
    return device
