# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that can be done with the effects of one strip, each as a step of the history that says what it was."""

from dataclasses import dataclass, field
from typing import ClassVar

from msgspec.structs import replace

from musicstudio.app.actions.chosen import playhead_tick
from musicstudio.app.audio.preset_shelf import CHAIN, SavedPreset, fresh
from musicstudio.mixing.devices import device_values
from musicstudio.mixing.hosting.as_device import spec_of, title_of
from musicstudio.mixing.hosting.scanning import scan
from musicstudio.project.edits import Edit, compose_edits
from musicstudio.project.model import AutomationPoint, Device

from ..document_drag import DocumentDrag
from ..session_bridge import SessionBridge
from .chain import Chain


@dataclass(slots=True)
class ChainEditing:
    """Of one chain. What was copied is shared by all strips of the window."""

    bridge: SessionBridge
    chain: Chain
    drag: DocumentDrag = field(init=False)
    copied: ClassVar[tuple[Device, ...]] = ()

    def __post_init__(self) -> None:
        self.drag = DocumentDrag(self.bridge, can_begin_again=True)

    @property
    def name(self) -> str:
        """Of the strip."""
        return self.chain.name(self.bridge.project)

    @property
    def devices(self) -> tuple[Device, ...]:
        """As they stand."""
        return self.chain.devices(self.bridge.project)

    def add(self, device: Device, index: int | None = None) -> None:
        """Add an effect, at the end or at a place."""
        self.bridge.edit(f"Add {title_of(device)}", self.chain.add(device, index))

    def remove(self, device: Device) -> None:
        """Take an effect away."""
        self.bridge.edit(f"Remove {title_of(device)}", self.chain.remove(device.id))

    def toggle(self, device: Device) -> None:
        """Switch an effect, or bypass it."""
        title = f"Bypass {title_of(device)}" if device.is_on else f"Switch {title_of(device)} on"
        self.bridge.edit(title, self.chain.toggle(device.id, not device.is_on))

    def move(self, device_id: str, index: int) -> None:
        """Move an effect to another place; nothing happens where it is there."""
        ids = [device.id for device in self.devices]
        if device_id in ids and 0 <= index < len(ids) and ids.index(device_id) != index:
            device = self.devices[ids.index(device_id)]
            self.bridge.edit(f"Move {title_of(device)}", self.chain.move(device_id, index))

    def copy(self, *devices: Device) -> None:
        """Remember effects for pasting."""
        ChainEditing.copied = devices

    def paste(self, index: int | None = None) -> None:
        """Add what was copied, at the end or at a place."""
        place = len(self.devices) if index is None else index
        news = fresh(ChainEditing.copied)
        if news:
            chain = (*self.devices[:place], *news, *self.devices[place:])
            self.bridge.edit("Paste effects", self.chain.set_devices(chain))

    def clear(self) -> None:
        """Take all effects away."""
        self.bridge.edit("Remove all effects", self.chain.set_devices(()))

    def use(self, title: str, devices: tuple[Device, ...]) -> None:
        """Put the chain of a preset in the place of what there is."""
        self.bridge.edit(f"Preset {title}", self.chain.set_devices(devices))

    def use_for(self, device: Device, title: str, preset: Device) -> None:
        """Set an effect as a preset has it; its place, its switch and what it follows stay."""
        params = device_values(preset)
        changed = replace(device, params=params, plugin=preset.plugin or device.plugin)
        self.bridge.edit(f"Preset {title}", self.chain.replace(self.bridge.project, changed))

    def use_saved(self, preset: SavedPreset, device: Device | None) -> None:
        """A preset of the user's, for one effect or for the chain."""
        if device is None or preset.kind == CHAIN:
            self.use(preset.name, preset.fresh_devices())
        else:
            self.use_for(device, preset.name, preset.devices[0])

    def follow_track(self, device: Device, key_id: str) -> None:
        """Let an effect listen to another track, or to its own."""
        edit = self.chain.follow_track(device.id, key_id)
        if edit is not None:
            self.bridge.edit("Side-chain", edit)

    def look_for_plugins(self) -> None:
        """Search the folders of plug-ins in the background."""
        self.bridge.session.jobs.submit("Looking for plug-ins", scan)


@dataclass(slots=True)
class DeviceTurning:
    """Turning the knobs of one effect: previews while it lasts, then one step."""

    editing: ChainEditing
    device_id: str

    @property
    def device(self) -> Device | None:
        """The effect as it stands; None when it has gone."""
        return next((device for device in self.editing.devices if device.id == self.device_id), None)

    def turn(self, values: dict[str, float]) -> None:
        """See `Turning`."""
        device = self.device
        if device is not None and values:
            self.editing.drag.preview(self._label(device, values), self.turned(device, values))

    def turned(self, device: Device, values: dict[str, float]) -> Edit:
        """The edit that sets parameters."""
        chain = self.editing.chain
        return compose_edits(*(chain.set_param(device.id, name, value) for name, value in values.items()))

    def finish(self) -> None:
        """See `Turning`."""
        self.editing.drag.finish()

    def automate(self, name: str) -> None:
        """See `Turning`."""
        device, editing = self.device, self.editing
        if device is None:
            return
        value = device_values(device).get(name, 0.0)
        point = AutomationPoint(playhead_tick(editing.bridge.session), value)
        edit = editing.chain.automate(editing.bridge.project, device.id, name, point)
        editing.bridge.edit(f"Automate {self._title(device, name)}", edit)

    def clear_automation(self, name: str) -> None:
        """See `Turning`."""
        device = self.device
        if device is not None:
            edit = self.editing.chain.clear_automation(device.id, name)
            self.editing.bridge.edit(f"Clear automation of {self._title(device, name)}", edit)

    def is_automated(self, name: str) -> bool:
        """See `Turning`."""
        return self.editing.chain.lane(self.editing.bridge.project, self.device_id, name) is not None

    def _label(self, device: Device, values: dict[str, float]) -> str:
        return f"Turn {self._title(device, next(iter(values)))}"

    def _title(self, device: Device, name: str) -> str:
        spec = spec_of(device)
        param = spec.param(name) if spec else None
        return f"{title_of(device)}: {param.title if param else name}"
