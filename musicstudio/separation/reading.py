# SPDX-License-Identifier: GPL-3.0-or-later
"""What is separated, as blocks that can be read more than once: audio in memory, a file, or a window of either."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.errors import InputError, MediaError

Audio = NDArray[np.float32]
_BLOCK_FRAMES = 1 << 16
_LOWEST_RATE, _HIGHEST_RATE = 4_000, 768_000


class Recording(Protocol):
    """frames: how many there are, or about (0: unknown). notices: sentences about what was changed on the way in."""

    rate: int
    channels: int
    frames: int
    notices: list[str]

    def blocks(self) -> Iterator[Audio | None]:
        """All audio from the start as (1 or 2, frames) float32; None as a point to cancel."""


class ArrayRecording:
    """Audio in memory, (channels, frames). More than two channels are folded to stereo, with a notice."""

    def __init__(self, audio: Audio, rate: int) -> None:
        from musicstudio.dsp.audio import to_stereo

        if audio.ndim != 2 or audio.shape[0] == 0:
            raise InputError("Only audio with at least one channel can be separated.")
        if not _LOWEST_RATE <= rate <= _HIGHEST_RATE:
            raise InputError(f"Audio at {rate} Hz cannot be separated; rates from 4 to 768 kHz can.")
        self.notices = []
        if audio.shape[0] > 2:
            self.notices.append(f"The {audio.shape[0]} channels were folded to stereo before separating.")
        self.audio = np.asarray(audio if audio.shape[0] <= 2 else to_stereo(audio), dtype=np.float32)
        self.rate = rate
        self.channels, self.frames = self.audio.shape

    def blocks(self) -> Iterator[Audio | None]:
        """See `Recording`."""
        for start in range(0, self.frames, _BLOCK_FRAMES):
            yield self.audio[:, start : start + _BLOCK_FRAMES]


class FileRecording:
    """An audio file at its own rate, decoded anew for each reading. Raises `MediaError` for what is no audio."""

    def __init__(self, path: Path) -> None:
        from musicstudio.media.decoding import DecodedFile

        self._path = path
        with DecodedFile(path, rate=None) as file:
            self.rate, self.channels = file.rate, file.channels
            # Only decoding tells how long a file is.
            self.frames, peak = 0, 0.0
            for block in file.blocks():
                if block is not None:
                    self.frames += block.shape[1]
                    peak = max(peak, float(np.abs(block).max(initial=0.0)))
            self.notices = list(file.notices)
        if not self.frames:
            raise MediaError(f"“{path.name}” holds no sound: it is 0 samples long.")
        if not peak:
            self.notices.append(f"“{path.name}” is silent, and so are its stems.")

    def blocks(self) -> Iterator[Audio | None]:
        """See `Recording`."""
        from musicstudio.media.decoding import DecodedFile

        with DecodedFile(self._path, self.rate) as file:
            yield from file.blocks()


class Window:
    """Frames ``start`` to ``start + frames`` of another recording."""

    def __init__(self, recording: Recording, start: int, frames: int) -> None:
        self._recording, self._start = recording, start
        self.rate, self.channels, self.notices = recording.rate, recording.channels, recording.notices
        self.frames = frames

    def blocks(self) -> Iterator[Audio | None]:
        """See `Recording`."""
        place = 0
        for block in self._recording.blocks():
            if block is None:
                yield None
                continue
            low = max(0, self._start - place)
            high = min(block.shape[1], self._start + self.frames - place)
            if high > low:
                yield block[:, low:high]
            place += block.shape[1]
            if place >= self._start + self.frames:
                return


class Level(NamedTuple):
    """Mean and deviation of a recording's mono sum; networks expect them to be 0 and 1."""

    mean: float
    deviation: float
    frames: int


def measure(recording: Recording) -> Iterator[Level | None]:
    """One reading of a recording; yields None as a point to cancel, and the level at last."""
    total, squares, frames = 0.0, 0.0, 0
    for block in recording.blocks():
        if block is not None:
            mono = block.mean(axis=0, dtype=np.float64)
            total += float(mono.sum())
            squares += float(np.square(mono).sum())
            frames += mono.size
        yield None
    mean = total / max(1, frames)
    variance = max(0.0, squares / max(1, frames) - mean * mean)
    yield Level(mean, float(np.sqrt(variance)), frames)
