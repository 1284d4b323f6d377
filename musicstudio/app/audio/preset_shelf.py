# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings of effects, and whole chains of them, that the user kept under a name: a small file each, for all songs."""

import contextlib
import math
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.errors import InputError, StorageError
from musicstudio.core.files import safe_name, storage_error, write_file
from musicstudio.core.ids import new_id
from musicstudio.core.paths import config_dir
from musicstudio.core.plain_files import read_plain
from musicstudio.core.text import clean_line
from musicstudio.mixing.devices import DEVICES, PLUGIN
from musicstudio.project.model import Device

CHAIN = "chain"
_SUFFIX = ".json"
_MAX_BYTES, _MAX_PRESETS, MAX_DEVICES = 1 << 22, 500, 32


class SavedPreset(Struct, frozen=True):
    """kind: of the one device in it, or `CHAIN`."""

    name: str
    kind: str
    devices: tuple[Device, ...]

    def fresh_devices(self) -> tuple[Device, ...]:
        """Devices with ids of their own."""
        return fresh(self.devices)


class PresetShelf:
    """One folder of presets. What is damaged or makes no sense is passed over. Main thread."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or config_dir() / "presets"

    def names(self, kind: str) -> list[str]:
        """The presets there are for a kind of device, or for chains, in order."""
        return [preset.name for preset in self._all(kind)]

    def find(self, kind: str, name: str) -> SavedPreset:
        """A preset by its name. Raises `InputError` when it has gone, or makes no sense any more."""
        found = next((preset for preset in self._all(kind) if preset.name == name), None)
        if found is None:
            raise InputError(f"The preset “{name}” is no longer there.")
        return found

    def save(self, name: str, kind: str, devices: tuple[Device, ...]) -> SavedPreset:
        """Keep devices under a name, in place of what had it. Raises `InputError` and `StorageError`."""
        plain = clean_line(name)
        if not plain:
            raise InputError("A preset needs a name.")
        if not devices:
            raise InputError("There is no effect to keep.")
        if len(devices) > MAX_DEVICES:
            raise InputError(f"A preset holds at most {MAX_DEVICES} effects.")
        preset = SavedPreset(safe_name(plain), kind, devices)
        write_file(self._path(kind, preset.name), msgspec.json.format(msgspec.json.encode(preset)))
        return preset

    def delete(self, kind: str, name: str) -> None:
        """Take a preset away; nothing to do when it has gone. Raises `StorageError`."""
        path = self._path(kind, safe_name(name))
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise storage_error(error, path) from error

    def _path(self, kind: str, name: str) -> Path:
        return self._folder / safe_name(kind) / f"{name}{_SUFFIX}"

    def _all(self, kind: str) -> list[SavedPreset]:
        try:
            paths = sorted((self._folder / safe_name(kind)).glob(f"*{_SUFFIX}"))
        except OSError:
            return []
        found = (read_preset(path, kind) for path in paths[:_MAX_PRESETS])
        return sorted((preset for preset in found if preset), key=lambda preset: preset.name.casefold())


def read_preset(path: Path, kind: str) -> SavedPreset | None:
    """The preset in a file, named as the file is; None for what is none of this kind."""
    with contextlib.suppress(OSError, ValueError, RecursionError, StorageError):
        if path.stat().st_size > _MAX_BYTES:
            return None
        preset = msgspec.json.decode(read_plain(path), type=SavedPreset)
        if preset.kind == kind and _makes_sense(preset):
            return replace(preset, name=path.stem)
    return None


def fresh(devices: tuple[Device, ...]) -> tuple[Device, ...]:
    """The same devices with ids of their own, following no track: it may be another song's."""
    return tuple(replace(device, id=new_id("device"), key_id="") for device in devices)


def _makes_sense(preset: SavedPreset) -> bool:
    is_of_kind = preset.kind == CHAIN or [device.kind for device in preset.devices] == [preset.kind]
    return is_of_kind and 0 < len(preset.devices) <= MAX_DEVICES and all(map(_can_be_used, preset.devices))


def _can_be_used(device: Device) -> bool:
    is_known = device.kind in DEVICES or (device.kind == PLUGIN and device.plugin is not None)
    return is_known and all(math.isfinite(value) for value in device.params.values())
