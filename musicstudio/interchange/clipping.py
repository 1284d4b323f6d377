# SPDX-License-Identifier: GPL-3.0-or-later
"""Samples louder than a file can hold: found while they are written, and told."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from musicstudio.dsp.audio import Audio

_HARMLESS = 10 ** (0.01 / 20)


class PeakWatch:
    """The highest sample of what passes. peak: 1.0 is full scale."""

    def __init__(self) -> None:
        self.peak = 0.0

    def watch_blocks(self, blocks: Iterable[Audio]) -> Iterator[Audio]:
        """The same blocks."""
        for block in blocks:
            self.peak = max(self.peak, float(np.abs(block).max(initial=0.0)))
            yield block


def clipping_sentence(names: Sequence[str], peak: float) -> str:
    """What is to be told of files that were clipped, the loudest at a peak; empty where none was."""
    if not names or peak <= _HARMLESS:
        return ""
    over_db = 20.0 * float(np.log10(peak))
    what = f"“{names[0]}” was clipped" if len(names) == 1 else f"{len(names)} files were clipped"
    return f"{what}: the loudest place is {over_db:.1f} dB over full scale. A 32-bit WAV holds it."
