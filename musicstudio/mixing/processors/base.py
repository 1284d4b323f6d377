# SPDX-License-Identifier: GPL-3.0-or-later
"""What every effect does, and the helpers around pedalboard's plugins."""

from abc import ABC, abstractmethod
from typing import Any

import numpy as np

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio

LARGEST_BLOCK = 4096


class Processor(ABC):
    """One running effect. Not safe for several threads at once; pedalboard's part releases the GIL."""

    @abstractmethod
    def set_values(self, values: dict[str, float]) -> None:
        """Turn the knobs: every parameter of the kind, already within its range. May be called between any two
        blocks.
        """

    @abstractmethod
    def process(self, audio: Audio, key: Audio | None = None) -> Audio:
        """The next block, shape (2, frames), as a new array. key: the side-chain of the same length, where the kind
        listens to one.
        """


def prepared(plugin: Any, channels: int = 2) -> Any:
    """The plugin, made ready for blocks of any size; to be called once, after construction.

    pedalboard readies a plugin again, and forgets its state, whenever a block is larger than all before; so the
    largest comes first, silent.
    """
    silent = np.zeros((channels, LARGEST_BLOCK), np.float32)
    plugin.process(silent, SAMPLE_RATE, buffer_size=LARGEST_BLOCK, reset=False)
    return plugin


def run(plugin: Any, audio: Audio) -> Audio:
    """One block through a `prepared` plugin or board that keeps its state."""
    processed: Audio = plugin.process(audio, SAMPLE_RATE, buffer_size=LARGEST_BLOCK, reset=False)
    return processed


def linked_gain(plugin: Any, key: Audio) -> Audio:
    """The gain (frames,) that a pedalboard dynamics plugin applies to the loudest channel of ``key``.

    The plugins follow each channel alone, which would shift the stereo image; one common gain does not.
    """
    level = np.maximum(np.abs(key).max(axis=0), np.float32(1e-9))
    processed = run(plugin, level[np.newaxis])[0]
    gain: Audio = processed / level
    return gain


def blend(dry: Audio, wet: Audio, mix_percent: float) -> Audio:
    """``dry`` at 0 %, ``wet`` at 100 %."""
    if mix_percent >= 100:
        return wet
    share = np.float32(mix_percent / 100)
    return dry * (np.float32(1) - share) + wet * share
