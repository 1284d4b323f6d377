# SPDX-License-Identifier: GPL-3.0-or-later
"""The master's strip: effects, fader and meter."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from musicstudio.project.edits.song import set_master_fader, switch_master

from ..document_drag import DocumentDrag
from ..session_bridge import SessionBridge
from ..widgets import Fader, Meter, label, push_button
from ..widgets.levels import gain_text
from .chain import MASTER_ID
from .eq_thumbnail import EqThumbnail
from .strip import WIDTH_PX, device_names


class MasterStrip(QFrame):
    """Always the last strip."""

    def __init__(self, bridge: SessionBridge, opened: Callable[[str], object]) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setFixedWidth(WIDTH_PX)
        self.setAccessibleName(self.tr("Strip of the master"))
        self.bridge, self._drag = bridge, DocumentDrag(bridge, can_begin_again=True)
        self._eq = EqThumbnail(self.tr("Effects of the master"), lambda: opened(MASTER_ID))
        self._devices = push_button("", lambda: opened(MASTER_ID), style="stripRow")
        self._switch = push_button(self.tr("Mastering"), self._toggle, style="stripRow")
        self._switch.setCheckable(True)
        self._fader = Fader(self.tr("Level of the master"), self._set_gain, self._drag.finish)
        self._meter = Meter(self.tr("Meter of the master"), bar_px=8)
        self._gain_label = label("", "small")
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
        self._gain_label.setText(gain_text(master.fader_db))

    def show_levels(self) -> None:
        """Follow the player's meter."""
        self._meter.show_levels(*self.bridge.player.master_levels)

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 9, 8, 8)
        layout.setSpacing(3)
        levels = QHBoxLayout()
        levels.setSpacing(10)
        levels.addStretch(1)
        levels.addWidget(self._meter)
        levels.addWidget(self._fader)
        levels.addStretch(1)
        for widget in (self._eq, self._devices, self._switch):
            layout.addWidget(widget)
        layout.addSpacing(28)
        layout.addLayout(levels, 1)
        layout.addWidget(self._gain_label)
        layout.addWidget(label(self.tr("Master"), "title"))

    def _toggle(self) -> None:
        is_on = self.bridge.project.master.is_on
        self.bridge.edit(
            self.tr("Bypass mastering") if is_on else self.tr("Switch mastering on"), switch_master(not is_on)
        )
        self.follow()

    def _set_gain(self, gain_db: float) -> None:
        self._drag.preview(self.tr("Level of the master"), set_master_fader(round(gain_db, 1)))
