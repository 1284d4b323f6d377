# SPDX-License-Identifier: GPL-3.0-or-later
"""The mixer tab: strips side by side, and the effects of one of them above, or in their place where the dock is low."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from musicstudio.app.audio.assistant import suggest
from musicstudio.mixing.assistant.suggestion import Suggestion
from musicstudio.project.model import Track

from ..session_bridge import SessionBridge
from ..song_sound_state import SongSoundState
from ..widgets import EmptyState, push_button
from .chain import MASTER_ID, Chain
from .device_panel import DevicePanel
from .master_strip import MasterStrip
from .strip import ChannelStrip
from .suggestion_card import SuggestionCard

_ORDER = {"group": 1, "bus": 2}
TALL_PX, DEVICES_PX, _AROUND_PX = 560, 358, 24
_BUS_PX, _ANY_PX = 72, 16_777_215


class MixerPanel(QWidget):
    """Shows the strips, and the effects of one strip."""

    def __init__(self, bridge: SessionBridge, sound: SongSoundState) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Mixer"))
        self.bridge = bridge
        self.strips: dict[str, ChannelStrip] = {}
        self.devices: DevicePanel | None = None
        self._is_open = False
        self._buses: tuple[tuple[str, str], ...] = ()
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        self.master = MasterStrip(bridge, sound, self.open, self.add_device, self._balance, self._match)
        self.card: SuggestionCard | None = None
        self._empty = EmptyState(
            "sliders-vertical", self.tr("No tracks yet"), self.tr("Strips appear with the first tracks.")
        )
        self._empty.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._console = self._make_console()
        self._column.addWidget(self._console, 1)
        bridge.watch(self._follow, "tracks", "strips", "master")
        bridge.ticked.connect(self._show_levels)
        bridge.selection_changed.connect(self._follow_selection)
        self._follow()

    @property
    def is_tall(self) -> bool:
        """Whether effects and strips have room at once."""
        return self.height() >= TALL_PX

    def open(self, owner_id: str, device_id: str = "") -> None:
        """Edit the effects of a track or of the master; device_id: the one to begin with."""
        devices = self._devices_of(owner_id)
        if device_id:
            devices.choose(device_id)
        self._is_open = True
        self._share_room()

    def _devices_of(self, owner_id: str) -> DevicePanel:
        """The effects of a strip, made when others are shown."""
        if self.devices is None or self.devices.owner_id != owner_id:
            self._let_go()
            self.devices = DevicePanel(self.bridge, Chain(owner_id), self.close_devices)
            self._column.insertWidget(0, self.devices)
            self.master.set_open(owner_id == MASTER_ID)
        return self.devices

    def add_device(self, owner_id: str) -> None:
        """Edit the effects of a strip, beginning with another one."""
        self.open(owner_id)
        if self.devices is not None:
            self.devices.list.add()

    def close_devices(self) -> None:
        """Back to the strips."""
        self._is_open = False
        self._share_room()

    def close_editor(self) -> None:
        """Let go of the effects that are shown."""
        self._let_go()
        self.close_devices()

    def minimumSizeHint(self) -> QSize:
        """As low as the strips can be: where effects stand above them they give way."""
        return QSize(400, self.master.minimum_height_px() + _AROUND_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _let_go(self) -> None:
        devices, self.devices = self.devices, None
        if devices is not None:
            self._column.removeWidget(devices)
            devices.let_go()
            devices.hide()
            devices.deleteLater()
            self.master.set_open(False)

    def _share_room(self) -> None:
        """Where there is room for both, the effects stand above the strips; else one or the other."""
        if self.is_tall and self.devices is None and self.strips:
            chosen = self.bridge.session.selection.track_ids & self.strips.keys()
            self._devices_of(next((each for each in self.strips if each in chosen), next(iter(self.strips))))
        shows_devices = self.devices is not None and (self.is_tall or self._is_open)
        if self.devices is not None:
            self.devices.setVisible(shows_devices)
            self.devices.set_can_close(not self.is_tall)
            self.devices.setMinimumHeight(DEVICES_PX if self.is_tall else 0)
            self.devices.setMaximumHeight(DEVICES_PX if self.is_tall else _ANY_PX)
        self._console.setVisible(self.is_tall or not shows_devices)

    def _follow_selection(self) -> None:
        """Where both are seen, the effects are those of the chosen track."""
        chosen = self.bridge.session.selection.track_ids
        for strip in self.strips.values():
            strip.update()
        if self.is_tall and len(chosen) == 1 and (track_id := next(iter(chosen))) in self.strips:
            self._devices_of(track_id)
            self._share_room()

    def _make_console(self) -> QWidget:
        body = QWidget()
        body.setObjectName("panelBody")
        across = QHBoxLayout(body)
        across.setContentsMargins(12, 4, 12, 8)
        across.setSpacing(6)
        across.addLayout(self._row)
        across.addWidget(self._empty, 1)
        self._more = push_button(self.tr("+ Bus"), lambda: self.bridge.run("mix.add_bus"), style="dashedTile")
        self._more.setAccessibleName(self.tr("New bus"))
        self._more.setToolTip(self.tr("New bus: strips send to it from their knobs"))
        self._more.setFixedWidth(_BUS_PX)
        self._more.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        across.addWidget(self._more)
        across.addStretch(0)
        scroll = QScrollArea()
        scroll.setObjectName("panel")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setAlignment(Qt.AlignmentFlag.AlignLeft)
        scroll.setWidget(body)
        console = QWidget()
        self._across = QHBoxLayout(console)
        self._across.setContentsMargins(0, 0, 12, 0)
        self._across.setSpacing(8)
        self._across.addWidget(scroll, 1)
        pinned = QVBoxLayout()
        pinned.setContentsMargins(0, 4, 0, 8)
        pinned.addWidget(self.master)
        self._across.addLayout(pinned)
        return console

    def _balance(self) -> None:
        suggest(self.bridge.session, None, lambda found: self.offer(self.tr("Balance"), found))

    def _match(self, reference: Path) -> None:
        title = self.tr("Match {0}").format(reference.name)
        suggest(self.bridge.session, reference, lambda found: self.offer(title, found))

    def offer(self, title: str, found: list[Suggestion]) -> None:
        """Show what the assistant suggests, between the tracks and the master."""
        self._close_card()
        if not found:
            self.bridge.session.notify(self.tr("{0}: nothing to change.").format(title))
            return
        self.card = SuggestionCard(self.bridge, title, found, self._close_card)
        self._across.insertWidget(1, self.card)

    def _close_card(self) -> None:
        card, self.card = self.card, None
        if card is not None:
            self._across.removeWidget(card)
            card.deleteLater()

    def _follow(self) -> None:
        tracks = [track for track in self.bridge.project.tracks if not track.is_hidden]
        tracks.sort(key=lambda track: _ORDER.get(track.kind, 0))
        if [track.id for track in tracks] != list(self.strips):
            self._rebuild(tracks)
        buses = tuple((track.id, track.name) for track in tracks if track.kind == "bus")
        for track in tracks:
            self.strips[track.id].follow(track, is_anew=buses != self._buses)
        self._buses = buses
        self.master.follow()
        self._empty.setVisible(not tracks)
        self._more.setVisible(bool(tracks))
        if self.devices is not None and self.devices.owner_id not in (*self.strips, MASTER_ID):
            self.close_editor()

    def _rebuild(self, tracks: list[Track]) -> None:
        kept = {track.id: self.strips.pop(track.id, None) for track in tracks}
        for strip in self.strips.values():
            self._row.removeWidget(strip)
            strip.let_go()
            strip.hide()
            strip.deleteLater()
        self.strips = {}
        for index, track in enumerate(tracks):
            strip = kept[track.id] or ChannelStrip(self.bridge, track, self.open, self.add_device)
            self.strips[track.id] = strip
            self._row.insertWidget(index, strip)

    def _show_levels(self) -> None:
        if self._console.isVisible():
            for strip in self.strips.values():
                strip.meter.follow()
            self.master.show_levels()
