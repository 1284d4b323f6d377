# SPDX-License-Identifier: GPL-3.0-or-later
"""Sample rates around the networks, converted by torchaudio as a stream.

The filter is a windowed sinc as long as that of librosa's ``kaiser_best``: what would fold back is 140 dB down, and at
0.45 of the lower rate 0.02 dB is lost.
"""

from math import ceil, gcd
from typing import Any

import numpy as np
from numpy.typing import NDArray

Audio = NDArray[np.float32]
_ZERO_CROSSINGS = 64
_ROLL_OFF = 0.9475937167399596
_BETA = 14.769656459379492
_MIN_FRAMES = 1 << 14


class StreamResampler:
    """Converts (channels, frames) fed in blocks of any size; the concatenated output equals one conversion of all.

    Equal rates pass. Output lags input by up to `_MIN_FRAMES` and the filter's length until `finish`. One thread.
    """

    def __init__(self, rate: int, new_rate: int, channels: int) -> None:
        common = gcd(rate, new_rate)
        self._unit_in, self._unit_out = rate // common, new_rate // common
        slower = min(self._unit_in, self._unit_out) * _ROLL_OFF
        self._margin = ceil(_ZERO_CROSSINGS / slower) + 1
        self._convert: Any = None if rate == new_rate else _transform(rate, new_rate)
        # A margin of silence before the beginning; what waits always begins a margin before the next unit.
        self._waiting = np.zeros((channels, self._margin * self._unit_in), np.float32)
        self._fed, self._given = 0, 0

    def feed(self, audio: Audio) -> Audio:
        """Take a block and return what is ready, which may be nothing."""
        if self._convert is None:
            return audio
        self._waiting = np.concatenate([self._waiting, audio], axis=1)
        self._fed += audio.shape[1]
        units = self._waiting.shape[1] // self._unit_in - 2 * self._margin
        if units * self._unit_in < _MIN_FRAMES:
            return np.zeros((audio.shape[0], 0), np.float32)
        return self._take(units)

    def finish(self) -> Audio:
        """The rest. The stream must not be fed again."""
        if self._convert is None:
            return np.zeros((self._waiting.shape[0], 0), np.float32)
        left = ceil(self._fed * self._unit_out / self._unit_in) - self._given
        units = ceil(left / self._unit_out)
        missing = (units + 2 * self._margin) * self._unit_in - self._waiting.shape[1]
        self._waiting = np.pad(self._waiting, ((0, 0), (0, max(0, missing))))
        return self._take(units)[:, :left]

    def _take(self, units: int) -> Audio:
        import torch

        span = self._waiting[:, : (units + 2 * self._margin) * self._unit_in]
        converted = self._convert(torch.from_numpy(np.ascontiguousarray(span))).numpy()
        first, count = self._margin * self._unit_out, units * self._unit_out
        self._waiting = self._waiting[:, units * self._unit_in :].copy()
        self._given += count
        return np.ascontiguousarray(converted[:, first : first + count])


def _transform(rate: int, new_rate: int) -> Any:
    from torchaudio.transforms import Resample

    return Resample(rate, new_rate, "sinc_interp_kaiser", _ZERO_CROSSINGS, _ROLL_OFF, _BETA)
