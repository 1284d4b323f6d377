# SPDX-License-Identifier: GPL-3.0-or-later
"""The Master tab: targets on the left, then the spectrum of what is heard, then loudness over time."""

from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from musicstudio.mixing.targets import targets_by_loudness
from musicstudio.project.edits.song import set_loudness, switch_master

from ..session_bridge import SessionBridge
from ..widgets import Choice, Heading, label, muted, push_button
from ..widgets.number_field import NumberField
from ..widgets.scroll import paint_ground
from .spectrum_view import SpectrumView


class MasterPanel(QWidget):
    """The plot is made when the tab is first shown."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Master"))
        self.bridge = bridge
        paint_ground(self)
        self._plot: Any = None
        self._is_on = QCheckBox(self.tr("Master the song"))
        self._is_on.clicked.connect(self._switch)
        self._place = Choice(self.tr("Loudness for"), self._set_target)
        self._target = self._make_field(-30, -5, " LUFS", self.tr("Target loudness"), self._set_target)
        self._ceiling = self._make_field(-9, 0, " dBTP", self.tr("True peak ceiling"), self._set_ceiling)
        self._now = label("", "title")
        self._spectrum = SpectrumView()
        self._spectrum.setToolTip(
            self.tr("What is heard, by frequency, with held peaks; the dashed slope falls by 4.5 dB an octave")
        )
        self._plot_place = QVBoxLayout()
        self._arrange()
        bridge.watch(self._follow, "master", "clips", "sections", "tempo_map")
        bridge.ticked.connect(self._hear)
        self._follow()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._plot is None:
            from .loudness_plot import LoudnessPlot  # pyqtgraph takes a second to import: only when shown

            self._plot = LoudnessPlot()
            self._plot_place.addWidget(self._plot)
            self._follow()

    def _make_field(self, low: float, high: float, unit: str, name: str, changed: Any) -> NumberField:
        field = NumberField()
        field.setRange(low, high)
        field.setDecimals(1)
        field.setSingleStep(0.5)
        field.setSuffix(unit)
        field.setAccessibleName(name)
        field.setKeyboardTracking(False)
        field.valueChanged.connect(changed)
        return field

    def _arrange(self) -> None:
        side = QWidget()
        side.setFixedWidth(270)
        grid = QGridLayout(side)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        grid.addWidget(Heading(self.tr("Loudness")), 0, 0, 1, 2)
        grid.addWidget(self._is_on, 1, 0, 1, 2)
        for row, (name, field) in enumerate(
            ((self.tr("For"), self._place), (self.tr("Target"), self._target), (self.tr("Ceiling"), self._ceiling)),
            start=2,
        ):
            grid.addWidget(muted(name), row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(muted(self.tr("Now")), 5, 0)
        grid.addWidget(self._now, 5, 1)
        grid.addWidget(
            push_button(self.tr("Effects of the master"), lambda: self.bridge.opened_strip.emit("master")), 6, 0, 1, 2
        )
        grid.setRowStretch(7, 1)
        grid.setColumnStretch(1, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 12)
        layout.setSpacing(20)
        layout.addWidget(side)
        layout.addWidget(self._spectrum, 1)
        layout.addLayout(self._plot_place, 1)

    def _follow(self) -> None:
        master = self.bridge.project.master
        for field, value in ((self._target, master.target_lufs), (self._ceiling, master.ceiling_dbtp)):
            field.blockSignals(True)
            field.setValue(value)
            field.blockSignals(False)
        self._is_on.setChecked(master.is_on)
        places = [(lufs, f"{name} ({lufs:g})".replace("-", "−")) for lufs, name in targets_by_loudness()]
        if master.target_lufs not in [lufs for lufs, _ in targets_by_loudness()]:
            places.append((master.target_lufs, self.tr("Own target")))
        self._place.set_choices(places, master.target_lufs)
        if self._plot is not None:
            self._plot.set_song(self.bridge.project.length_s, master.target_lufs)

    def _hear(self) -> None:
        player = self.bridge.player
        is_silent = player.lufs_short <= -70 or player.lufs_short == 0.0
        loud = self.tr("{0:.1f} LUFS short-term").format(player.lufs_short).replace("-", "−", 1)
        self._now.setText(self.tr("silent") if is_silent else loud)
        if not self.isVisible():
            return
        self._spectrum.show_levels(player.spectrum_db)
        if self._plot is not None:
            self._plot.hear(player.position_s, player.lufs_short)

    def _switch(self, is_on: bool) -> None:
        self.bridge.edit("Switch mastering", switch_master(is_on))

    def _set_target(self, lufs: float) -> None:
        self.bridge.edit("Set loudness", set_loudness(target_lufs=lufs), merge_key="loudness")

    def _set_ceiling(self, dbtp: float) -> None:
        self.bridge.edit("Set ceiling", set_loudness(ceiling_dbtp=dbtp), merge_key="ceiling")
