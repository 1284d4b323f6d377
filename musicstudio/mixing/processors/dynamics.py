# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices that change level by level: compressor, de-esser, gate, limiter and ducker.

pedalboard's Compressor and NoiseGate find the gain; one gain for both channels is what they lack.
"""

from typing import Any

import numpy as np

from musicstudio.core.units import gain_from_db
from musicstudio.dsp.audio import Audio

from .base import GainMeter, Processor, blend, board_of, linked_gain, run
from .equalizer import Cut


class Compressor(Processor):
    """pedalboard's compressor, stereo-linked, with make-up gain and dry/wet mix."""

    def __init__(self) -> None:
        import pedalboard

        self.meter: GainMeter = GainMeter()
        self._plugin = pedalboard.Compressor()
        self._board = board_of([self._plugin], channels=1)
        self._makeup, self._mix = 1.0, 100.0

    def set_values(self, values: dict[str, float]) -> None:
        """threshold_db, ratio, attack_ms, release_ms, makeup_db, mix."""
        _set_ballistics(self._plugin, values)
        self._makeup, self._mix = gain_from_db(values["makeup_db"]), values["mix"]

    def process(self, audio: Audio, key: Audio | None = None) -> Audio:
        """Compress the block."""
        key = audio if key is None else key
        gain = self.meter.note(key, linked_gain(self._board, key)) * np.float32(self._makeup)
        return blend(audio, audio * gain, self._mix)


class Gate(Processor):
    """pedalboard's noise gate, stereo-linked."""

    def __init__(self) -> None:
        import pedalboard

        self.meter: GainMeter = GainMeter()
        self._plugin = pedalboard.NoiseGate()
        self._board = board_of([self._plugin], channels=1)

    def set_values(self, values: dict[str, float]) -> None:
        """threshold_db, ratio, attack_ms, release_ms."""
        _set_ballistics(self._plugin, values)

    def process(self, audio: Audio, key: Audio | None = None) -> Audio:
        """Gate the block."""
        key = audio if key is None else key
        return audio * self.meter.note(key, linked_gain(self._board, key))


class Expander(Processor):
    """pedalboard's noise gate with a gentle ratio and a floor: what is soft gets softer, and no further than asked."""

    def __init__(self) -> None:
        import pedalboard

        self.meter: GainMeter = GainMeter()
        self._plugin = pedalboard.NoiseGate()
        self._board = board_of([self._plugin], channels=1)
        self._floor = np.float32(0)

    def set_values(self, values: dict[str, float]) -> None:
        """threshold_db, ratio, attack_ms, release_ms, range_db."""
        _set_ballistics(self._plugin, values)
        self._floor = np.float32(gain_from_db(-values["range_db"]))

    def process(self, audio: Audio, key: Audio | None = None) -> Audio:
        """Expand the block."""
        key = audio if key is None else key
        return audio * self.meter.note(key, np.maximum(linked_gain(self._board, key), self._floor))


class Deesser(Processor):
    """Compresses only what lies above the split; when nothing is sharp the signal passes unchanged.

    The split is of first order, whose two halves sum to the input in phase; what it gives, cut once more and lifted at
    the corner, is the Butterworth cut of 12 dB an octave that listens.
    """

    def __init__(self) -> None:
        import pedalboard

        self.meter: GainMeter = GainMeter()
        self._compressor = pedalboard.Compressor(attack_ms=0.5, release_ms=60)
        self._split, (_, slope, corner) = pedalboard.HighpassFilter(), Cut(is_low=True).plugins
        self._slope, self._corner = slope, corner
        self._gain_board = board_of([self._compressor], channels=1)
        self._split_board, self._ear_board = board_of([self._split]), board_of([slope, corner])

    def set_values(self, values: dict[str, float]) -> None:
        """split_hz, threshold_db, ratio."""
        for plugin in (self._split, self._slope, self._corner):
            plugin.cutoff_frequency_hz = values["split_hz"]
        self._compressor.threshold_db, self._compressor.ratio = values["threshold_db"], values["ratio"]

    def process(self, audio: Audio, key: Audio | None = None) -> Audio:
        """De-ess the block."""
        sharp = run(self._split_board, audio)
        heard = run(self._ear_board, sharp)
        gain = self.meter.note(heard, linked_gain(self._gain_board, heard))
        return audio - sharp * (np.float32(1) - gain)


class Limiter(Processor):
    """A fast compressor that clips what is left: holds sample peaks without latency. The master has a true-peak
    limiter.

    (pedalboard's own Limiter adds make-up gain, measured at 5 dB, and lets peaks through.)
    """

    def __init__(self) -> None:
        import pedalboard

        self.meter: GainMeter = GainMeter()
        self._compressor = pedalboard.Compressor(ratio=50, attack_ms=0.1)
        self._clipping = pedalboard.Clipping()
        self._gain_board, self._clip_board = board_of([self._compressor], channels=1), board_of([self._clipping])

    def set_values(self, values: dict[str, float]) -> None:
        """threshold_db, release_ms."""
        self._compressor.threshold_db, self._compressor.release_ms = values["threshold_db"], values["release_ms"]
        self._clipping.threshold_db = values["threshold_db"]

    def process(self, audio: Audio, key: Audio | None = None) -> Audio:
        """Limit the block."""
        gain = self.meter.note(audio, linked_gain(self._gain_board, audio))
        return run(self._clip_board, audio * gain)


class Ducker(Processor):
    """Turns down by up to ``amount_db`` while the side-chain is above the threshold."""

    def __init__(self) -> None:
        import pedalboard

        self.meter: GainMeter = GainMeter()
        self._plugin = pedalboard.Compressor(ratio=20)
        self._board = board_of([self._plugin], channels=1)
        self._floor = 1.0

    def set_values(self, values: dict[str, float]) -> None:
        """amount_db, threshold_db, attack_ms, release_ms (which part it listens to is the strip's business)."""
        self._plugin.threshold_db = values["threshold_db"]
        self._plugin.attack_ms, self._plugin.release_ms = values["attack_ms"], values["release_ms"]
        self._floor = gain_from_db(-values["amount_db"])

    def process(self, audio: Audio, key: Audio | None = None) -> Audio:
        """Duck the block; without a side-chain it passes unchanged."""
        if key is None:
            return audio
        return audio * self.meter.note(key, np.maximum(linked_gain(self._board, key), np.float32(self._floor)))


def _set_ballistics(plugin: Any, values: dict[str, float]) -> None:
    plugin.threshold_db, plugin.ratio = values["threshold_db"], values["ratio"]
    plugin.attack_ms, plugin.release_ms = values["attack_ms"], values["release_ms"]
