# SPDX-License-Identifier: GPL-3.0-or-later
"""The curves of loudness over time, drawn by pyqtgraph: short-term over momentary, target, warnings, playhead."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from ..theme import current
from .loudness_scale import HIGHEST_LUFS, LOWEST_LUFS, MARKS_LUFS


class LoudnessCurves(pyqtgraph.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """As wide as the song is long, without axes or margins; the mouse belongs to who holds it."""

    def __init__(self, parent: QWidget) -> None:
        theme = current()
        super().__init__(parent, background=theme.color("well"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hideButtons()
        self.setMenuEnabled(False)
        for side in ("left", "bottom"):
            self.hideAxis(side)
        plot = self.getPlotItem()
        plot.layout.setContentsMargins(0, 0, 0, 0)
        plot.getViewBox().setDefaultPadding(0.0)
        self.setYRange(LOWEST_LUFS, HIGHEST_LUFS, padding=0)
        for lufs in MARKS_LUFS:
            self._add_line(0, "line", Qt.PenStyle.SolidLine, lufs, 0.6)
        self._momentary = self._curve("muted", 1)
        self._short = self._curve("text", 2, fillLevel=LOWEST_LUFS, brush=theme.color("text", 0.08))
        self._target = self._add_line(0, "muted", Qt.PenStyle.DashLine)
        self._flags: list[Any] = []
        self._playhead = self._add_line(90, "accent", Qt.PenStyle.SolidLine)

    def draw(self, short: NDArray[np.float64], momentary: NDArray[np.float64], step_s: float, length_s: float) -> None:
        """Both curves, a value each ``step_s``; nan leaves a gap."""
        times = np.arange(len(short)) * step_s
        self._short.setData(times, np.clip(short, LOWEST_LUFS, HIGHEST_LUFS))
        self._momentary.setData(times, np.clip(momentary, LOWEST_LUFS, HIGHEST_LUFS))
        self.setXRange(0.0, length_s, padding=0)

    def mark(self, target_lufs: float, flags_s: Sequence[float]) -> None:
        """The target, and the seconds that are warned of."""
        self._target.setValue(target_lufs)
        for flag in self._flags:
            self.removeItem(flag)
        self._flags = [self._add_line(90, "warn", Qt.PenStyle.DotLine, second) for second in flags_s]

    def move_playhead(self, seconds: float) -> None:
        """Where the song is heard."""
        self._playhead.setValue(seconds)

    def _curve(self, token: str, width_px: int, **filling: Any) -> Any:
        pen = pyqtgraph.mkPen(current().color(token), width=width_px)
        return self.plot(pen=pen, connect="finite", antialias=True, **filling)

    def _add_line(self, angle: int, token: str, style: Qt.PenStyle, at: float = 0.0, alpha: float = 1.0) -> Any:
        width_px = 1.5 if angle else 1
        pen = pyqtgraph.mkPen(current().color(token, alpha), width=width_px, style=style)
        line = pyqtgraph.InfiniteLine(at, angle=angle, pen=pen)
        self.addItem(line)
        return line
