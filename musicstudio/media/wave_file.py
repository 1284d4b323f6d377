# SPDX-License-Identifier: GPL-3.0-or-later
"""The store's own audio files: 32-bit float WAV with one fixed header, so that equal audio gives equal bytes.

The header has room for the 64-bit sizes of RF64 (EBU Tech 3306) and uses it from 4 GiB on. Samples begin at
`HEADER_BYTES`, a multiple of four, so that they can be mapped.
"""

import os
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.errors import MediaError
from musicstudio.core.files import reading_error
from musicstudio.core.plain_files import open_plain, require_own_folder

HEADER_BYTES = 92
SAMPLE_BYTES = 4
MAX_RIFF_BYTES = 2**32 - 1
_FLOAT_FORMAT = 3
_FORMAT = struct.Struct("<HHIIHH")


class WaveInfo(NamedTuple):
    """What a header says."""

    channels: int
    rate: int
    frames: int

    @property
    def data_bytes(self) -> int:
        """Size of the samples."""
        return self.frames * self.channels * SAMPLE_BYTES


def wave_header(info: WaveInfo) -> bytes:
    """The 92 bytes before the samples."""
    riff_bytes = HEADER_BYTES - 8 + info.data_bytes
    is_large = riff_bytes > MAX_RIFF_BYTES
    sizes = struct.pack("<QQQI", riff_bytes, info.data_bytes, info.frames, 0) if is_large else bytes(28)
    frame_bytes = info.channels * SAMPLE_BYTES
    form = _FORMAT.pack(_FLOAT_FORMAT, info.channels, info.rate, info.rate * frame_bytes, frame_bytes, 32)
    return b"".join(
        [
            b"RF64" if is_large else b"RIFF",
            _size(riff_bytes),
            b"WAVE",
            b"ds64" if is_large else b"JUNK",
            struct.pack("<I", 28),
            sizes,
            b"fmt ",
            struct.pack("<I", _FORMAT.size),
            form,
            b"fact",
            struct.pack("<I", 4),
            _size(info.frames),
            b"data",
            _size(info.data_bytes),
        ]
    )


def read_header(path: Path) -> WaveInfo:
    """What a file of the store holds. Raises `MediaError` when it is missing, foreign or shorter than it says."""
    with open_wave(path) as file:
        return _read_header(file, path)


class SampleFile:
    """The samples of a file, read when a slice of frames is asked for: float32, shape (frames, channels).

    Not mapped: where a mapped file is cut short, or its disk is pulled out, the system ends the whole process. Any
    thread may read.
    """

    def __init__(self, file: BufferedReader, info: WaveInfo, path: Path) -> None:
        self.info, self._path = info, path
        self._descriptor = os.dup(file.fileno())
        self._frame_bytes = info.channels * SAMPLE_BYTES
        self._lock = threading.Lock()

    @property
    def shape(self) -> tuple[int, int]:
        """(frames, channels)."""
        return self.info.frames, self.info.channels

    def __getitem__(self, part: slice) -> NDArray[np.float32]:
        """Frames of a slice without a step. Raises `MediaError` where they cannot be read."""
        first, last, _ = part.indices(self.info.frames)
        samples = np.empty((max(0, last - first), self.info.channels), dtype="<f4")
        if len(samples):
            self._fill(samples.data.cast("B"), HEADER_BYTES + first * self._frame_bytes)
        return samples

    def _fill(self, rest: memoryview, offset: int) -> None:
        while rest:
            try:
                count = self._read_into(rest, offset)
            except OSError as error:
                raise MediaError(f"Of the song's audio, {reading_error(error, self._path)}") from error
            if not count:
                raise MediaError(f"The audio file {self._path.name} of the song is damaged.")
            rest, offset = rest[count:], offset + count

    def _read_into(self, rest: memoryview, offset: int) -> int:
        if hasattr(os, "preadv"):
            return os.preadv(self._descriptor, [rest], offset)
        with self._lock:
            os.lseek(self._descriptor, offset, os.SEEK_SET)
            piece = os.read(self._descriptor, len(rest))
        rest[: len(piece)] = piece
        return len(piece)

    def __del__(self) -> None:
        if (descriptor := getattr(self, "_descriptor", -1)) >= 0:
            os.close(descriptor)


def open_samples(path: Path) -> SampleFile:
    """A file's samples, to be read as they are wanted. Raises `MediaError`."""
    with open_wave(path) as file:
        info = _read_header(file, path)
        if info.frames == 0:
            raise MediaError(f"The audio file {path.name} of the song is empty.")
        return SampleFile(file, info, path)


@contextmanager
def open_wave(path: Path) -> Iterator[BufferedReader]:
    """A plain file of the store, open for reading. Raises `MediaError` when it cannot be."""
    try:
        require_own_folder(path.parent)
        with os.fdopen(open_plain(path), "rb") as file:
            yield file
    except FileNotFoundError as error:
        raise MediaError(f"The audio file {path.name} of the song is missing.") from error
    except OSError as error:
        raise MediaError(f"Of the song's audio, {reading_error(error, path)}") from error


def _read_header(file: BufferedReader, path: Path) -> WaveInfo:
    header = file.read(HEADER_BYTES)
    info = _parse_header(header)
    size_bytes = os.fstat(file.fileno()).st_size
    if info is None or wave_header(info) != header or size_bytes != HEADER_BYTES + info.data_bytes:
        raise MediaError(f"The audio file {path.name} of the song is damaged.")
    return info


def _parse_header(header: bytes) -> WaveInfo | None:
    if len(header) < HEADER_BYTES or header[:4] not in (b"RIFF", b"RF64") or header[48:52] != b"fmt ":
        return None
    _, channels, rate, _, _, _ = _FORMAT.unpack_from(header, 56)
    if header[:4] == b"RF64":
        data_bytes = struct.unpack_from("<Q", header, 28)[0]
    else:
        data_bytes = struct.unpack_from("<I", header, 88)[0]
    return WaveInfo(channels, rate, data_bytes // (channels * SAMPLE_BYTES)) if channels else None


def _size(value: int) -> bytes:
    return struct.pack("<I", min(value, MAX_RIFF_BYTES))
