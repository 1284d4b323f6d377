# SPDX-License-Identifier: GPL-3.0-or-later
"""A recording as a stream of stems, aligned to the sample with what went in, in bounded memory."""

from collections.abc import Iterator
from concurrent.futures import Executor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from musicstudio.dsp.audio import fit_length, to_stereo

from .highband import TrebleShares
from .network import Network
from .overlap import OverlapAdd
from .reading import Level, Recording
from .resampling import StreamResampler

Audio = NDArray[np.float32]
_MIN_DEVIATION = 1e-8
_FULL_BAND = 0.95


class Piece(NamedTuple):
    """Some consecutive frames: stems (stems, 2, frames) and the stereo source (2, frames) that they were taken from."""

    stems: Audio
    source: Audio


def stems_of(
    recording: Recording, level: Level, network: Network, shifts: list[int], worker: Executor
) -> Iterator[Piece | None]:
    """The stems of a recording in order, its whole length in all; None as a point to cancel.

    shifts: for each pass over the music, the frames by which its segments are displaced; estimates are averaged.
    """
    stream = _Stream(recording.rate, network, level, shifts, worker)
    for block in recording.blocks():
        if block is None:
            yield None
        else:
            yield from stream.feed(to_stereo(block))
    yield from stream.finish()


class _Stream:
    def __init__(self, rate: int, network: Network, level: Level, shifts: list[int], worker: Executor) -> None:
        self._stem_count = len(network.sources)
        self._down = StreamResampler(rate, network.rate, 2)
        self._passes = [OverlapAdd(network, worker, shift) for shift in shifts]
        self._queues = [_Queue((self._stem_count, 2)) for _ in shifts]
        self._source, self._slow = _Queue((2,)), _Queue((2,))
        self._scale = max(level.deviation, _MIN_DEVIATION)
        self._mean = level.mean
        self._treble = TrebleShares(self._stem_count, network.rate) if network.rate < _FULL_BAND * rate else None
        treble_rows = self._stem_count + 2 if self._treble else 0
        self._up = StreamResampler(network.rate, rate, 2 * self._stem_count + treble_rows)

    def feed(self, source: Audio) -> Iterator[Piece | None]:
        self._source.put(source)
        yield from self._listen(self._down.feed(source), is_last=False)

    def finish(self) -> Iterator[Piece | None]:
        yield from self._listen(self._down.finish(), is_last=True)
        rest = self._up.finish()
        yield self._piece(fit_length(rest, self._source.frames))

    def _listen(self, slow: Audio, is_last: bool) -> Iterator[Piece | None]:
        self._slow.put(slow)
        normal = (slow - np.float32(self._mean)) / np.float32(self._scale)
        for one_pass, queue in zip(self._passes, self._queues, strict=True):
            for stems in one_pass.feed(normal):
                queue.put_or_skip(stems)
                yield None
            if is_last:
                for stems in one_pass.finish():
                    queue.put_or_skip(stems)
                    yield None
        frames = min(queue.frames for queue in self._queues)
        if frames:
            fast = self._up.feed(self._rows(frames))
            yield self._piece(fast[:, : self._source.frames])

    def _rows(self, frames: int) -> Audio:
        """What goes back to the source's rate: stems and, for the treble, their shares and what the network heard."""
        taken = np.stack([queue.take(frames) for queue in self._queues])
        stems = np.asarray(taken.mean(axis=0) * np.float32(self._scale))
        slow = self._slow.take(frames)
        rows = stems.reshape(-1, frames)
        return rows if self._treble is None else np.concatenate([rows, self._treble.feed(stems), slow])

    def _piece(self, rows: Audio) -> Piece:
        frames = rows.shape[1]
        source = self._source.take(frames)
        stems = rows[: 2 * self._stem_count].reshape(self._stem_count, 2, frames)
        if self._treble is not None:
            shares = rows[2 * self._stem_count : 3 * self._stem_count]
            stems = stems + shares[:, None] * (source - rows[3 * self._stem_count :])
        return Piece(np.ascontiguousarray(stems, dtype=np.float32), source)


class _Queue:
    """Audio that waits, (..., frames)."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._audio = np.zeros((*shape, 0), np.float32)

    @property
    def frames(self) -> int:
        return int(self._audio.shape[-1])

    def put(self, audio: Audio) -> None:
        self._audio = np.concatenate([self._audio, audio], axis=-1)

    def put_or_skip(self, audio: Audio | None) -> None:
        if audio is not None:
            self.put(audio)

    def take(self, frames: int) -> Audio:
        taken, self._audio = self._audio[..., :frames], self._audio[..., frames:].copy()
        return taken
