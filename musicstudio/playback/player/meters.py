# SPDX-License-Identifier: GPL-3.0-or-later
"""Meters of what is heard: levels wait until the device has read the sound they belong to."""

from collections import deque

import numpy as np

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio
from musicstudio.dsp.bands import BANDS, FLOOR_DB, BandMeter
from musicstudio.dsp.loudness import LoudnessMeter

from .monitor import LEVELS, STEREO_POINTS, Readings
from .tape import CAPACITY, REACH, Tape

_HALF_LIFE_FRAMES = 2400
_MIN_FRAMES = 480
_SPECTRUM_EVERY_FRAMES = SAMPLE_RATE // 25
_STEREO_HALF_LIFE_FRAMES = SAMPLE_RATE // 4
_SILENT_POWER = 1e-12
_STEREO_STEP = 8
NO_READINGS = Readings(np.zeros((0, LEVELS), dtype=np.float32))


class LatencyAlignedMeters:
    """Follows the tape at the place that is heard. One thread."""

    def __init__(self) -> None:
        self.readings = NO_READINGS
        self.master: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
        self._peaks = self._powers = np.zeros(2, dtype=np.float32)
        self.loudness = LoudnessMeter()
        self._coming: deque[tuple[int, int, Readings]] = deque()
        self._heard = 0
        self.spectrum_db = np.full(BANDS, FLOOR_DB, dtype=np.float32)
        self.stereo: Audio = np.zeros((2, STEREO_POINTS), dtype=np.float32)
        self._products = np.zeros(3)
        self._bands = BandMeter()
        self._spectrum_at = 0

    @property
    def correlation(self) -> float:
        """Of left and right of what is heard, -1 to 1; 0 for silence."""
        left_right, left, right = self._products.tolist()
        power = (left * right) ** 0.5
        return left_right / power if power > _SILENT_POWER else 0.0

    def expect(self, start: int, end: int, readings: Readings) -> None:
        """What meters show of the sound laid on the tape from ``start`` to ``end``; what was expected there
        before will not be heard."""
        while self._coming and self._coming[-1][0] >= start:
            self._coming.pop()
        self._coming.append((start, end, readings))

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
        still = Readings(np.zeros_like(self.readings.lanes))
        self.readings = now[2] if now and now[0] <= frame else still

    def restart(self) -> None:
        """Playing begins anew: loudness is measured afresh."""
        self.loudness = LoudnessMeter()

    def rewind(self) -> None:
        """The tape is a new one, beginning at 0."""
        self._heard = self._spectrum_at = 0
        self._coming.clear()

    def shift(self, frames: int) -> None:
        """What is expected lies ``frames`` later on the tape (another tape)."""
        self._coming = deque((start + frames, end + frames, readings) for start, end, readings in self._coming)
        self._heard = max(0, self._heard + frames)
        self._spectrum_at = self._heard

    def _measure(self, audio: Audio) -> None:
        """Peaks fall by half in 50 ms, so that a window that looks 60 times a second misses none."""
        self.loudness.feed(audio)
        fall = np.float32(0.5 ** (audio.shape[1] / _HALF_LIFE_FRAMES))
        self._peaks = np.maximum(np.abs(audio).max(axis=1), self._peaks * fall)
        self._powers = self._powers * fall + np.mean(np.square(audio), axis=1) * (1 - fall)
        self.master = (*self._peaks.tolist(), *np.sqrt(self._powers).tolist())
        fall_of_stereo = 0.5 ** (audio.shape[1] / _STEREO_HALF_LIFE_FRAMES)
        products = np.array([audio[0] @ audio[1], audio[0] @ audio[0], audio[1] @ audio[1]]) / audio.shape[1]
        self._products = self._products * fall_of_stereo + products * (1 - fall_of_stereo)

    def _look(self, tape: Tape, frame: int) -> None:
        """The spectrum of the sixth of a second that ends at ``frame``."""
        first = max(0, frame - self._bands.size)
        heard = np.zeros((2, self._bands.size), dtype=np.float32)
        heard[:, first - frame :] = tape.read(first, frame - first)
        self.spectrum_db = self._bands.levels_db(heard)
        self.stereo = heard[:, -STEREO_POINTS * _STEREO_STEP :: _STEREO_STEP]
        self._spectrum_at = frame
