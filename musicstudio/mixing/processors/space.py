# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices that make room, of pedalboard's plugins: delay, reverb and convolution."""

import numpy as np

from musicstudio.core.units import SAMPLE_RATE, gain_from_db
from musicstudio.dsp.audio import Audio
from musicstudio.dsp.convolution import Convolver

from ..impulses import impulse
from .base import Parallel, PluginDevice, Processor, blend, board_of, delay_seconds, run

# With impulses of energy 1: noise shall come back 4 dB softer.
_CONVOLUTION_GAIN = np.float32(0.125 * gain_from_db(14.0))


class Delay(PluginDevice):
    """A feedback delay with its echoes cut low and high."""

    def __init__(self) -> None:
        import pedalboard

        self._echo = pedalboard.Delay(mix=1.0)
        self._low_cut, self._high_cut = pedalboard.HighpassFilter(), pedalboard.LowpassFilter()
        self._parallel = Parallel([self._echo, self._low_cut, self._high_cut])
        self.plugins = [self._parallel.plugin]

    def set_values(self, values: dict[str, float]) -> None:
        """time_ms, feedback, low_cut_hz, high_cut_hz, mix."""
        self._echo.delay_seconds, self._echo.feedback = values["time_ms"] / 1000, values["feedback"] / 100
        self._low_cut.cutoff_frequency_hz = values["low_cut_hz"]
        self._high_cut.cutoff_frequency_hz = values["high_cut_hz"]
        self._parallel.set_mix(values["mix"])


class Reverb(PluginDevice):
    """A reverb behind a pre-delay, its input cut low and high."""

    def __init__(self) -> None:
        import pedalboard

        self._predelay = pedalboard.Delay(mix=1.0, feedback=0.0)
        self._low_cut, self._high_cut = pedalboard.HighpassFilter(), pedalboard.LowpassFilter()
        self._room = pedalboard.Reverb(wet_level=1.0, dry_level=0.0)
        self._parallel = Parallel([self._predelay, self._low_cut, self._high_cut, self._room])
        self.plugins = [self._parallel.plugin]

    def set_values(self, values: dict[str, float]) -> None:
        """size, damping, width, predelay_ms, low_cut_hz, high_cut_hz, mix."""
        room = self._room
        room.room_size, room.damping, room.width = (values[name] / 100 for name in ("size", "damping", "width"))
        room.wet_level = _even_level(values["size"] / 100)
        self._low_cut.cutoff_frequency_hz = values["low_cut_hz"]
        self._high_cut.cutoff_frequency_hz = values["high_cut_hz"]
        self._predelay.delay_seconds = delay_seconds(round(values["predelay_ms"] / 1000 * SAMPLE_RATE))
        self._parallel.set_mix(values["mix"])


class Convolution(Processor):
    """A room by its impulse, made here, behind pedalboard's cuts. pedalboard's own convolution lies up to -95 dBFS
    beside the exact one and takes half as long again."""

    def __init__(self) -> None:
        import pedalboard

        self._low_cut, self._high_cut = pedalboard.HighpassFilter(), pedalboard.LowpassFilter()
        self._cuts = board_of([self._low_cut, self._high_cut])
        self._shape: tuple[int, float] | None = None
        self._room: Convolver | None = None
        self._mix = 100.0

    def set_values(self, values: dict[str, float]) -> None:
        """space, decay_s, low_cut_hz, high_cut_hz, mix."""
        self._low_cut.cutoff_frequency_hz, self._high_cut.cutoff_frequency_hz = (
            values["low_cut_hz"], values["high_cut_hz"],
        )  # fmt: skip
        self._mix = values["mix"]
        shape = (round(values["space"]), round(values["decay_s"], 1))
        if shape != self._shape:
            self._shape = shape
            self._room = Convolver(impulse(*shape) * _CONVOLUTION_GAIN)

    def process(self, audio: Audio, key: Audio | None = None) -> Audio:
        """Place the block in the space."""
        room = self._room
        return blend(audio, room.process(run(self._cuts, audio)), self._mix) if room else audio


def _even_level(size: float) -> float:
    """Wet level at which noise comes back 4 dB softer from a room of any size (0 to 1).

    The plugin's combs feed back 0.7 to 0.98 of their output (JUCE's Reverb, after Freeverb), so big rooms would be
    up to 10 dB louder than small ones.
    """
    feedback = 0.7 + 0.28 * size
    return float(1.07 * np.sqrt(1 - feedback**2))
