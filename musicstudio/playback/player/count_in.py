# SPDX-License-Identifier: GPL-3.0-or-later
"""Clicks before the song begins, at its tempo there."""

from collections.abc import Callable

import numpy as np

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import silence
from musicstudio.project.model import TempoMap

from .metronome import BAR_CLICK, BEAT_CLICK
from .monitor import LEVELS, Readings
from .renderer import Block


class CountIn:
    """Renders so many beats of clicks and then what follows. One thread at a time.

    The clicks lie before the song's start on the timeline: below 0 at the beginning of the song.
    """

    def __init__(
        self, tempo_map: TempoMap, start: int, beats: int, lanes: int, following: Callable[[int], list[Block]]
    ) -> None:
        """start: where the song begins to play, in frames. lanes: of the plan."""
        tick = tempo_map.ticks_at(start / SAMPLE_RATE)
        meter = tempo_map.meter_at(tick)
        beat_s = tempo_map.seconds_at(tick + meter.beat_ticks) - tempo_map.seconds_at(tick)
        self._beats_a_bar = max(1, meter.bar_ticks // meter.beat_ticks)
        self._beat_frames = max(1, round(beat_s * SAMPLE_RATE))
        self._start, self._lanes, self._following = start, lanes, following
        self._left = beats * self._beat_frames

    @property
    def frames_left(self) -> int:
        """How many frames of clicks are still to come."""
        return self._left

    def render(self, frames: int) -> list[Block]:
        """About so many frames more."""
        if not self._left:
            return self._following(frames)
        frames = min(frames, self._left)
        levels = Readings(np.zeros((self._lanes, LEVELS), np.float32))
        block = Block(self._start - self._left, self._clicks(frames), levels)
        self._left -= frames
        return [block]

    def _clicks(self, frames: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        audio = silence(frames)
        for beat in range(self._left // self._beat_frames + 2):
            at = self._left - beat * self._beat_frames
            click = BAR_CLICK if beat % self._beats_a_bar == 0 else BEAT_CLICK
            first, last = max(0, at), min(frames, at + len(click))
            if beat and last > first:
                audio[:, first:last] += click[first - at : last - at]
        return audio
