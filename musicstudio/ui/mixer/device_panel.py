# SPDX-License-Identifier: GPL-3.0-or-later
"""The effects of one strip: the chain at the left, a card for each effect, and what the player sees in them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from musicstudio.project.model import Device

from ..session_bridge import SessionBridge
from ..theme import current
from ..widgets import EmptyState
from ..widgets.scroll import paint_ground
from .chain import Chain
from .chain_editing import ChainEditing
from .chain_list import ChainList
from .device_card import DeviceCard
from .dynamics_card import DynamicsCard
from .eq_card import EqCard
from .instrument_card import InstrumentCard
from .level_views import METERED_KINDS

_SILENT = (-120.0, 0.0)


class DevicePanel(QWidget):
    """Follows a chain until `let_go`. ``closed()`` when the user goes back."""

    def __init__(self, bridge: SessionBridge, chain: Chain, closed: Callable[[], object]) -> None:
        super().__init__()
        self.bridge, self.chain = bridge, chain
        paint_ground(self)
        self.editing = ChainEditing(bridge, chain)
        self.cards: dict[str, DeviceCard] = {}
        self._chosen_id, self._watched = "", ("", "")
        self.player: InstrumentCard | None = None
        self.list = ChainList(self.editing, self.choose, closed)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._empty = EmptyState(
            "sliders-vertical",
            self.tr("No effects yet"),
            self.tr("Add one at the left, or take a preset of the chain."),
        )
        self._arrange()
        self._connections = [
            bridge.watch(self.follow, "strips", "master", "tracks"),
            bridge.ticked.connect(self._show_levels),
        ]
        self.follow()

    def let_go(self) -> None:
        """Stop following the document and the player."""
        self._watch("", "")
        self.bridge.project_changed.disconnect(self._connections[0])
        self.bridge.ticked.disconnect(self._connections[1])

    @property
    def owner_id(self) -> str:
        """Whose chain it is."""
        return self.chain.owner_id

    def choose(self, device_id: str) -> None:
        """Work on another effect."""
        self._chosen_id = device_id
        self.follow()
        card = self.cards.get(device_id)
        if card is not None:
            QTimer.singleShot(0, card, partial(self._scroll_to, card))

    def _scroll_to(self, card: QWidget) -> None:
        """Sideways only: the heads of all cards stay in sight."""
        place = self._scroll.verticalScrollBar().value()
        self._scroll.ensureWidgetVisible(card, 40, 0)
        self._scroll.verticalScrollBar().setValue(place)

    def set_can_close(self, can_close: bool) -> None:
        """Whether there is a mixer to go back to."""
        self.list.back.setVisible(can_close)

    def follow(self) -> None:
        """Show the chain as it stands."""
        devices = self.editing.devices
        if self._chosen_id not in [device.id for device in devices]:
            self._chosen_id = devices[0].id if devices else ""
        if [(device.id, device.kind) for device in devices] != [
            (c.device.id, c.device.kind) for c in self.cards.values()
        ]:
            self._rebuild(devices)
        self._follow_player()
        self.list.follow(devices, self._chosen_id)
        color = self._color()
        for device in devices:
            self.cards[device.id].follow(device, color)
        self._look()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._watch("", "")

    def _arrange(self) -> None:
        body = QWidget()
        body.setObjectName("panelBody")
        across = QHBoxLayout(body)
        across.setContentsMargins(0, 0, 0, 0)
        across.addLayout(self._row)
        across.addWidget(self._empty, 1)
        across.addStretch(0)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("panel")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(body)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(self.list)
        layout.addWidget(self._scroll, 1)

    def _rebuild(self, devices: tuple[Device, ...]) -> None:
        kept = dict(self.cards)
        self.cards = {}
        for index, device in enumerate(devices):
            card = kept.pop(device.id, None) or _card_class(device.kind)(
                self.editing, device, partial(self.choose, device.id)
            )
            self.cards[device.id] = card
            self._row.removeWidget(card)
            self._row.insertWidget(index + (self.player is not None), card, 1 if device.kind == "eq" else 0)
        for card in kept.values():
            self._row.removeWidget(card)
            card.hide()
            card.deleteLater()

    def _follow_player(self) -> None:
        """The instrument of others that plays the track, where one does, stands before its effects."""
        track = self.bridge.project.track(self.owner_id)
        device = track.instrument_plugin if track else None
        if self.player is not None and (device is None or device.id != self.player.device.id):
            self._row.removeWidget(self.player)
            self.player.hide()
            self.player.deleteLater()
            self.player = None
        if device is not None and self.player is None:
            self.player = InstrumentCard(self.editing, device, lambda: None)
            self._row.insertWidget(0, self.player)
        if device is not None and self.player is not None:
            self.player.follow(device, self._color())
        self._empty.setVisible(not self.cards and self.player is None)

    def _color(self) -> QColor:
        track = self.bridge.project.track(self.owner_id)
        return current().track(track) if track else current().color("muted")

    def _look(self) -> None:
        """Let the player look into the chosen equalizer, or else the first, while it is seen."""
        if not self.isVisible():
            return
        devices = self.editing.devices
        equalizers = [device.id for device in devices if device.kind == "eq" and device.is_on]
        chosen = self._chosen_id if self._chosen_id in equalizers else equalizers[0] if equalizers else ""
        self._watch(self.owner_id, chosen)

    def _watch(self, owner_id: str, device_id: str) -> None:
        if (owner_id, device_id) != self._watched:
            self._watched = (owner_id, device_id)
            self.bridge.player.watch(owner_id, device_id)

    def _show_levels(self) -> None:
        if not self.isVisible():
            return
        is_still = self.bridge.is_at_rest
        for plugin in (*self.cards.values(), *([self.player] if self.player else [])):
            plugin.look_after_plugin()
        for device_id, card in self.cards.items():
            if device_id == self._watched[1] and isinstance(card, EqCard):
                card.show_spectra(self.bridge.player.around_db)
            if card.device.kind in METERED_KINDS:
                card.show_level(*(_SILENT if is_still else self.bridge.player.device_meter(device_id) or _SILENT))


def _card_class(kind: str) -> type[DeviceCard]:
    return EqCard if kind == "eq" else DynamicsCard if kind in METERED_KINDS else DeviceCard
