# SPDX-License-Identifier: GPL-3.0-or-later
"""How much larger than life a row's waveforms are drawn, so that quiet tracks keep a shape that can be read.

One gain for a whole row: loud and quiet sections of a track still differ as they sound.
"""

import math
from collections.abc import Callable
from typing import Any

from musicstudio.project.model import Clip, Track

_FULL = 0.95
_MAX_GAIN = 16.0


class ViewGains:
    """The gain of each row, kept while its clips and the peaks that are ready stay the same."""

    def __init__(self, peaks_of: Callable[[str], Any]) -> None:
        self._peaks_of = peaks_of
        self._loudest: dict[str, float] = {}
        self._gains: dict[str, tuple[tuple[Clip, ...], int, float]] = {}

    def of(self, track: Track, generation: int) -> float:
        """The gain, 1 to 16, in steps of half an octave so that late arrivals seldom redraw the row."""
        kept = self._gains.get(track.id)
        if kept is None or kept[0] is not track.clips or kept[1] != generation:
            kept = self._gains[track.id] = (track.clips, generation, self._measure(track))
        return kept[2]

    def _measure(self, track: Track) -> float:
        sources = {clip.take.source for clip in track.clips if clip.take is not None and clip.take.source}
        loudest = max((self._loudest_of(source) for source in sources), default=0.0)
        if loudest <= 0.0:
            return 1.0
        gain = min(_MAX_GAIN, max(1.0, _FULL / loudest))
        return float(2.0 ** (math.floor(math.log2(gain) * 2) / 2))

    def _loudest_of(self, source: str) -> float:
        if source not in self._loudest:
            peaks = self._peaks_of(source)
            if peaks is None:
                return 0.0
            low, high = peaks.columns(0.0, max(0.001, peaks.frames / peaks.rate / 64), 64)
            self._loudest[source] = float(max(-low.min(), high.max(), 0.0))
        return self._loudest[source]
