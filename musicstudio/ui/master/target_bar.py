# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the song goes: the target by name, loudness and ceiling, the chain of the master, measuring and comparing."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QWidget

from musicstudio.mixing.hosting.as_device import title_of
from musicstudio.mixing.targets import targets_by_loudness
from musicstudio.project.edits.song import set_loudness, switch_master

from ..mixer.device_rows import short_title
from ..mixer.mastering_chains import offer_chains
from ..session_bridge import SessionBridge
from ..song_sound_state import SongSoundState
from ..widgets import Choice, primary_button, push_button
from ..widgets.number_field import NumberField
from ..words import say

_MAX_LETTERS = 18


class TargetBar(QWidget):
    """``opened()`` to edit the master's effects."""

    def __init__(self, bridge: SessionBridge, sound: SongSoundState, opened: Callable[[], object]) -> None:
        super().__init__()
        self._bridge, self._sound = bridge, sound
        self._is_on = QCheckBox(self.tr("Master the song"))
        self._is_on.clicked.connect(self._switch)
        self._place = Choice(self.tr("Loudness for"), self._set_target)
        self._place.setMinimumWidth(130)
        self._place.setMaximumWidth(260)
        self._target = self._field(-30, -5, " LUFS", self.tr("Target loudness"), self._set_target)
        self._ceiling = self._field(-9, 0, " dBTP", self.tr("True peak ceiling"), self._set_ceiling)
        self._devices = push_button("", opened)
        self._chains = push_button(self.tr("Chains"), self._choose_chain)
        self._chains.setAccessibleName(self.tr("Mastering chains"))
        self._compare = push_button("A/B", sound.compare, tip=self.tr("Without mastering, equally loud"))
        self._compare.setCheckable(True)
        self._compare.setAccessibleName(self.tr("Without mastering, equally loud"))
        self._measure = primary_button(self.tr("Measure"), sound.ask)
        self._measure.setAccessibleName(self.tr("Measure the song"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self._is_on, self._place, self._target, self._ceiling, self._devices, self._chains):
            row.addWidget(widget, 2 if widget is self._place else 0)
        row.addStretch(1)
        row.addWidget(self._compare)
        row.addWidget(self._measure)
        bridge.listening_changed.connect(self._follow_listening)
        sound.changed.connect(self._follow_measuring)
        self.follow()
        self._follow_measuring()

    def follow(self) -> None:
        """Show the document's master."""
        master = self._bridge.project.master
        for field, value in ((self._target, master.target_lufs), (self._ceiling, master.ceiling_dbtp)):
            field.blockSignals(True)
            field.setValue(value)
            field.blockSignals(False)
        self._is_on.setChecked(master.is_on)
        places = [(lufs, f"{name} ({lufs:g})".replace("-", "−")) for lufs, name in targets_by_loudness()]
        if master.target_lufs not in [lufs for lufs, _ in targets_by_loudness()]:
            places.append((master.target_lufs, self.tr("Own target")))
        self._place.set_choices(places, master.target_lufs)
        names = [say(title_of(device)) for device in master.devices if device.is_on]
        told = self.tr("Effects of the master: {0}").format(", ".join(names) or self.tr("none"))
        short = " · ".join(say(short_title(device)) for device in master.devices if device.is_on)
        self._devices.setText(short if 0 < len(short) <= _MAX_LETTERS else self.tr("{0} effects").format(len(names)))
        self._devices.setAccessibleName(told)
        self._devices.setToolTip(told)

    def _field(self, low: float, high: float, unit: str, name: str, changed: Callable[[float], object]) -> NumberField:
        field = NumberField()
        field.setRange(low, high)
        field.setDecimals(1)
        field.setSingleStep(0.5)
        field.setSuffix(unit)
        field.setAccessibleName(name)
        field.setToolTip(name)
        field.setKeyboardTracking(False)
        field.setFixedWidth(96)
        field.valueChanged.connect(changed)
        return field

    def _follow_listening(self) -> None:
        self._compare.setChecked(self._bridge.session.monitoring.now.is_unmastered)

    def _follow_measuring(self) -> None:
        is_measuring = self._sound.is_measuring
        self._measure.setEnabled(not is_measuring)
        self._measure.setText(self.tr("Measuring…") if is_measuring else self.tr("Measure"))
        self._follow_listening()

    def _choose_chain(self) -> None:
        menu = QMenu(self)
        offer_chains(menu, self._bridge)
        menu.exec(self._chains.mapToGlobal(self._chains.rect().bottomLeft()))
        menu.deleteLater()

    def _switch(self, is_on: bool) -> None:
        self._bridge.edit("Switch mastering", switch_master(is_on))

    def _set_target(self, lufs: float) -> None:
        self._bridge.edit("Set loudness", set_loudness(target_lufs=lufs), merge_key="loudness")

    def _set_ceiling(self, dbtp: float) -> None:
        self._bridge.edit("Set ceiling", set_loudness(ceiling_dbtp=dbtp), merge_key="ceiling")
