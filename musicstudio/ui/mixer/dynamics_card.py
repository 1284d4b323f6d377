# SPDX-License-Identifier: GPL-3.0-or-later
"""The card of an effect that turns levels down: its curve with the moving dot, what it did lately, its knobs."""

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout

from musicstudio.mixing.hosting.as_device import spec_of
from musicstudio.project.model import Device

from .device_card import DeviceCard
from .level_views import CURVED_KINDS, LevelCurve, LevelHistory


class DynamicsCard(DeviceCard):
    """Of the kinds in `METERED_KINDS`."""

    def build(self) -> None:
        """See `DeviceCard`."""
        self.curve = LevelCurve() if self.device.kind in CURVED_KINDS else None
        self.history = LevelHistory()
        pictures = QHBoxLayout()
        pictures.setSpacing(8)
        if self.curve is not None:
            pictures.addWidget(self.curve, 2)
        pictures.addWidget(self.history, 3)
        self.column.addLayout(pictures, 1)
        spec = spec_of(self.device)
        if spec is not None:
            self.add_knobs(spec.params, self.column, rows=1)

    def follow(self, device: Device, color: QColor) -> None:
        """See `DeviceCard`."""
        super().follow(device, color)
        if self.curve is not None:
            self.curve.follow(device)

    def show_level(self, level_db: float, reduction_db: float) -> None:
        """See `DeviceCard`."""
        if self.curve is not None:
            self.curve.show_level(level_db, reduction_db)
        self.history.show_level(level_db, reduction_db)
