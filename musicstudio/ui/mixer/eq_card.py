# SPDX-License-Identifier: GPL-3.0-or-later
"""The card of the equalizer: its curve over the live spectrum, and a row of numbers a band."""

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QToolButton, QWidget

from musicstudio.mixing.devices import DEVICES, device_values
from musicstudio.project.model import Device

from ..theme import current
from ..widgets import ScrollColumn, icon_button, label, push_button
from ..widgets.number_field import NumberField
from ..widgets.segments import Segments
from ..words import say
from .device_card import DeviceCard
from .eq_bands import BANDS, Band
from .eq_view import EqView

_ROW_PX, _NAME_PX = 24, 104
_FIELDS_PX = {"hz": 76, "db": 66, "q": 52}
_UNITS = {"hz": (" Hz", 0), "db": (" dB", 1), "q": ("", 2)}


class EqCard(DeviceCard):
    """Shows spectra while it is the device that the player looks into."""

    def build(self) -> None:
        """See `DeviceCard`."""
        self._heard: Band | None = None
        self.view = EqView(self.turning.turn, self.turning.finish, self._choose_band, self.hear)
        self.rows = BandRows(self)
        self._works_on = Segments(
            self.tr("Works on"), [(0, self.tr("Stereo")), (1, self.tr("Mid")), (2, self.tr("Side"))], self._set_sides
        )
        shows = [("before", self.tr("Before")), ("both", self.tr("Both")), ("after", self.tr("After"))]
        spectrum = Segments(self.tr("Spectrum"), shows, lambda which: self.view.show_only(str(which)))
        spectrum.set_value("both")
        self.slot.addWidget(self._works_on)
        self.slot.addWidget(spectrum)
        across = QHBoxLayout()
        across.setSpacing(10)
        across.addWidget(self.view, 1)
        across.addWidget(self.rows)
        self.column.addLayout(across, 1)
        words = self.tr("Drag a point: frequency and gain. Wheel: width. Double click: flat. Alt+drag: hear the band.")
        hint = label(words, "small")
        self.column.addWidget(hint)

    def follow(self, device: Device, color: QColor) -> None:
        """See `DeviceCard`."""
        super().follow(device, color)
        self.view.follow(device, color)
        self.rows.follow(device, self.view.chosen)
        self._works_on.set_value(round(device_values(device)["works_on"]))
        if self._heard is not None:
            self._listen(self._heard)

    def hear(self, band: Band | None) -> None:
        """Hear what one band works on alone; the same band again, or None: everything."""
        self._heard = None if band is self._heard else band
        self.rows.show_heard(self._heard)
        if self._heard is not None:
            self._listen(self._heard)
        else:
            self.editing.bridge.session.monitoring.end_band()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._heard is not None:
            self.hear(None)

    def _listen(self, band: Band) -> None:
        monitoring = self.editing.bridge.session.monitoring
        monitoring.hear_band(self.editing.chain.owner_id, band.heard(device_values(self.device)))

    def show_spectra(self, around_db: NDArray[np.float32]) -> None:
        """Before and after it, dBFS, shape (2, bands)."""
        self.view.show_spectra(around_db)

    def choose_band(self, band: Band) -> None:
        """Let keys move another band."""
        self.view.choose(band)
        self._choose_band(band)

    def _choose_band(self, band: Band) -> None:
        self.rows.follow(self.device, band)

    def _set_sides(self, value: object) -> None:
        self.turning.turn({"works_on": float(str(value))})
        self.turning.finish()


class BandRows(ScrollColumn):
    """Number, name, frequency, gain and width of each band."""

    def __init__(self, card: EqCard) -> None:
        super().__init__(margin=0, gap=0, is_clear=True)
        self._card = card
        self._fields: dict[str, NumberField] = {}
        self._names: dict[str, QPushButton] = {}
        self._ears: dict[str, QToolButton] = {}
        body = QWidget()
        self._grid = QGridLayout(body)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4)
        self._grid.setVerticalSpacing(2)
        for column, title in enumerate((self.tr("band"), self.tr("frequency"), self.tr("gain"), self.tr("width"))):
            self._grid.addWidget(label(title, "small"), 0, column, Qt.AlignmentFlag.AlignRight)
        for row, band in enumerate(BANDS, start=1):
            self._add(row, band)
        self.add(body)
        self.column.addStretch(1)
        self.setFixedWidth(_NAME_PX + sum(_FIELDS_PX.values()) + _ROW_PX + 5 * 4 + 10)

    def follow(self, device: Device, chosen: Band) -> None:
        """Show the numbers."""
        values = device_values(device)
        for name, field in self._fields.items():
            if not (field.hasFocus() and field.lineEdit().isModified()):
                field.blockSignals(True)
                field.setValue(values[name])
                field.blockSignals(False)
        for band in BANDS:
            self._names[band.name].setChecked(band is chosen)

    def show_heard(self, heard: Band | None) -> None:
        """Which band is heard alone."""
        for band in BANDS:
            self._ears[band.name].setChecked(band is heard)

    def _add(self, row: int, band: Band) -> None:
        button = push_button(f"{row}  {say(band.title)}", partial(self._card.choose_band, band), style="cardRow")
        button.setIcon(_dot(band))
        button.setCheckable(True)
        button.setFixedSize(_NAME_PX, _ROW_PX)
        button.setAccessibleName(say(band.title))
        self._names[band.name] = button
        self._grid.addWidget(button, row, 0)
        ear = icon_button("headphones", self.tr("Hear only {0}").format(say(band.title)), style="tiny", checkable=True)
        ear.clicked.connect(lambda _=False: self._card.hear(band))
        ear.setFixedSize(_ROW_PX, _ROW_PX)
        self._ears[band.name] = ear
        self._grid.addWidget(ear, row, 4)
        for column, part in enumerate(("hz", "db", "q"), start=1):
            spec = DEVICES["eq"].param(f"{band.name}_{part}")
            if spec is not None:
                suffix, digits = _UNITS[part]
                field = NumberField()
                field.setRange(spec.min, spec.max)
                field.setDecimals(digits)
                field.setSuffix(suffix)
                field.setSingleStep(0.1 if part == "q" else 0.5 if part == "db" else 10)
                field.setKeyboardTracking(False)
                field.setFixedSize(_FIELDS_PX[part], _ROW_PX)
                field.setAccessibleName(say(spec.title))
                field.setObjectName("value")
                field.valueChanged.connect(partial(self._set, band, spec.name))
                self._fields[spec.name] = field
                self._grid.addWidget(field, row, column)
            elif part == "db":
                self._grid.addWidget(label(self.tr("12 dB/oct"), "small"), row, column, Qt.AlignmentFlag.AlignRight)

    def _set(self, band: Band, name: str, value: float) -> None:
        self._card.choose_band(band)
        self._card.turning.turn({name: value})
        self._card.turning.finish()


def _dot(band: Band) -> QPixmap:
    made = QPixmap(24, 24)
    made.setDevicePixelRatio(2.0)
    made.fill(Qt.GlobalColor.transparent)
    with QPainter(made) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current().role(band.role))
        painter.drawEllipse(1, 1, 10, 10)
    return made
