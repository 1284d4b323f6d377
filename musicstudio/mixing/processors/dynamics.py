# SPDX-License-Identifier: GPL-3.0-or-later
"""Effects that change level by level: compressor, de-esser, gate, limiter and ducker, all with one gain for both
channels.
"""

from typing import Any

import numpy as np

from musicstudio.core.units import gain_from_db
from musicstudio.dsp.audio import Audio
from musicstudio.dsp.biquads import Biquads

from ..equalizer import gentle_low_cut_section, low_cut_section
from .base import Processor, blend, linked_gain, prepared


class Compressor(Processor):
    """pedalboard's compressor, stereo-linked, with make-up gain and dry/wet mix."""

    def __init__(self) -> None:
        import pedalboard

        self._plugin = prepared(pedalboard.Compressor(), channels=1)
        self._makeup, self._mix = 1.0, 100.0

    def set_values(self, values: dict[str, float]) -> None:
        """threshold_db, ratio, attack_ms, release_ms, makeup_db, mix."""
        _set_ballistics(self._plugin, values)
        self._makeup, self._mix = gain_from_db(values["makeup_db"]), values["mix"]

    def process(self, audio: Audio, key: Audio | None = None) -> Audio:
        """Compress the block."""
        gain = linked_gain(self._plugin, audio) * np.float32(self._makeup)
        return blend(audio, audio * gain, self._mix)


class Gate(Processor):
    """pedalboard's noise gate, stereo-linked."""

    def __init__(self) -> None:
        import pedalboard

        self._plugin = prepared(pedalboard.NoiseGate(), channels=1)

    def set_values(self, values: dict[str, float]) -> None:
        """threshold_db, ratio, attack_ms, release_ms."""
        _set_ballistics(self._plugin, values)

    def process(self, audio: Audio, key: Audio | None = None) -> Audio:
        """Gate the block."""
        return audio * linked_gain(self._plugin, audio)


class Deesser(Processor):
    """Compresses only what lies above the split; when nothing is sharp the signal passes unchanged.

    The split is of first order, whose two halves sum to the input in phase; a steeper filter listens.
    """

    def __init__(self) -> None:
        import pedalboard

        self._plugin = prepared(pedalboard.Compressor(attack_ms=0.5, release_ms=60), channels=1)
        self._split, self._ear = Biquads([gentle_low_cut_section(5500)]), Biquads([low_cut_section(5500)])

    def set_values(self, values: dict[str, float]) -> None:
        """split_hz, threshold_db, ratio."""
        split_hz = values["split_hz"]
        self._split = self._split.turned([gentle_low_cut_section(split_hz)])
        self._ear = self._ear.turned([low_cut_section(split_hz)])
        self._plugin.threshold_db, self._plugin.ratio = values["threshold_db"], values["ratio"]

    def process(self, audio: Audio, key: Audio | None = None) -> Audio:
        """De-ess the block."""
        gain = linked_gain(self._plugin, self._ear.process(audio).astype(np.float32))
        return audio - self._split.process(audio).astype(np.float32) * (np.float32(1) - gain)


class Limiter(Processor):
    """A fast compressor that clips what is left: holds sample peaks without latency. The master has a true-peak
    limiter.

    (pedalboard's own Limiter adds make-up gain, measured at 5 dB, and lets peaks through.)
    """

    def __init__(self) -> None:
        import pedalboard

        self._plugin = prepared(pedalboard.Compressor(ratio=50, attack_ms=0.1), channels=1)
        self._ceiling = np.float32(1)

    def set_values(self, values: dict[str, float]) -> None:
        """threshold_db, release_ms."""
        self._plugin.threshold_db, self._plugin.release_ms = values["threshold_db"], values["release_ms"]
        self._ceiling = np.float32(gain_from_db(values["threshold_db"]))

    def process(self, audio: Audio, key: Audio | None = None) -> Audio:
        """Limit the block."""
        return np.asarray(
            np.clip(audio * linked_gain(self._plugin, audio), -self._ceiling, self._ceiling), dtype=np.float32
        )


class Ducker(Processor):
    """Turns down by up to ``amount_db`` while the side-chain is above the threshold."""

    def __init__(self) -> None:
        import pedalboard

        self._plugin = prepared(pedalboard.Compressor(ratio=20), channels=1)
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
        return audio * np.maximum(linked_gain(self._plugin, key), np.float32(self._floor))


def _set_ballistics(plugin: Any, values: dict[str, float]) -> None:
    plugin.threshold_db, plugin.ratio = values["threshold_db"], values["ratio"]
    plugin.attack_ms, plugin.release_ms = values["attack_ms"], values["release_ms"]
