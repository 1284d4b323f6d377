# SPDX-License-Identifier: GPL-3.0-or-later
"""The master's strip: effects, fader and meter."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QMenu, QVBoxLayout

from musicstudio.app.audio.assistant import apply_preset
from musicstudio.mixing.mix_presets import PRESETS, MixPreset
from musicstudio.project.edits.song import set_master_fader, switch_master

from ..document_drag import DocumentDrag
from ..session_bridge import SessionBridge
from ..widgets import Fader, Meter, label, push_button
from ..words import say
from .chain import MASTER_ID
from .eq_thumbnail import EqThumbnail
from .gain_field import GainField
from .strip import TALL_PX, device_names

WIDTH_PX = 136


class MasterStrip(QFrame):
    """Stands at the right of the desk, whatever is scrolled."""

    def __init__(
        self,
        bridge: SessionBridge,
        opened: Callable[[str], object],
        balanced: Callable[[], object],
        matched: Callable[[Path], object],
    ) -> None:
        """opened: to edit the effects. balanced, matched: to ask the assistant."""
        super().__init__()
        self.setObjectName("card")
        self.setFixedWidth(WIDTH_PX)
        self.setAccessibleName(self.tr("Strip of the master"))
        self._balanced, self._matched = balanced, matched
        self.bridge, self._drag = bridge, DocumentDrag(bridge, can_begin_again=True)
        self._eq = EqThumbnail(self.tr("Effects of the master"), lambda: opened(MASTER_ID))
        self._devices = push_button("", lambda: opened(MASTER_ID), style="stripRow")
        self._switch = push_button(self.tr("Mastering"), self._toggle, style="stripRow")
        self._switch.setCheckable(True)
        self._fader = Fader(self.tr("Level of the master"), self._set_gain, self._drag.finish)
        self._meter = Meter(self.tr("Meter of the master"), bar_px=8)
        self._gain_field = GainField(self.tr("Level of the master in decibels"), self._type_gain)
        self._loudness = label("", "small")
        self._assistant = push_button(self.tr("Assistant"), self._choose_help, style="stripRow")
        self._arrange()
        self.follow()

    def follow(self) -> None:
        """Show the document's master."""
        master = self.bridge.project.master
        self._eq.show_devices(master.devices)
        self._devices.setText(device_names(master.devices) or self.tr("No effects"))
        self._devices.setAccessibleName(self.tr("Effects of the master: {0}").format(self._devices.text()))
        self._switch.setChecked(master.is_on)
        self._switch.setText(self.tr("Mastered") if master.is_on else self.tr("Bypassed"))
        self._switch.setAccessibleName(
            self.tr("Mastering chain on") if master.is_on else self.tr("Mastering chain bypassed")
        )
        self._fader.set_gain_db(master.fader_db)
        self._gain_field.set_gain_db(master.fader_db)

    def show_levels(self) -> None:
        """Follow the player's meter."""
        self._meter.show_levels(*self.bridge.levels())
        lufs = self.bridge.player.lufs_short
        self._loudness.setText(f"{lufs:.1f} LUFS".replace("-", "−") if -70 < lufs < 0 else "")

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(7, 7, 7, 6)
        layout.setSpacing(3)
        levels = QHBoxLayout()
        levels.setSpacing(10)
        levels.addStretch(1)
        levels.addWidget(self._meter)
        levels.addWidget(self._fader)
        levels.addStretch(1)
        for widget in (label(self.tr("Master"), "title"), self._eq, self._devices, self._switch, self._assistant):
            layout.addWidget(widget)
        layout.addWidget(self._loudness)
        layout.addLayout(levels, 1)
        layout.addWidget(self._gain_field)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._eq.setVisible(self.height() >= TALL_PX)

    def _choose_help(self) -> None:
        """What the assistant can do, and whole chains by name."""
        menu = QMenu(self)
        menu.addAction(self.tr("Balance the tracks…"), self._balanced)
        menu.addAction(self.tr("Match a reference…"), self._choose_reference)
        chains = menu.addMenu(self.tr("Mastering chains"))
        chains.setToolTipsVisible(True)
        for preset in PRESETS:
            chains.addAction(say(preset.title), partial(self._take_preset, preset)).setToolTip(say(preset.hint))
        menu.exec(self._assistant.mapToGlobal(self._assistant.rect().bottomLeft()))
        menu.deleteLater()

    def _choose_reference(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("A recording to match"))
        if path:
            self._matched(Path(path))

    def _take_preset(self, preset: MixPreset) -> None:
        self.bridge.edit(f"Preset {preset.title}", apply_preset(preset))

    def _type_gain(self, gain_db: float) -> None:
        self.bridge.edit("Level of the master", set_master_fader(gain_db))

    def _toggle(self) -> None:
        is_on = self.bridge.project.master.is_on
        self.bridge.edit("Bypass mastering" if is_on else "Switch mastering on", switch_master(not is_on))
        self.follow()

    def _set_gain(self, gain_db: float) -> None:
        self._drag.preview("Level of the master", set_master_fader(round(gain_db, 1)))
