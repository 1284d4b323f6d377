# SPDX-License-Identifier: GPL-3.0-or-later
"""Loudness, the master's meter, and the sound device with its count of underruns."""

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from ..session_bridge import SessionBridge
from ..theme import icon
from ..widgets import Meter, icon_button, muted

METER_PX, SMALL_METER_PX = 96, 48


class SoundStatus(QWidget):
    """Follows the player's ticks. loudness: the short-term one, in words; meter: the master's."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.bridge = bridge
        self._lufs: float | None = None
        self.loudness = muted()
        self.meter = Meter(self.tr("Level of the master"), is_vertical=False, bar_px=5)
        self.meter.setFixedWidth(METER_PX)
        self._device = icon_button("volume-2", self.tr("Sound device"), self._choose_device)
        self._underruns, self._is_warning = 0, False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        for widget in (self.loudness, self.meter, self._device):
            layout.addWidget(widget)
        bridge.ticked.connect(self._follow)
        bridge.transport_changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        player = self.bridge.player
        self.meter.show_levels(*self.bridge.levels())
        if player.is_playing or self._lufs is None:
            self._lufs = player.lufs_short  # stopped, what was heard last stays to be read
        self.loudness.setText(loudness_text(self._lufs))
        momentary = loudness_text(player.lufs_momentary if player.is_playing else 0.0)
        self.loudness.setToolTip(self.tr("Short-term loudness of what is heard; momentary: {0}").format(momentary))
        self._show_device(player.underruns, round(player.cpu * 100))

    def _show_device(self, count: int, load: int) -> None:
        """How often the sound broke off is told on asking; the icon warns while it happens."""
        text = self.tr("1 underrun") if count == 1 else self.tr("{0} underruns").format(count)
        is_rising = count > self._underruns
        if is_rising != self._is_warning:
            self._is_warning = is_rising
            self._device.setIcon(icon("volume-2", "warn" if is_rising else "text"))
        self._underruns = count
        self._device.setAccessibleName(self.tr("Sound device, {0}").format(text))
        load_text = self.tr("Sound device. Load of the player: {0} %").format(load)
        self._device.setToolTip(f"{load_text} · {text}")

    def _choose_device(self) -> None:
        menu = QMenu(self)
        chosen = self.bridge.session.settings.values.device
        for name, text in [
            ("", self.tr("The system's choice")),
            *((each, each) for each in self.bridge.player.devices()),
        ]:
            action = menu.addAction(text, partial(self.bridge.session.player_sync.choose_device, name))
            action.setCheckable(True)
            action.setChecked(name == chosen)
        menu.addSeparator()
        menu.addAction(self.tr("Look for devices again"), self.bridge.player.refresh_devices)
        menu.exec(self._device.mapToGlobal(QPoint(0, self._device.height())))
        menu.deleteLater()


def loudness_text(lufs: float) -> str:
    """``−14.2 LUFS``; a dash while it is silent."""
    return "— LUFS" if lufs <= -70 or lufs == 0.0 else f"{lufs:z.1f} LUFS".replace("-", "−")
