# SPDX-License-Identifier: GPL-3.0-or-later
"""The equalizer: pedalboard's filters, turned so that they sound as the curve is drawn.

Its bells and shelves have the coefficients of `musicstudio.mixing.equalizer`. Its cuts are of first order: two of them
are 6 dB down at the corner, and a bell of 3 dB there makes the 12 dB an octave Butterworth exactly.
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from musicstudio.dsp.audio import Audio

from ..equalizer import BANDS, BUTTERWORTH_Q, HIGH_CUT_OFF_HZ, LOW_CUT_OFF_HZ, MIDDLE, SIDE, is_band_on
from .base import PluginDevice, Processor, board_of, run

_CORNER_DB, _CORNER_Q = 3.0103, 2**0.25 / 2
_OPEN_LOW_HZ, _OPEN_HIGH_HZ = 1.0, 23_500.0
Turn = Callable[[dict[str, float]], None]


class Cut:
    """A Butterworth cut of 12 dB an octave, made of three plugins. Open (``None``) it passes everything."""

    def __init__(self, is_low: bool) -> None:
        import pedalboard

        kind = pedalboard.HighpassFilter if is_low else pedalboard.LowpassFilter
        self._slopes = (kind(), kind())
        self._corner = pedalboard.PeakFilter(gain_db=_CORNER_DB, q=_CORNER_Q)
        self._open_hz = _OPEN_LOW_HZ if is_low else _OPEN_HIGH_HZ
        self.plugins: tuple[Any, ...] = (*self._slopes, self._corner)

    def turn(self, cutoff_hz: float | None) -> None:
        """Move the corner."""
        for slope in self._slopes:
            slope.cutoff_frequency_hz = cutoff_hz or self._open_hz
        self._corner.cutoff_frequency_hz = cutoff_hz or 1000.0
        self._corner.gain_db = _CORNER_DB if cutoff_hz else 0.0


class Equalizer(PluginDevice):
    """Six bands and two cuts in series; a band that does nothing, and is not automated, is left out."""

    def __init__(self, values: dict[str, float], automated: Iterable[str] = ()) -> None:
        used = [band for band in BANDS if is_band_on(band, values) or _is_named(band, automated)]
        self._turns: list[Turn] = []
        self.plugins = [plugin for band in used for plugin in self._make(band)]
        self.set_values(values)

    def set_values(self, values: dict[str, float]) -> None:
        """Every parameter of the bands in use."""
        for turn in self._turns:
            turn(values)

    def _make(self, band: str) -> tuple[Any, ...]:
        import pedalboard

        if band in ("low_cut", "high_cut"):
            return self._make_cut(band == "low_cut")
        kinds = {"low_shelf": pedalboard.LowShelfFilter, "high_shelf": pedalboard.HighShelfFilter}
        plugin: Any = kinds.get(band, pedalboard.PeakFilter)(q=BUTTERWORTH_Q)

        def turn(values: dict[str, float]) -> None:
            plugin.cutoff_frequency_hz, plugin.gain_db = values[f"{band}_hz"], values[f"{band}_db"]
            if f"{band}_q" in values:
                plugin.q = values[f"{band}_q"]

        self._turns.append(turn)
        return (plugin,)

    def _make_cut(self, is_low: bool) -> tuple[Any, ...]:
        cut, name = Cut(is_low), "low_cut_hz" if is_low else "high_cut_hz"

        def turn(values: dict[str, float]) -> None:
            cutoff_hz = values[name]
            is_open = cutoff_hz <= LOW_CUT_OFF_HZ if is_low else cutoff_hz >= HIGH_CUT_OFF_HZ
            cut.turn(None if is_open else cutoff_hz)

        self._turns.append(turn)
        return cut.plugins


class MiddleSideEqualizer(Processor):
    """An equalizer that works on what both sides share, or on what they differ in, and leaves the other as it is."""

    def __init__(self, values: dict[str, float], automated: Iterable[str] = ()) -> None:
        self._filters = Equalizer(values, automated)
        self._board = board_of(self._filters.plugins)
        self._where = round(values["works_on"])

    def set_values(self, values: dict[str, float]) -> None:
        """As for `Equalizer`, and works_on."""
        self._filters.set_values(values)
        self._where = round(values["works_on"])

    def process(self, audio: Audio, key: Audio | None = None) -> Audio:
        """Filter the block."""
        middle_side = np.stack([audio[0] + audio[1], audio[0] - audio[1]]) * np.float32(0.5)
        filtered = run(self._board, middle_side)
        middle = middle_side[0] if self._where == SIDE else filtered[0]
        side = middle_side[1] if self._where == MIDDLE else filtered[1]
        return np.stack([middle + side, middle - side])


def _is_named(band: str, params: Iterable[str]) -> bool:
    return any(param.rpartition("_")[0] == band for param in params)
