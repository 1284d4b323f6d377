# SPDX-License-Identifier: GPL-3.0-or-later
"""Effects that change the colour or the width: saturator, chorus, filter and stereo width."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.units import gain_from_db
from musicstudio.dsp.audio import Audio

from ..equalizer import LOW_CUT_OFF_HZ
from .base import Parallel, PluginDevice, Processor, blend, board_of, run
from .equalizer import Cut

_REFERENCE_LEVEL = 0.25


class Saturator(Processor):
    """tanh with first-order antiderivative antialiasing, so that drive adds harmonics and not their mirror images.

    J. Parker, V. Zavalishin, E. Le Bivic: Reducing the aliasing of nonlinear waveshaping using continuous-time
    convolution, DAFx-16. A level of -12 dBFS keeps its loudness at any drive. The wet path is half a sample late.
    """

    def __init__(self) -> None:
        self._drive, self._output, self._mix = 1.0, 1.0, 100.0
        self._last = np.zeros((2, 1))

    def set_values(self, values: dict[str, float]) -> None:
        """drive_db, output_db, mix."""
        self._drive, self._mix = gain_from_db(values["drive_db"]), values["mix"]
        level = _REFERENCE_LEVEL / np.tanh(_REFERENCE_LEVEL * self._drive)
        self._output = float(level * gain_from_db(values["output_db"]))

    def process(self, audio: Audio, key: Audio | None = None) -> Audio:
        """Saturate the block."""
        samples = np.concatenate([self._last, audio.astype(np.float64)], axis=1)
        self._last = samples[:, -1:]
        wet = (_smooth_tanh(samples * self._drive) * self._output).astype(np.float32)
        return blend(audio, wet, self._mix)


class Chorus(PluginDevice):
    """pedalboard's chorus."""

    def __init__(self) -> None:
        import pedalboard

        self._plugin = pedalboard.Chorus()
        self.plugins = [self._plugin]

    def set_values(self, values: dict[str, float]) -> None:
        """rate_hz, depth, delay_ms, feedback, mix."""
        plugin = self._plugin
        plugin.rate_hz, plugin.centre_delay_ms = values["rate_hz"], values["delay_ms"]
        plugin.depth, plugin.feedback, plugin.mix = (values[name] / 100 for name in ("depth", "feedback", "mix"))


class Phaser(PluginDevice):
    """pedalboard's phaser."""

    def __init__(self) -> None:
        import pedalboard

        self._plugin = pedalboard.Phaser()
        self.plugins = [self._plugin]

    def set_values(self, values: dict[str, float]) -> None:
        """rate_hz, depth, center_hz, feedback, mix."""
        plugin = self._plugin
        plugin.rate_hz, plugin.centre_frequency_hz = values["rate_hz"], values["center_hz"]
        plugin.depth, plugin.feedback, plugin.mix = (values[name] / 100 for name in ("depth", "feedback", "mix"))


class Distortion(PluginDevice):
    """pedalboard's distortion, darkened by a filter, beside the dry sound."""

    def __init__(self) -> None:
        import pedalboard

        self._drive, self._tone, self._output = pedalboard.Distortion(), pedalboard.LowpassFilter(), pedalboard.Gain()
        self._parallel = Parallel([self._drive, self._tone, self._output])
        self.plugins = [self._parallel.plugin]

    def set_values(self, values: dict[str, float]) -> None:
        """drive_db, tone_hz, output_db, mix."""
        self._drive.drive_db, self._tone.cutoff_frequency_hz = values["drive_db"], values["tone_hz"]
        self._output.gain_db = values["output_db"]
        self._parallel.set_mix(values["mix"])


class Exciter(PluginDevice):
    """Harmonics of the treble, made by pedalboard's distortion between two cuts, added to the sound as it is."""

    def __init__(self) -> None:
        import pedalboard

        self._cuts = (pedalboard.HighpassFilter(), pedalboard.HighpassFilter())
        self._drive, self._amount = pedalboard.Distortion(), pedalboard.Gain()
        added = pedalboard.Chain([self._cuts[0], self._drive, self._cuts[1], self._amount])
        self.plugins = [pedalboard.Mix([pedalboard.Gain(0.0), added])]

    def set_values(self, values: dict[str, float]) -> None:
        """from_hz, drive_db, amount_db."""
        for cut in self._cuts:
            cut.cutoff_frequency_hz = values["from_hz"]
        self._drive.drive_db = values["drive_db"]
        self._amount.gain_db = values["amount_db"] - values["drive_db"]


class Filter(PluginDevice):
    """pedalboard's ladder filter, 24 dB an octave, for sweeps."""

    def __init__(self) -> None:
        import pedalboard

        modes = pedalboard.LadderFilter.Mode
        self._modes = (modes.LPF24, modes.HPF24, modes.BPF24)
        self._plugin = pedalboard.LadderFilter()
        self.plugins = [self._plugin]

    def set_values(self, values: dict[str, float]) -> None:
        """mode, cutoff_hz, resonance, drive_db."""
        self._plugin.mode = self._modes[round(values["mode"])]
        self._plugin.cutoff_hz, self._plugin.resonance = values["cutoff_hz"], values["resonance"] / 100
        self._plugin.drive = gain_from_db(values["drive_db"])


class StereoWidth(Processor):
    """Scales the difference of the channels, optionally only above a frequency (bass stays in the middle)."""

    def __init__(self) -> None:
        self._width = np.float32(1)
        self._low_cut = Cut(is_low=True)
        self._board: Any = None

    def set_values(self, values: dict[str, float]) -> None:
        """width, mono_below_hz."""
        self._width = np.float32(values["width"] / 100)
        below_hz = values["mono_below_hz"]
        self._low_cut.turn(below_hz)
        if below_hz <= LOW_CUT_OFF_HZ:
            self._board = None
        elif self._board is None:
            self._board = board_of(self._low_cut.plugins, channels=1)

    def process(self, audio: Audio, key: Audio | None = None) -> Audio:
        """Widen or narrow the block."""
        middle, side = (audio[0] + audio[1]) / 2, (audio[0] - audio[1]) / 2 * self._width
        if self._board is not None:
            side = run(self._board, side[np.newaxis])[0]
        return np.stack([middle + side, middle - side])


def _smooth_tanh(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean of tanh over each step between neighbouring samples: one sample fewer than given."""
    magnitude = np.abs(samples)
    integral = magnitude + np.log1p(np.exp(-2 * magnitude))
    step = np.diff(samples, axis=1)
    is_small = np.abs(step) < 1e-4
    middle = np.tanh((samples[:, 1:] + samples[:, :-1]) / 2)
    return np.where(is_small, middle, np.diff(integral, axis=1) / np.where(is_small, 1.0, step))
