# SPDX-License-Identifier: GPL-3.0-or-later
"""Meters of what is heard: levels wait until the device has read the sound they belong to."""

from collections import deque

import numpy as np

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio
from musicstudio.dsp.bands import BANDS, FLOOR_DB, BandMeter
from musicstudio.dsp.loudness import LoudnessMeter

from .renderer import Levels
from .tape import CAPACITY, REACH, Tape

_HALF_LIFE_FRAMES = 2400
_MIN_FRAMES = 480
_SPECTRUM_EVERY_FRAMES = SAMPLE_RATE // 25


class LatencyAlignedMeters:
    """Follows the tape at the place that is heard. One thread."""

    def __init__(self) -> None:
        self.lanes: Levels = np.zeros((0, 4), dtype=np.float32)
        self.master: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
        self._peaks = self._powers = np.zeros(2, dtype=np.float32)
        self.loudness = LoudnessMeter()
        self._coming: deque[tuple[int, int, Levels]] = deque()
        self._heard = 0
        self.spectrum_db = np.full(BANDS, FLOOR_DB, dtype=np.float32)
        self._bands = BandMeter()
        self._spectrum_at = 0

    def expect(self, start: int, end: int, levels: Levels) -> None:
        """Levels of the sound laid on the tape from ``start`` to ``end``; what was expected there before will not be
        heard."""
        while self._coming and self._coming[-1][0] >= start:
            self._coming.pop()
        self._coming.append((start, end, levels))

    def hear(self, tape: Tape, frame: int) -> None:
        """Everything up to a tape frame has been heard."""
        first = max(self._heard, frame - (CAPACITY - REACH) // 2)
        if frame - first < _MIN_FRAMES:
            return
        self._measure(tape.read(first, frame - first))
        self._heard = frame
        if frame - self._spectrum_at >= _SPECTRUM_EVERY_FRAMES:
            self._look(tape, frame)
        while self._coming and self._coming[0][1] <= frame:
            self._coming.popleft()
        now = self._coming[0] if self._coming else None
        self.lanes = now[2] if now and now[0] <= frame else np.zeros_like(self.lanes)

    def restart(self) -> None:
        """Playing begins anew: loudness is measured afresh."""
        self.loudness = LoudnessMeter()

    def rewind(self) -> None:
        """The tape is a new one, beginning at 0."""
        self._heard = self._spectrum_at = 0
        self._coming.clear()

    def shift(self, frames: int) -> None:
        """What is expected lies ``frames`` later on the tape (another tape)."""
        self._coming = deque((start + frames, end + frames, levels) for start, end, levels in self._coming)
        self._heard = max(0, self._heard + frames)
        self._spectrum_at = self._heard

    def _measure(self, audio: Audio) -> None:
        """Peaks fall by half in 50 ms, so that a window that looks 60 times a second misses none."""
        self.loudness.feed(audio)
        fall = np.float32(0.5 ** (audio.shape[1] / _HALF_LIFE_FRAMES))
        self._peaks = np.maximum(np.abs(audio).max(axis=1), self._peaks * fall)
        self._powers = self._powers * fall + np.mean(np.square(audio), axis=1) * (1 - fall)
        self.master = (*self._peaks.tolist(), *np.sqrt(self._powers).tolist())

    def _look(self, tape: Tape, frame: int) -> None:
        """The spectrum of the sixth of a second that ends at ``frame``."""
        first = max(0, frame - self._bands.size)
        heard = np.zeros((2, self._bands.size), dtype=np.float32)
        heard[:, first - frame :] = tape.read(first, frame - first)
        self.spectrum_db = self._bands.levels_db(heard)
        self._spectrum_at = frame
