# SPDX-License-Identifier: GPL-3.0-or-later
"""Finished sound kept on disk for as long as an export may need it again."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Literal

import numpy as np

from musicstudio.core.files import storage_error
from musicstudio.dsp.audio import Audio, silence

_BLOCK_FRAMES = 1 << 16
_CHANNELS = 2


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
        self._file.flush()
        self._file.seek(0)
        while data := self._file.read(_BLOCK_FRAMES * _CHANNELS * 4):
            yield np.ascontiguousarray(np.frombuffer(data, np.float32).reshape(-1, _CHANNELS).T)

    def audio(self) -> Audio:
        """All of it at once, read from the disk as it is needed; not to be changed."""
        return self._map_file("r")

    def edit(self) -> Audio:
        """All of it at once; what is written into it is kept."""
        return self._map_file("r+")

    def _map_file(self, mode: Literal["r", "r+"]) -> Audio:
        if not self.frames:
            return silence(0)
        self._file.flush()
        shape = (self.frames, _CHANNELS)
        try:
            return np.memmap(self._path, np.float32, mode, shape=shape).T
        except OSError as error:
            raise storage_error(error, self._path) from error

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def _open_file(self) -> IO[bytes]:
        try:
            return self._path.open("w+b")
        except OSError as error:
            raise storage_error(error, self._path) from error
