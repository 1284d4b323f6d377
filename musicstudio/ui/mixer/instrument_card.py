# SPDX-License-Identifier: GPL-3.0-or-later
"""The card of a third-party instrument that plays a track: a knob for each of its settings, before the effects."""

from PySide6.QtCore import QCoreApplication

from musicstudio.project.edits import Edit
from musicstudio.project.edits.tracks import turn_instrument
from musicstudio.project.model import Device

from ..widgets import label, push_button
from .chain_editing import DeviceTurning
from .device_card import DeviceCard


class InstrumentTurning(DeviceTurning):
    """Turning the knobs of what plays a track; the notes are played anew when one is let go."""

    @property
    def device(self) -> Device | None:
        """The instrument as it stands; None when another plays."""
        track = self.editing.bridge.project.track(self.editing.chain.owner_id)
        player = track.instrument_plugin if track else None
        return player if player is not None and player.id == self.device_id else None

    def turned(self, device: Device, values: dict[str, float]) -> Edit:
        """See `DeviceTurning`."""
        return turn_instrument(self.editing.chain.owner_id, values)


class InstrumentCard(DeviceCard):
    """Of a track that a plug-in plays."""

    def make_turning(self) -> DeviceTurning:
        """See `DeviceCard`."""
        return InstrumentTurning(self.editing, self.device.id)

    def make_head(self) -> None:
        """See `DeviceCard`."""
        self.head.setSpacing(6)
        self.head.addWidget(label(self.title, "title"))
        self.head.addWidget(label(_tr("plays this track"), "muted"))
        self.add_plugin_head()
        self.head.addWidget(push_button(_tr("Another…"), self._choose_another, style="segment"))
        self.head.addStretch(1)
        self.column.addLayout(self.head)

    def start_again(self) -> None:
        """See `DeviceCard`."""
        self.editing.bridge.session.note_rendering.render_silent()

    def why_stopped(self) -> str:
        """See `DeviceCard`."""
        track = self.editing.bridge.project.track(self.editing.chain.owner_id)
        failures = self.editing.bridge.session.note_rendering.failures
        takes = (take.id for clip in (track.clips if track else ()) for take in clip.takes)
        return next((failures[each] for each in takes if each in failures), "")

    def _choose_another(self) -> None:
        bridge = self.editing.bridge
        bridge.session.selection.set(track_ids={self.editing.chain.owner_id})
        bridge.run("track.instrument_plugin")


def _tr(text: str) -> str:
    return QCoreApplication.translate("InstrumentCard", text)
