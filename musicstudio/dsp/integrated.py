# SPDX-License-Identifier: GPL-3.0-or-later
"""Integrated loudness as pyloudnorm measures it: what songs are mastered to and what is reported.

`musicstudio.dsp.loudness` streams and serves the display; the two stay within 0.05 LU of each other.
"""

from typing import Any

import numpy as np

from .audio import Audio, fit_length
from .loudness import QUIETEST_LUFS, RATE, gated_lufs, power_of

_BLOCK_FRAMES, _HOP_FRAMES = round(0.4 * RATE), round(0.1 * RATE)
_PIECE_FRAMES = 60 * RATE
# What pyloudnorm's filters hear before a piece, so that they have settled: blocks of it are not counted.
_LEAD_HOPS = 10


class IntegratedMeter:
    """Fed with blocks (channels, frames) at 48 kHz, of any size; keeps a minute of sound. One thread at a time.

    A minute or less is measured by one call of pyloudnorm; longer sound in pieces of a minute, whose 400 ms blocks are
    gated together, so that three hours need no more memory. NaN and infinity count as silence.
    """

    def __init__(self) -> None:
        self._meter: Any = None
        self._waiting: list[Audio] = []
        self._frames = 0
        self._powers: list[Any] = []
        self._has_lead = False

    def feed(self, audio: Audio) -> None:
        """Take the next block; what is no number counts as silence.

        Parameters
        ----------
        audio : float32 array, shape (channels, frames), 48 kHz, any number of frames
        """
        self._waiting.append(np.nan_to_num(audio, nan=0.0, posinf=0.0, neginf=0.0))
        self._frames += audio.shape[1]
        if self._frames >= _PIECE_FRAMES + _BLOCK_FRAMES:
            self._measure_piece()

    @property
    def integrated_lufs(self) -> float:
        """Loudness of everything so far; -120 for silence and for less than 400 ms."""
        waiting = self._join_waiting()
        if not self._has_lead:
            return self._whole_lufs(waiting) if self._frames >= _BLOCK_FRAMES else QUIETEST_LUFS
        powers = [*self._powers, self._block_powers(waiting)]
        return gated_lufs(np.concatenate(powers), -10.0)

    def _join_waiting(self) -> Audio:
        if len(self._waiting) > 1:
            self._waiting = [np.concatenate(self._waiting, axis=1)]
        return self._waiting[0] if self._waiting else np.zeros((2, 0), np.float32)

    def _measure_piece(self) -> None:
        """Measure the whole hops that wait, and keep what the blocks after them reach back to."""
        waiting = self._join_waiting()
        hops = (self._frames - _BLOCK_FRAMES) // _HOP_FRAMES + 1
        self._powers.append(self._block_powers(waiting[:, : (hops - 1) * _HOP_FRAMES + _BLOCK_FRAMES]))
        kept = waiting[:, (hops - _LEAD_HOPS) * _HOP_FRAMES :].copy()
        self._waiting, self._frames, self._has_lead = [kept], kept.shape[1], True

    def _block_powers(self, audio: Audio) -> Any:
        """Power of each 400 ms block of a piece, without those of its lead."""
        skipped = _LEAD_HOPS if self._has_lead else 0
        if audio.shape[1] < skipped * _HOP_FRAMES + _BLOCK_FRAMES:
            return np.zeros(0)
        whole_hops = (audio.shape[1] - _BLOCK_FRAMES) // _HOP_FRAMES
        self._whole_lufs(fit_length(audio, whole_hops * _HOP_FRAMES + _BLOCK_FRAMES))
        return power_of(np.array(self._meter.blockwise_loudness[skipped:]))

    def _whole_lufs(self, audio: Audio) -> float:
        from musicstudio.core.scientific import pyloudnorm

        self._meter = self._meter or pyloudnorm.Meter(RATE)
        with np.errstate(divide="ignore", invalid="ignore"):
            loudness = float(self._meter.integrated_loudness(audio.T))
        return loudness if np.isfinite(loudness) else QUIETEST_LUFS


def integrated_lufs(audio: Audio) -> float:
    """Loudness of a whole recording at 48 kHz, shape (channels, frames); -120 when silent or under 400 ms.

    Parameters
    ----------
    audio : float32 array, shape (channels, frames), 48 kHz

    Returns
    -------
    float, LUFS, at least -120

    Source
    ------
    ITU-R BS.1770-4, by pyloudnorm
    """
    meter = IntegratedMeter()
    for start in range(0, audio.shape[1], _PIECE_FRAMES):
        meter.feed(audio[:, start : start + _PIECE_FRAMES])
    return meter.integrated_lufs
