# SPDX-License-Identifier: GPL-3.0-or-later
"""Short-term loudness over the song's time, against the target."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ..theme import current

_LOWEST_LUFS = -36.0
_STEP_S = 0.25


class LoudnessPlot(QWidget):
    """Remembers what was heard at each moment of the song, so that playing on fills the curve in."""

    def __init__(self) -> None:
        super().__init__()
        theme = current()
        self.setAccessibleName(self.tr("Loudness over time"))
        self._heard = np.full(0, np.nan)
        self._plot = pg.PlotWidget(background=theme.color("well"))
        self._plot.setMenuEnabled(False)
        self._plot.setMouseEnabled(False, False)
        self._plot.hideButtons()
        self._plot.showGrid(x=True, y=True, alpha=0.12)
        self._plot.setYRange(_LOWEST_LUFS, 0, padding=0)
        self._plot.setLabel("left", "LUFS", color=theme.color("muted").name())
        for side in ("left", "bottom"):
            self._plot.getAxis(side).setPen(theme.color("line"))
            self._plot.getAxis(side).setTextPen(theme.color("muted"))
        self._curve = self._plot.plot(
            pen=pg.mkPen(theme.color("ok"), width=1),
            connect="finite",
            fillLevel=_LOWEST_LUFS,
            brush=theme.color("ok", 0.12),
        )
        self._target = pg.InfiniteLine(angle=0, pen=pg.mkPen(theme.color("accent"), width=1))
        self._playhead = pg.InfiniteLine(angle=90, pen=pg.mkPen(theme.color("text", 0.6), width=1))
        self._plot.addItem(self._target)
        self._plot.addItem(self._playhead)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)

    def set_song(self, length_s: float, target_lufs: float) -> None:
        """The song's length and its target."""
        count = max(1, int(length_s / _STEP_S) + 1)
        if count != len(self._heard):
            heard = np.full(count, np.nan)
            kept = min(count, len(self._heard))
            heard[:kept] = self._heard[:kept]
            self._heard = heard
            self._plot.setXRange(0, max(1.0, length_s), padding=0)
            self._draw()
        self._target.setValue(target_lufs)

    def hear(self, seconds: float, lufs: float) -> None:
        """What is heard now."""
        self._playhead.setValue(seconds)
        index = int(seconds / _STEP_S)
        if lufs > -70 and 0 <= index < len(self._heard):
            self._heard[index] = lufs
            self._draw()

    def _draw(self) -> None:
        times = np.arange(len(self._heard)) * _STEP_S
        self._curve.setData(times, np.maximum(self._heard, _LOWEST_LUFS))
