# SPDX-License-Identifier: GPL-3.0-or-later
"""Finished sound kept on disk for as long as an export may need it again."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import numpy as np

from musicstudio.core.files import storage_error
from musicstudio.dsp.audio import Audio
from musicstudio.dsp.fades import Gains, equal_power_in

_BLOCK_FRAMES = 1 << 16
_CHANNELS = 2
_FRAME_BYTES = 4 * _CHANNELS


class Spool:
    """Stereo blocks, appended first and read as often as needed. Use it in a ``with``; the folder must outlive it."""

    def __init__(self, folder: Path, name: str = "finished") -> None:
        self._path = folder / f"{name}.f32"
        self._file: IO[bytes] = self._open_file()
        self.frames = 0

    def append(self, block: Audio) -> None:
        """Keep a block (2, frames). Raises `StorageError` when the disk is full."""
        try:
            self._file.write(np.ascontiguousarray(block.T, dtype=np.float32).tobytes())
        except OSError as error:
            raise storage_error(error, self._path) from error
        self.frames += block.shape[1]

    def blocks(self) -> Iterator[Audio]:
        """All of it from the start."""
        yield from self.part(0, self.frames).blocks()

    def part(self, start: int, end: int) -> "SpoolPart":
        """The frames from ``start`` to ``end``, which are there already."""
        return SpoolPart(self, start, end)

    def apply_fades(self, fade_in_frames: int, fade_out_frames: int) -> None:
        """Fade both ends with equal power, each at most over all of it; in pieces. Raises `StorageError`."""
        head, tail = min(fade_in_frames, self.frames), min(fade_out_frames, self.frames)
        for start in range(0, head, _BLOCK_FRAMES):
            end = min(head, start + _BLOCK_FRAMES)
            self._scale(start, equal_power_in(head, start, end))
        for start in range(0, tail, _BLOCK_FRAMES):
            end = min(tail, start + _BLOCK_FRAMES)
            self._scale(self.frames - end, equal_power_in(tail, start, end)[::-1])

    def _scale(self, start: int, gains: Gains) -> None:
        block = self.read(start, start + gains.size) * gains
        try:
            self._file.seek(start * _FRAME_BYTES)
            self._file.write(np.ascontiguousarray(block.T).tobytes())
            self._file.seek(0, os.SEEK_END)
        except OSError as error:
            raise storage_error(error, self._path) from error

    def read(self, start: int, end: int) -> Audio:
        """The frames from ``start`` to ``end``, in memory. Raises `StorageError`."""
        try:
            self._file.flush()
            with self._path.open("rb", buffering=0) as file:
                file.seek(start * _FRAME_BYTES)
                data = file.read((end - start) * _FRAME_BYTES)
        except OSError as error:
            raise storage_error(error, self._path) from error
        return np.ascontiguousarray(np.frombuffer(data, np.float32).reshape(-1, _CHANNELS).T)

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def _open_file(self) -> IO[bytes]:
        try:
            return self._path.open("w+b")
        except OSError as error:
            raise storage_error(error, self._path) from error


class SpoolPart:
    """Some of what is in a spool, for as long as that is there."""

    def __init__(self, spool: Spool, start: int, end: int) -> None:
        self._spool, self._start, self._end = spool, start, end

    @property
    def frames(self) -> int:
        """How long it is."""
        return self._end - self._start

    def blocks(self) -> Iterator[Audio]:
        """All of it from the start."""
        for start in range(self._start, self._end, _BLOCK_FRAMES):
            yield self._spool.read(start, min(self._end, start + _BLOCK_FRAMES))
