# SPDX-License-Identifier: GPL-3.0-or-later
"""Sample-rate conversion with soxr (linear phase, so position is exact: frame 0 stays frame 0)."""

from math import gcd

import numpy as np

from .audio import Audio

_MARGIN_FRAMES = 2048


def resample(audio: Audio, rate: int, new_rate: int) -> Audio:
    """The same sound at another rate; equal rates return the input itself.

    Parameters
    ----------
    audio : float32 array, shape (channels, frames)
    rate, new_rate : int, Hz

    Returns
    -------
    float32 array, shape (channels, round(frames * new_rate / rate))
    """
    if rate == new_rate or audio.shape[1] == 0:
        return audio
    import soxr

    frames = round(audio.shape[1] * new_rate / rate)
    converted = soxr.resample(np.ascontiguousarray(audio.T), rate, new_rate, quality="HQ").T
    if converted.shape[1] < frames:
        converted = np.pad(converted, ((0, 0), (0, frames - converted.shape[1])))
    return np.ascontiguousarray(converted[:, :frames], dtype=np.float32)


class StreamResampler:
    """Converts a stream fed in blocks of any size; the concatenated output equals a conversion in one piece.

    Not safe for several threads. Output lags input by some milliseconds until `finish`.
    """

    def __init__(self, rate: int, new_rate: int, channels: int = 2) -> None:
        import soxr

        self._stream = soxr.ResampleStream(rate, new_rate, channels, dtype="float32", quality="HQ")

    def feed(self, audio: Audio) -> Audio:
        """Take a block.

        Parameters
        ----------
        audio : float32 array, shape (channels, frames)

        Returns
        -------
        float32 array, shape (channels, frames): what is ready, which may be nothing
        """
        return self._pass(audio, is_last=False)

    def finish(self, channels: int = 2) -> Audio:
        """The rest. The stream must not be fed again.

        Parameters
        ----------
        channels : int, as many as were fed

        Returns
        -------
        float32 array, shape (channels, frames)
        """
        return self._pass(np.zeros((channels, 0), dtype=np.float32), is_last=True)

    def _pass(self, audio: Audio, is_last: bool) -> Audio:
        block = self._stream.resample_chunk(np.ascontiguousarray(audio.T), last=is_last)
        return np.ascontiguousarray(block.T, dtype=np.float32)


def window_for(start: int, frames: int, rate: int, new_rate: int) -> tuple[int, int, int]:
    """Which input frames are needed to convert output frames ``start .. start + frames`` alone, seekably.

    Returns (first input frame, input frames, output frames to drop). The first input frame falls exactly on an output
    frame, and both ends carry a margin longer than the filter, so neighbouring windows join without a seam. It may be
    negative: read silence there.

    Parameters
    ----------
    start, frames : int, output frames
    rate, new_rate : int, Hz

    Returns
    -------
    (first input frame, input frames, output frames to drop)
    """
    common = gcd(rate, new_rate)
    unit_in, unit_out = rate // common, new_rate // common
    margin_units = -(-_MARGIN_FRAMES // min(unit_in, unit_out))
    first_unit = start // unit_out - margin_units
    end_unit = -(-(start + frames) // unit_out) + margin_units
    return first_unit * unit_in, (end_unit - first_unit) * unit_in, start - first_unit * unit_out
