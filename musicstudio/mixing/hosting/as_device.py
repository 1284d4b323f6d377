# SPDX-License-Identifier: GPL-3.0-or-later
"""Third-party effects as devices of a strip, and what can be turned of any device."""

from musicstudio.core.ids import new_id
from musicstudio.project.model import Device, PluginRef

from ..devices import DEVICES, PLUGIN, DeviceSpec, ParamSpec
from .scanning import KnownPlugin, PluginParam, known_plugins


def device_of(known: KnownPlugin) -> Device:
    """A fresh device of a plug-in, as it was found."""
    ref = PluginRef(known.path, known.title, known.latency_frames, known.state)
    return Device(new_id("device"), PLUGIN, {param.name: param.default for param in known.params}, plugin=ref)


def spec_of(device: Device) -> DeviceSpec | None:
    """What can be turned of a device; None for a kind that is not known. A plug-in that is gone keeps its knobs."""
    if device.kind != PLUGIN:
        return DEVICES.get(device.kind)
    ref = device.plugin or PluginRef("", "Plug-in")
    known = next((each for each in known_plugins() if each.path == ref.path), None)
    params = known.params if known else tuple(PluginParam(name, _in_words(name)) for name in device.params)
    hint = f"{known.maker} · own process" if known else "Not installed; its settings are kept."
    return DeviceSpec(PLUGIN, ref.name, hint, tuple(_spec(param) for param in params))


def title_of(device: Device) -> str:
    """What a device is called."""
    if device.kind == PLUGIN:
        return device.plugin.name if device.plugin else "Plug-in"
    return DEVICES[device.kind].title if device.kind in DEVICES else device.kind


def _spec(param: PluginParam) -> ParamSpec:
    return ParamSpec(param.name, param.title, "", 0.0, 1.0, param.default)


def _in_words(name: str) -> str:
    return name.replace("_", " ").capitalize()
