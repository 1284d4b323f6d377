# SPDX-License-Identifier: GPL-3.0-or-later
"""The equalizer's curve as a plot with handles to drag: sideways for frequency, up and down for gain."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from musicstudio.mixing.devices import device_values
from musicstudio.mixing.equalizer import eq_curve
from musicstudio.project.model import Device

from ..theme import current

_FREQUENCIES_HZ = np.geomspace(20, 20_000, 256)
_BANDS = ("low_shelf", "bell1", "bell2", "bell3", "bell4", "high_shelf")
_TICKS_HZ = (30, 100, 300, 1000, 3000, 10_000)


class EqPlot(QWidget):
    """``moved({param: value})`` while a handle is dragged, ``released()`` at the end."""

    def __init__(self, moved: Callable[[dict[str, float]], object], released: Callable[[], object]) -> None:
        super().__init__()
        self._moved, self._is_following = moved, False
        theme = current()
        self._plot = pg.PlotWidget(background=theme.color("well"))
        self._plot.setMenuEnabled(False)
        self._plot.setMouseEnabled(False, False)
        self._plot.hideButtons()
        self._plot.setYRange(-18, 18, padding=0.04)
        self._plot.setXRange(np.log10(20), np.log10(20_000), padding=0.01)
        self._plot.showGrid(x=True, y=True, alpha=0.15)
        bottom = self._plot.getAxis("bottom")
        bottom.setTicks([[(np.log10(hz), f"{hz // 1000}k" if hz >= 1000 else str(hz)) for hz in _TICKS_HZ]])
        for axis in (bottom, self._plot.getAxis("left")):
            axis.setPen(theme.color("line"))
            axis.setTextPen(theme.color("muted"))
        self._curve = self._plot.plot(
            pen=pg.mkPen(theme.color("accent"), width=1), fillLevel=0, brush=theme.color("accent", 0.12)
        )
        self._handles = {band: self._make_handle(band, released) for band in _BANDS}
        self.setAccessibleName(self.tr("Curve of the equalizer"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)

    def follow(self, device: Device) -> None:
        """Show a device."""
        values = device_values(device)
        self._is_following = True
        self._curve.setData(np.log10(_FREQUENCIES_HZ), eq_curve(device, _FREQUENCIES_HZ))
        for band, handle in self._handles.items():
            place = QPointF(float(np.log10(values[f"{band}_hz"])), values[f"{band}_db"])
            if handle.pos() != place:
                handle.setPos(place)
        self._is_following = False

    def _make_handle(self, band: str, released: Callable[[], object]) -> Any:
        theme = current()
        handle = pg.TargetItem(
            movable=True, size=13, symbol="o", pen=pg.mkPen(theme.color("handle"), width=1),
            brush=theme.color("accent"), hoverBrush=theme.color("accent_hover"),
        )  # fmt: skip
        handle.setCursor(Qt.CursorShape.OpenHandCursor)
        handle.sigPositionChanged.connect(lambda item, band=band: self._on_moved(item, band))
        handle.sigPositionChangeFinished.connect(lambda _: None if self._is_following else released())
        self._plot.addItem(handle)
        return handle

    def _on_moved(self, handle: Any, band: str) -> None:
        if not self._is_following:
            frequency_hz = float(np.clip(10 ** handle.pos().x(), 20, 20_000))
            gain_db = float(np.clip(handle.pos().y(), -18, 18))
            self._moved({f"{band}_hz": round(frequency_hz, 1), f"{band}_db": round(gain_db, 1)})
