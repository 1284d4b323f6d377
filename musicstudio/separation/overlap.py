# SPDX-License-Identifier: GPL-3.0-or-later
"""Overlap-add of a network's estimates over a stream of any length, in the memory of a few segments.

Segments, weights and padding are those of `demucs.apply.apply_model` (triangular weights, a quarter of overlap), so the
result equals what the demucs command computes.
"""

from collections.abc import Iterator
from concurrent.futures import Executor

import numpy as np
from numpy.typing import NDArray

from .network import Network

Audio = NDArray[np.float32]
OVERLAP = 0.25


class OverlapAdd:
    """Feed a normalised stereo mix at the network's rate; take finished stems. One stream, one thread, and
    the worker's, on which the network runs.

    ``shift`` frames of silence are put before the stream and taken from the result again (demucs' shift trick).
    """

    def __init__(self, network: Network, worker: Executor, shift: int = 0) -> None:
        self._network, self._worker = network, worker
        self._segment = network.segment_frames
        self._stride = int((1.0 - OVERLAP) * self._segment)
        self._weight = _triangle(self._segment)
        self._mix = np.zeros((2, shift), np.float32)
        self._mix_start = 0
        self._offset = 0
        self._stems = np.zeros((len(network.sources), 2, 0), np.float32)
        self._weights = np.zeros(0, np.float32)
        self._drop = shift

    def feed(self, mix: Audio) -> Iterator[Audio | None]:
        """Take more of the mix (2, frames); yields finished stems (stems, 2, frames), and None as points to cancel."""
        self._mix = np.concatenate([self._mix, mix], axis=1)
        while self._end - self._offset >= self._segment:
            yield from self._run(self._segment)

    def finish(self) -> Iterator[Audio | None]:
        """The rest of the stems."""
        while self._offset < self._end:
            yield from self._run(min(self._segment, self._end - self._offset))
        yield self._take_frames(self._stems.shape[2])

    @property
    def _end(self) -> int:
        return self._mix_start + self._mix.shape[1]

    def _run(self, length: int) -> Iterator[Audio | None]:
        before = (self._segment - length) // 2
        piece = self._cut(self._offset - before, self._segment)
        estimate = None
        for estimate in self._network.estimate(piece, self._worker):
            if estimate is None:
                yield None
        assert estimate is not None
        self._add(estimate[:, :, before : before + length], self._weight[:length])
        self._offset += self._stride
        self._forget()
        yield self._take_frames(self._stride)

    def _cut(self, start: int, frames: int) -> Audio:
        """Frames of the mix by their place in the stream, silent where there is none."""
        low, high = max(start, self._mix_start), min(start + frames, self._end)
        piece = np.zeros((2, frames), np.float32)
        piece[:, low - start : high - start] = self._mix[:, low - self._mix_start : high - self._mix_start]
        return piece

    def _add(self, stems: Audio, weight: Audio) -> None:
        missing = stems.shape[2] - self._stems.shape[2]
        if missing > 0:
            self._stems = np.pad(self._stems, ((0, 0), (0, 0), (0, missing)))
            self._weights = np.pad(self._weights, (0, missing))
        self._stems[:, :, : weight.size] += stems * weight
        self._weights[: weight.size] += weight

    def _take_frames(self, frames: int) -> Audio:
        """The first frames of the sum, which no later segment touches."""
        frames = min(frames, self._stems.shape[2])
        done = self._stems[:, :, :frames] / self._weights[:frames]
        self._stems = self._stems[:, :, frames:].copy()
        self._weights = self._weights[frames:].copy()
        dropped = min(self._drop, done.shape[2])
        self._drop -= dropped
        return done[:, :, dropped:]

    def _forget(self) -> None:
        """Drop what no later segment can look at: the last ones reach half a segment back."""
        spare = self._offset - self._segment // 2 - 1 - self._mix_start
        if spare > 0:
            self._mix = self._mix[:, spare:].copy()
            self._mix_start += spare


def _triangle(segment: int) -> Audio:
    rising = np.arange(1, segment // 2 + 1)
    falling = np.arange(segment - segment // 2, 0, -1)
    weight = np.concatenate([rising, falling]).astype(np.float32)
    return np.asarray(weight / weight.max())
