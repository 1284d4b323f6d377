# SPDX-License-Identifier: GPL-3.0-or-later
"""Sound that is kept while it is worked on, and heard block by block: three hours of it would not fit into memory."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from musicstudio.core.progress import Job, Progress

from .audio import Audio


class KeptSound(Protocol):
    """Stereo sound at 48 kHz that can be heard as often as needed. frames: how long it is."""

    @property
    def frames(self) -> int:
        """How long it is."""

    def blocks(self) -> Iterator[Audio]:
        """All of it from the start.

        Returns
        -------
        iterator of float32 arrays, shape (2, frames)
        """


class Store(KeptSound, Protocol):
    """Where sound is kept: in memory, or on disk."""

    def append(self, block: Audio) -> None:
        """Keep a block.

        Parameters
        ----------
        block : float32 array, shape (2, frames)
        """


class Meter(Protocol):
    """Something that is fed with sound."""

    def feed(self, audio: Audio) -> None:
        """Take the next block.

        Parameters
        ----------
        audio : float32 array, shape (2, frames), 48 kHz
        """


class SoundInMemory:
    """Blocks kept in memory."""

    def __init__(self, *blocks: Audio) -> None:
        self._blocks = list(blocks)

    @property
    def frames(self) -> int:
        """How long it is."""
        return sum(block.shape[1] for block in self._blocks)

    def append(self, block: Audio) -> None:
        """Keep a block.

        Parameters
        ----------
        block : float32 array, shape (2, frames)
        """
        self._blocks.append(block)

    def blocks(self) -> Iterator[Audio]:
        """All of it from the start.

        Returns
        -------
        iterator of float32 arrays, shape (2, frames)
        """
        return iter(self._blocks)


def feed_meters(blocks: Iterable[Audio], frames: int, meters: Sequence[Meter], message: str) -> Job[None]:
    """Let meters hear a sound; a job that can be cancelled at each block.

    Parameters
    ----------
    blocks : iterable of float32 arrays, shape (2, frames)
    frames : int, how many will come, about
    meters : what is fed
    message : str, what is told meanwhile

    Returns
    -------
    Job, of nothing
    """
    heard = 0
    for block in blocks:
        yield Progress(min(1.0, heard / max(1, frames)), message)
        for meter in meters:
            meter.feed(block)
        heard += block.shape[1]
