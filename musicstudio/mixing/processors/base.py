# SPDX-License-Identifier: GPL-3.0-or-later
"""What a running device is: plugins of pedalboard in series, or a processor of ours where pedalboard has none."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio

MAX_BLOCK = 4096
# pedalboard's delay drops the fraction of a sample.
_HALF_A_FRAME = 0.5


class Running(ABC):
    """One running device. Not safe for several threads at once; pedalboard's part releases the GIL."""

    @abstractmethod
    def set_values(self, values: dict[str, float]) -> None:
        """Turn the knobs: every parameter of the kind, already within its range. May be called between any two
        blocks.
        """


class PluginDevice(Running):
    """A device made of pedalboard's plugins only: they become a part of the strip's `pedalboard.Pedalboard`."""

    plugins: Sequence[Any]


class Processor(Running):
    """A device for which pedalboard has no plugin, or none that sees both channels or another track.

    latency_frames: by how much what comes out is later than what went in.
    """

    latency_frames: int = 0
    meter: "GainMeter | None" = None

    @abstractmethod
    def process(self, audio: Audio, key: Audio | None = None) -> Audio:
        """The next block, shape (2, frames), as a new array. key: the side-chain of the same length, where the kind
        listens to one.
        """


class GainMeter:
    """What a device that turns levels down listened to and did, at its deepest since `begin`: dBFS and dB."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Forget: another block comes."""
        self._level, self._gain = 0.0, 1.0

    def note(self, key: Audio, gain: Audio) -> Audio:
        """Take what it listened to and the gain (frames,) that came of it, which is given back."""
        self._level = max(self._level, float(np.abs(key).max(initial=0.0)))
        self._gain = min(self._gain, float(gain.min(initial=1.0)))
        return gain

    @property
    def level_db(self) -> float:
        """The loudest sample of what it listened to."""
        return decibels(self._level)

    @property
    def reduction_db(self) -> float:
        """By how much it turned down, 0 or more; make-up gain does not count."""
        return -decibels(self._gain)


def without_errors(audio: Audio) -> Audio:
    """``audio`` with silence where it is no number: one such sample would silence a filter for ever."""
    return audio if np.isfinite(audio).all() else np.nan_to_num(audio, nan=0.0, posinf=0.0, neginf=0.0)


def board_of(plugins: Iterable[Any], channels: int = 2) -> Any:
    """A `pedalboard.Pedalboard` of plugins in series, made ready for blocks of any size.

    pedalboard readies a board again, and forgets its state, whenever a block is larger than all before; so the
    largest comes first, silent.
    """
    import pedalboard

    board = pedalboard.Pedalboard(list(plugins))
    silent = np.zeros((channels, MAX_BLOCK), np.float32)
    board.process(silent, SAMPLE_RATE, buffer_size=MAX_BLOCK, reset=False)
    return board


def run(board: Any, audio: Audio) -> Audio:
    """One block through a board of `board_of`, which keeps its state."""
    processed: Audio = board.process(audio, SAMPLE_RATE, buffer_size=MAX_BLOCK, reset=False)
    return processed


def linked_gain(board: Any, key: Audio) -> Audio:
    """The gain (frames,) that a mono board of one dynamics plugin applies to the loudest channel of ``key``.

    The plugins follow each channel alone, which would shift the stereo image; one common gain does not.
    """
    level = np.maximum(np.abs(key).max(axis=0), np.float32(1e-9))
    processed = run(board, level[np.newaxis])[0]
    gain: Audio = processed / level
    return gain


def blend(dry: Audio, wet: Audio, mix_percent: float) -> Audio:
    """``dry`` at 0 %, ``wet`` at 100 %."""
    if mix_percent >= 100:
        return wet
    share = np.float32(mix_percent / 100)
    return dry * (np.float32(1) - share) + wet * share


class Parallel:
    """Plugins in series beside the dry signal, as one plugin: ``plugin`` goes into a board, ``set_mix`` blends."""

    def __init__(self, wet: Iterable[Any]) -> None:
        import pedalboard

        self._dry, self._wet = pedalboard.Gain(), pedalboard.Gain()
        self.plugin: Any = pedalboard.Mix([self._dry, pedalboard.Chain([*wet, self._wet])])

    def set_mix(self, mix_percent: float) -> None:
        """0: dry alone, 100: wet alone."""
        self._dry.gain_db, self._wet.gain_db = decibels(1 - mix_percent / 100), decibels(mix_percent / 100)


def decibels(gain: float) -> float:
    """A gain for `pedalboard.Gain`, to which everything under -100 dB is silence."""
    return float(20 * np.log10(max(gain, 1e-6)))


def delay_seconds(frames: int) -> float:
    """What to tell `pedalboard.Delay` for a delay of whole frames."""
    return (frames + _HALF_A_FRAME) / SAMPLE_RATE if frames else 0.0
