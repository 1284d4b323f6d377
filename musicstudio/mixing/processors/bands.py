# SPDX-License-Identifier: GPL-3.0-or-later
"""The multiband compressor: lows, middle and highs each by themselves."""

from typing import Any

import numpy as np

from musicstudio.core.units import gain_from_db
from musicstudio.dsp.audio import Audio

from .base import GainMeter, Processor, board_of, linked_gain, run

BANDS = ("low", "middle", "high")


class MultibandCompressor(Processor):
    """Bands by Linkwitz-Riley crossovers of 12 dB an octave, of pedalboard's first-order filters.

    Put together again they have the level of the input at every frequency: lows go through the upper crossover, too.
    """

    def __init__(self) -> None:
        import pedalboard

        self.meter: GainMeter = GainMeter()
        self._lower, self._upper, self._upper_of_lows = _Crossover(), _Crossover(), _Crossover()
        self._plugins = [pedalboard.Compressor() for _ in BANDS]
        self._boards = [board_of([plugin], channels=1) for plugin in self._plugins]
        self._gains = [1.0] * len(BANDS)

    def set_values(self, values: dict[str, float]) -> None:
        """low_hz, high_hz, attack_ms, release_ms; threshold_db, ratio and gain_db of each band."""
        self._lower.turn(values["low_hz"])
        for crossover in (self._upper, self._upper_of_lows):
            crossover.turn(max(values["high_hz"], values["low_hz"]))
        for plugin, band in zip(self._plugins, BANDS, strict=True):
            plugin.threshold_db, plugin.ratio = values[f"{band}_threshold_db"], values[f"{band}_ratio"]
            plugin.attack_ms, plugin.release_ms = values["attack_ms"], values["release_ms"]
        self._gains = [gain_from_db(values[f"{band}_gain_db"]) for band in BANDS]

    def process(self, audio: Audio, key: Audio | None = None) -> Audio:
        """Compress the block."""
        lows, rest = self._lower.split(audio)
        below, above = self._upper_of_lows.split(lows)
        parts = (below + above, *self._upper.split(rest))
        total = np.zeros_like(audio)
        for part, board, gain in zip(parts, self._boards, self._gains, strict=True):
            total += part * (self.meter.note(part, linked_gain(board, part)) * np.float32(gain))
        return total


class _Crossover:
    """Two halves that sum to the input with its phase turned."""

    def __init__(self) -> None:
        import pedalboard

        self._lows: list[Any] = [pedalboard.LowpassFilter(), pedalboard.LowpassFilter()]
        self._highs: list[Any] = [pedalboard.HighpassFilter(), pedalboard.HighpassFilter()]
        self._low_board, self._high_board = board_of(self._lows), board_of(self._highs)

    def turn(self, frequency_hz: float) -> None:
        for plugin in (*self._lows, *self._highs):
            plugin.cutoff_frequency_hz = frequency_hz

    def split(self, audio: Audio) -> tuple[Audio, Audio]:
        return run(self._low_board, audio), -run(self._high_board, audio)
