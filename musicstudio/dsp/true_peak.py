# SPDX-License-Identifier: GPL-3.0-or-later
"""True peak after ITU-R BS.1770-4, annex 2: the peak of the signal oversampled four times (at 48 kHz)."""

import numpy as np

from .audio import Audio

OVERSAMPLING = 4
_PIECE_FRAMES = 1 << 18
_OVERLAP_FRAMES = 256


def true_peak_db(audio: Audio) -> float:
    """True peak in dBTP over all channels, shape (channels, frames); -120 for silence. Works in pieces, so memory
    stays small.
    """
    peak = 0.0
    for start in range(0, audio.shape[1], _PIECE_FRAMES):
        piece = audio[:, max(0, start - _OVERLAP_FRAMES) : start + _PIECE_FRAMES]
        peak = max(peak, _oversampled_peak(piece))
    return -120.0 if peak <= 1e-6 else float(20.0 * np.log10(peak))


class TruePeakMeter:
    """True peak of a stream fed in blocks. Not safe for several threads."""

    def __init__(self) -> None:
        self._tail: Audio | None = None
        self.peak = 0.0

    def feed(self, audio: Audio) -> None:
        """Take the next block (channels, frames)."""
        joined = audio if self._tail is None else np.concatenate([self._tail, audio], axis=1)
        self.peak = max(self.peak, _oversampled_peak(joined))
        self._tail = joined[:, -_OVERLAP_FRAMES:].copy()

    @property
    def peak_db(self) -> float:
        """Highest true peak so far, dBTP; -120 for silence."""
        return -120.0 if self.peak <= 1e-6 else float(20.0 * np.log10(self.peak))


def _oversampled_peak(audio: Audio) -> float:
    if audio.shape[1] == 0:
        return 0.0
    import soxr

    sample_peak = float(np.abs(audio).max())
    if sample_peak == 0.0:
        return 0.0
    # Silence around the piece: the converter's filter has to ring out on both sides.
    rows = np.pad(audio.T, ((64, 64), (0, 0)))
    finer = soxr.resample(np.ascontiguousarray(rows), 1, OVERSAMPLING, quality="HQ")
    return max(sample_peak, float(np.abs(finer).max()))
