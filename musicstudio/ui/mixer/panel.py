# SPDX-License-Identifier: GPL-3.0-or-later
"""The mixer tab: strips side by side, and the effects of one of them on demand."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QStackedWidget, QWidget

from musicstudio.app.audio.assistant import suggest
from musicstudio.mixing.assistant.suggestion import Suggestion
from musicstudio.project.model import Track

from ..session_bridge import SessionBridge
from ..widgets import EmptyState
from .chain import Chain
from .device_editor import DeviceEditor
from .master_strip import MasterStrip
from .strip import ChannelStrip
from .suggestion_card import SuggestionCard

_ORDER = {"group": 1, "bus": 2}


class MixerPanel(QStackedWidget):
    """Shows the strips, or the editor of one strip's effects."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Mixer"))
        self.bridge = bridge
        self._strips: dict[str, ChannelStrip] = {}
        self._buses: tuple[tuple[str, str], ...] = ()
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._master = MasterStrip(bridge, self.open, self._balance, self._match)
        self._card: SuggestionCard | None = None
        self._empty = EmptyState(
            "sliders-vertical", self.tr("No tracks yet"), self.tr("Strips appear with the first tracks.")
        )
        self._empty.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._editor: DeviceEditor | None = None
        self.addWidget(self._make_console())
        bridge.watch(self._follow, "tracks", "strips", "master")
        bridge.ticked.connect(self._show_levels)
        self._follow()

    def open(self, owner_id: str) -> None:
        """Edit the effects of a track or of the master."""
        self.close_editor()
        self._editor = DeviceEditor(self.bridge, Chain(owner_id), self.close_editor)
        self.addWidget(self._editor)
        self.setCurrentWidget(self._editor)

    def close_editor(self) -> None:
        """Back to the strips."""
        editor, self._editor = self._editor, None
        if editor is not None:
            self.removeWidget(editor)
            editor.close_editor()
            editor.deleteLater()

    def _make_console(self) -> QWidget:
        body = QWidget()
        body.setObjectName("panelBody")
        across = QHBoxLayout(body)
        across.setContentsMargins(12, 4, 12, 10)
        across.setSpacing(8)
        across.addLayout(self._row)
        across.addWidget(self._empty, 1)
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
        self._across.setContentsMargins(0, 0, 12, 10)
        self._across.setSpacing(8)
        self._across.addWidget(scroll, 1)
        self._across.addWidget(self._master)
        return console

    def _balance(self) -> None:
        suggest(self.bridge.session, None, lambda found: self._offer(self.tr("Balance"), found))

    def _match(self, reference: Path) -> None:
        title = self.tr("Match {0}").format(reference.name)
        suggest(self.bridge.session, reference, lambda found: self._offer(title, found))

    def _offer(self, title: str, found: list[Suggestion]) -> None:
        """Show what the assistant suggests, between the tracks and the master."""
        self._close_card()
        if not found:
            self.bridge.session.notify(self.tr("{0}: nothing to change.").format(title))
            return
        self._card = SuggestionCard(self.bridge, title, found, self._close_card)
        self._across.insertWidget(1, self._card)

    def _close_card(self) -> None:
        card, self._card = self._card, None
        if card is not None:
            self._across.removeWidget(card)
            card.deleteLater()

    def _follow(self) -> None:
        tracks = [track for track in self.bridge.project.tracks if not track.is_hidden]
        tracks.sort(key=lambda track: _ORDER.get(track.kind, 0))
        if [track.id for track in tracks] != list(self._strips):
            self._rebuild(tracks)
        buses = tuple((track.id, track.name) for track in tracks if track.kind == "bus")
        for track in tracks:
            self._strips[track.id].follow(track, is_anew=buses != self._buses)
        self._buses = buses
        self._master.follow()
        self._empty.setVisible(not tracks)

    def _rebuild(self, tracks: list[Track]) -> None:
        kept = {track.id: self._strips.pop(track.id, None) for track in tracks}
        for strip in self._strips.values():
            self._row.removeWidget(strip)
            strip.hide()
            strip.deleteLater()
        self._strips = {}
        for index, track in enumerate(tracks):
            strip = kept[track.id] or ChannelStrip(self.bridge, track, self.open)
            self._strips[track.id] = strip
            self._row.insertWidget(index, strip)

    def _show_levels(self) -> None:
        if self.isVisible() and self._editor is None:
            for strip in self._strips.values():
                strip.show_levels()
            self._master.show_levels()
