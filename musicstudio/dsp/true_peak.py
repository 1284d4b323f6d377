# SPDX-License-Identifier: GPL-3.0-or-later
"""True peak after ITU-R BS.1770-4, annex 2: the peak of the signal oversampled four times (at 48 kHz)."""

import numpy as np

from .audio import Audio

OVERSAMPLING = 4
# What the converter's filter reaches over. A piece that ended there would ring as if the sound stopped.
_REACH_FRAMES = 256


class TruePeakMeter:
    """True peak of a stream fed in blocks. Not safe for several threads."""

    def __init__(self) -> None:
        self._waiting: Audio | None = None
        self._lead = 0
        self._peak = 0.0

    def feed(self, audio: Audio) -> None:
        """Take the next block.

        Parameters
        ----------
        audio : float32 array, shape (channels, frames), 48 kHz, any number of frames
        """
        waiting = audio if self._waiting is None else np.concatenate([self._waiting, audio], axis=1)
        ready = waiting.shape[1] - _REACH_FRAMES
        if ready > self._lead:
            self._peak = max(self._peak, _oversampled_peak(waiting, self._lead, ready))
            waiting, self._lead = waiting[:, max(0, ready - _REACH_FRAMES) :], min(ready, _REACH_FRAMES)
        self._waiting = waiting.copy()

    def take(self) -> float:
        """What was highest since this was last asked, up to a few milliseconds ago.

        Returns
        -------
        float, linear; 0 where there was nothing
        """
        peak, self._peak = self._peak, 0.0
        return peak

    @property
    def peak(self) -> float:
        """Highest true peak so far, as if silence followed; linear."""
        if self._waiting is None:
            return self._peak
        return max(self._peak, _oversampled_peak(self._waiting, self._lead, self._waiting.shape[1]))

    @property
    def peak_db(self) -> float:
        """Highest true peak so far, dBTP; -120 for silence."""
        peak = self.peak
        return -120.0 if peak <= 1e-6 else float(20.0 * np.log10(peak))


def _oversampled_peak(audio: Audio, first: int, end: int) -> float:
    """The peak of the frames from ``first`` to ``end``; those before and after are what the filter reaches over."""
    if end <= first:
        return 0.0
    import soxr

    sample_peak = float(np.abs(audio[:, first:end]).max())
    if sample_peak == 0.0:
        return 0.0
    rows = np.pad(audio.T, ((_REACH_FRAMES, _REACH_FRAMES), (0, 0)))
    finer = soxr.resample(np.ascontiguousarray(rows), 1, OVERSAMPLING, quality="HQ")
    inside = finer[(_REACH_FRAMES + first) * OVERSAMPLING : (_REACH_FRAMES + end) * OVERSAMPLING]
    return max(sample_peak, float(np.abs(inside).max(initial=0.0)))
