# SPDX-License-Identifier: GPL-3.0-or-later
"""Isolated clicks found and drawn over.

A click is a bend of the waveform far beyond what is usual around it, over within a millisecond or so; the beginning
of a drum goes on sounding and is none. The gap is filled by least squares under the autoregressive model of what is
around it (A. Janssen, R. Veldhuis and L. Vries, "Adaptive interpolation of discrete-time signals that can be modeled
as autoregressive processes", IEEE Trans. Acoust. Speech Signal Process. 34, 1986).
"""

import numpy as np
from numpy.typing import NDArray

from ..audio import Audio

_BLOCK = 256
_SHARPNESS = 10.0
_QUIETEST = 1e-4
_MAX_LENGTH_S = 0.0015
_AFTER_S = 0.004
_GUARD = 4
_ORDER = 24
_AROUND = 384
MAX_A_SECOND = 8.0

Span = tuple[int, int]
Samples = NDArray[np.float32]


def find_isolated_clicks(samples: Samples, rate: int) -> list[Span]:
    """(start, end) frames of the clicks of one channel; none where they are so many that they belong to the sound."""
    found = _clicks_of(samples, rate)
    return found if len(found) <= MAX_A_SECOND * max(1.0, samples.size / rate) else []


def mend(audio: Audio, clicks: list[list[Span]]) -> Audio:
    """A copy of float32 (channels, frames) audio in which the clicks of each channel are drawn over.

    The rest is the same bytes.
    """
    mended = audio.copy()
    for channel, spans in zip(mended, clicks, strict=True):
        for start, end in spans:
            _fill(channel, start, end)
    return mended


def _clicks_of(samples: Samples, rate: int) -> list[Span]:
    if samples.size < 8 * _BLOCK:
        return []
    bend = np.abs(np.diff(samples.astype(np.float64), n=2))
    usual = _usual(bend)
    longest, after = round(_MAX_LENGTH_S * rate), round(_AFTER_S * rate)
    spans = []
    for start, end in _runs(np.flatnonzero(bend > _SHARPNESS * usual) + 1, longest // 2):
        rest = bend[end + longest : end + longest + after]
        before = bend[max(0, start - after) : start]
        is_over = rest.size and before.size and rest.mean() < 2.0 * max(before.mean(), _QUIETEST / 4)
        if end - start <= longest and is_over:
            spans.append((max(0, start - _GUARD), min(samples.size, end + _GUARD)))
    return spans


def _usual(bend: NDArray[np.float64]) -> NDArray[np.float64]:
    """The 90th percentile of the blocks around each sample."""
    count = -(-bend.size // _BLOCK)
    blocks = np.pad(bend, (0, count * _BLOCK - bend.size), mode="edge").reshape(count, _BLOCK)
    each = np.pad(np.percentile(blocks, 90, axis=1), 1, mode="edge")
    around = np.maximum(np.maximum(each[:-2], each[1:-1]), each[2:])
    return np.repeat(np.maximum(around, _QUIETEST), _BLOCK)[: bend.size]


def _runs(places: NDArray[np.int64], apart: int) -> list[Span]:
    """Places nearer than ``apart`` frames as one (start, end)."""
    if not places.size:
        return []
    cuts = np.flatnonzero(np.diff(places) > apart) + 1
    return [(int(run[0]), int(run[-1]) + 1) for run in np.split(places, cuts)]


def _fill(samples: Samples, start: int, end: int) -> None:
    low, high = max(0, start - _AROUND), min(samples.size, end + _AROUND)
    piece = samples[low:high].astype(np.float64)
    gap = np.arange(start - low, end - low)
    piece[gap] = np.linspace(piece[max(0, gap[0] - 1)], piece[min(piece.size - 1, gap[-1] + 1)], gap.size)
    for _ in range(2):
        piece[gap] = _least_squares(piece, gap, _predictor(piece))
    samples[start:end] = piece[gap]


def _predictor(piece: NDArray[np.float64]) -> NDArray[np.float64]:
    """Coefficients (1, -a1, ...) of the error filter, by the autocorrelation method."""
    window = piece * np.hanning(piece.size)
    products = np.correlate(window, window, "full")[piece.size - 1 : piece.size + _ORDER]
    matrix = products[np.abs(np.subtract.outer(np.arange(_ORDER), np.arange(_ORDER)))]
    matrix += np.eye(_ORDER) * (1e-6 * products[0] + 1e-12)
    return np.concatenate([[1.0], -np.linalg.solve(matrix, products[1:])])


def _least_squares(
    piece: NDArray[np.float64], gap: NDArray[np.int64], error_filter: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Values of the gap that leave the least prediction error around it."""
    rows = piece.size - _ORDER
    matrix = np.zeros((rows, piece.size))
    for delay, value in enumerate(error_filter):
        matrix[np.arange(rows), np.arange(rows) + _ORDER - delay] = value
    known = np.delete(np.arange(piece.size), gap)
    solution, *_ = np.linalg.lstsq(matrix[:, gap], -matrix[:, known] @ piece[known], rcond=None)
    return np.asarray(solution)
