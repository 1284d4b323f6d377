# SPDX-License-Identifier: GPL-3.0-or-later
"""What is steady in a recording, read before it is cleaned: noise, and the leaks of other stems."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.progress import Job, Progress

from ..audio import Audio
from .bleed import leaks
from .frames import Frames, power_of
from .noise import noise_power

Power = NDArray[np.float32]
BLOCK = 128
GROUP = 8
MAX_BLOCKS = 48


class Unwanted(NamedTuple):
    """Power that should not be there. noise: (bins,). leaks: one (bins,) for each other stem.

    noise_db: level of the noise in dBFS; bleed_db: of what leaked, against the recording; -140 where there is none.
    """

    noise: Power
    leaks: list[Power]
    noise_db: float
    bleed_db: float

    def during(self, others: Sequence[Power]) -> Power:
        """(frames, bins) of what should not be there, while the other stems have these powers (frames, bins)."""
        total = np.zeros((1, self.noise.size), np.float32) + self.noise
        for leak, power in zip(self.leaks, others, strict=True):
            total = total + leak * power
        return total


def find_unwanted(audio: Audio, others: Sequence[Audio], frames: Frames) -> Job[Unwanted]:
    """Look at as many moments as a few minutes hold, evenly spread over recordings of any length."""
    starts = range(0, frames.count, BLOCK)
    chosen = starts[:: -(-len(starts) // MAX_BLOCKS)] if starts else starts
    seen: list[list[Power]] = [[] for _ in (audio, *others)]
    for number, first in enumerate(chosen):
        yield Progress(number / len(chosen), "Listening for noise and bleed")
        for groups, sound in zip(seen, (audio, *others), strict=True):
            groups.append(_group_means(power_of(frames.spectra(sound, first, first + BLOCK))))
    own, *rest = [np.concatenate(groups) if groups else np.zeros((0, frames.bins), np.float32) for groups in seen]
    noise = noise_power(own, frames.frequencies_hz)
    leak = leaks(np.maximum(own - noise, 0.0), rest, frames.frequencies_hz) if len(own) else [noise for _ in rest]
    return Unwanted(noise, leak, _noise_db(noise, frames, len(audio)), _bleed_db(own, rest, leak))


def _group_means(power: Power) -> Power:
    """Means of `GROUP` frames; what is left over is not looked at."""
    count = len(power) // GROUP
    return np.asarray(power[: count * GROUP].reshape(count, GROUP, power.shape[1]).mean(axis=1), dtype=np.float32)


def _noise_db(noise: Power, frames: Frames, channels: int) -> float:
    """Level of a power spectrum, by Parseval's theorem for Hann windows (their squares sum to 3/8 of the size)."""
    mean_square = 2.0 * float(noise.sum()) / (frames.size * frames.size * 0.375 * max(1, channels))
    return max(-140.0, 10.0 * float(np.log10(mean_square + 1e-20)))


def _bleed_db(own: Power, others: list[Power], leak: list[Power]) -> float:
    leaked = sum(float((each * power).sum()) for each, power in zip(leak, others, strict=True))
    return max(-140.0, 10.0 * float(np.log10((leaked + 1e-20) / (float(own.sum()) + 1e-9) + 1e-14)))
