# SPDX-License-Identifier: GPL-3.0-or-later
"""Clean as a device: steady noise is taken away while the sound plays, by the mask that cleans recordings."""

import numpy as np

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio, silence
from musicstudio.dsp.cleaning.frames import power_of
from musicstudio.dsp.cleaning.running_floor import RunningFloor
from musicstudio.dsp.cleaning.wiener import Mask

from .base import Processor

_SIZE = 2048
_HOP = _SIZE // 2
_MEMORY = 0.88


class Clean(Processor):
    """Spectra that overlap by half, 43 ms late; the noise is what was always there in the last three seconds.

    All channels get the same gains, so the stereo image stays.
    """

    latency_frames = _SIZE

    def __init__(self) -> None:
        frequencies_hz = np.fft.rfftfreq(_SIZE, 1 / SAMPLE_RATE).astype(np.float64)
        self._window = np.sqrt(np.hanning(_SIZE + 1)[:-1]).astype(np.float32)
        self._floor, self._mask = RunningFloor(frequencies_hz), Mask(frequencies_hz.size, 1.6, -14.0, _MEMORY)
        self._past, self._waiting = silence(_SIZE - _HOP), silence(0)
        self._sum, self._ready = silence(_SIZE), silence(_HOP)

    def set_values(self, values: dict[str, float]) -> None:
        """amount_db, sensitivity."""
        self._mask.turn(values["sensitivity"], -values["amount_db"])

    def process(self, audio: Audio, key: Audio | None = None) -> Audio:
        """Clean the block."""
        waiting = np.concatenate([self._waiting, audio], axis=1)
        hops = waiting.shape[1] // _HOP
        made = self._finish(waiting[:, : hops * _HOP]) if hops else silence(0)
        self._waiting = waiting[:, hops * _HOP :]
        ready = np.concatenate([self._ready, made], axis=1)
        self._ready = ready[:, audio.shape[1] :]
        return ready[:, : audio.shape[1]]

    def _finish(self, audio: Audio) -> Audio:
        """Whole hops in, as many frames out."""
        known = np.concatenate([self._past, audio], axis=1)
        self._past = known[:, audio.shape[1] :]
        windows = np.lib.stride_tricks.sliding_window_view(known, _SIZE, axis=1)[:, ::_HOP]
        spectra = np.fft.rfft(windows * self._window, axis=-1).astype(np.complex64)
        power = power_of(spectra)
        gains = self._mask.gains(power, np.stack([self._floor.feed(row) for row in power]))
        pieces = np.fft.irfft(spectra * gains, _SIZE, axis=-1).astype(np.float32) * self._window
        made = np.empty_like(audio)
        for number in range(pieces.shape[1]):
            self._sum += pieces[:, number]
            made[:, number * _HOP : (number + 1) * _HOP] = self._sum[:, :_HOP]
            self._sum = np.concatenate([self._sum[:, _HOP:], silence(_HOP)], axis=1)
        return made
