# SPDX-License-Identifier: GPL-3.0-or-later
"""Waveform overviews: smallest and largest sample of every 256 frames, and of every 4 times as many on each level
above.

Kept beside the song, mapped when used, and made again when they are missing or damaged. Any thread may call.
"""

import os
import struct
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.errors import MediaError, StorageError
from musicstudio.core.files import new_file
from musicstudio.core.plain_files import open_plain, require_own_folder
from musicstudio.core.progress import Job, Progress

Columns = NDArray[np.float32]
BASE_FRAMES = 256
LEVEL_STEP = 4
_MIN_LEVEL = 8
_BLOCK_FRAMES = BASE_FRAMES * 2048
_MAGIC = b"MSPEAKS1"
_HEADER = struct.Struct("<8sIIQ")


class SampleSource(Protocol):
    """Where samples come from: `musicstudio.media.store.MediaStore`."""

    def samples(self, content_hash: str) -> Any:
        """float32, shape (frames, channels). Raises `MediaError`."""


class Waveform(NamedTuple):
    """The overview of one source. levels: float32 of shape (channels, 2, count); [:, 0] smallest, [:, 1] largest."""

    rate: int
    frames: int
    levels: tuple[Columns, ...]
    samples: Any

    def columns(self, start_s: float, seconds_per_px: float, count: int) -> tuple[Columns, Columns]:
        """Smallest and largest sample under each of ``count`` pixels, shape (channels, count); 0 outside the source.

        Made from the finest level that does not take more work than the picture needs, so a column may reach up to
        one peak of that level beyond its edges; from the samples themselves where a pixel covers less than 256 of them.
        """
        edges = np.rint((start_s + np.arange(count + 1) * seconds_per_px) * self.rate).astype(np.int64)
        frames_per_px = seconds_per_px * self.rate
        if frames_per_px < BASE_FRAMES:
            return self._from_samples(edges)
        step = BASE_FRAMES
        index = 0
        while index + 1 < len(self.levels) and step * LEVEL_STEP <= frames_per_px:
            index, step = index + 1, step * LEVEL_STEP
        level = self.levels[index]
        return _reduce_peaks(level[:, 0], edges // step, np.minimum), _reduce_peaks(
            level[:, 1], edges // step, np.maximum
        )

    def _from_samples(self, edges: NDArray[np.int64]) -> tuple[Columns, Columns]:
        first, last = int(np.clip(edges[0], 0, self.frames)), int(np.clip(edges[-1] + 1, 0, self.frames))
        try:
            planar = np.ascontiguousarray(self.samples[first:last].T)
        except MediaError:  # the file is gone since the overview was made
            planar = np.zeros((self.levels[0].shape[0], last - first), dtype=np.float32)
        return _reduce_peaks(planar, edges - first, np.minimum), _reduce_peaks(planar, edges - first, np.maximum)


def _reduce_peaks(planar: Columns, edges: NDArray[np.int64], smallest_or_largest: np.ufunc) -> Columns:
    """The least or greatest of ``planar`` between neighbouring edges, at least one value wide; 0 where is none."""
    available = planar.shape[1]
    columns = np.zeros((planar.shape[0], len(edges) - 1), dtype=np.float32)
    is_inside = (edges[:-1] < available) & (np.maximum(edges[1:], edges[:-1] + 1) > 0)
    if not available or not is_inside.any():
        return columns
    wanted = edges[:-1][is_inside]
    starts = np.clip(wanted, 0, available - 1)
    end = int(np.clip(edges[1:][is_inside][-1], starts[-1] + 1, available))
    columns[:, is_inside] = smallest_or_largest.reduceat(planar[:, :end], starts, axis=1)
    return columns


def build_levels(samples: Any) -> Job[tuple[Columns, ...]]:
    """The levels of samples of shape (frames, channels), block by block; cancel between blocks."""
    frames, channels = samples.shape
    base = np.empty((channels, 2, -(-frames // BASE_FRAMES)), dtype=np.float32)
    for first in range(0, frames, _BLOCK_FRAMES):
        planar = np.ascontiguousarray(samples[first : first + _BLOCK_FRAMES].T)
        starts = np.arange(0, planar.shape[1], BASE_FRAMES)
        place = slice(first // BASE_FRAMES, first // BASE_FRAMES + len(starts))
        base[:, 0, place] = np.minimum.reduceat(planar, starts, axis=1)
        base[:, 1, place] = np.maximum.reduceat(planar, starts, axis=1)
        yield Progress(min(1.0, (first + _BLOCK_FRAMES) / frames), "Drawing the waveform")
    levels = [base]
    while levels[-1].shape[2] > _MIN_LEVEL:
        levels.append(_coarser(levels[-1]))
    return tuple(levels)


def _coarser(level: Columns) -> Columns:
    starts = np.arange(0, level.shape[2], LEVEL_STEP)
    smallest = np.minimum.reduceat(level[:, 0], starts, axis=1)
    return np.stack([smallest, np.maximum.reduceat(level[:, 1], starts, axis=1)], axis=1)


class PeakStore:
    """The peaks folder of a song."""

    def __init__(self, folder: Path, media: SampleSource) -> None:
        self.folder = Path(folder)
        self._media = media

    def waveform(self, content_hash: str, rate: int) -> Job[Waveform]:
        """The overview of a source: read when it is there and sound, made and kept otherwise.

        Raises `MediaError` when the audio cannot be read. A folder that cannot be written costs only speed.
        """
        samples = self._media.samples(content_hash)
        levels = self._read_kept(content_hash, samples.shape)
        if levels is None:
            levels = yield from build_levels(samples)
            self._keep(content_hash, samples.shape, levels)
        return Waveform(rate, samples.shape[0], levels, samples)

    def read_kept(self, content_hash: str, rate: int) -> Waveform | None:
        """The overview when it is there and sound, at once; None when it must be made. Raises `MediaError`."""
        samples = self._media.samples(content_hash)
        levels = self._read_kept(content_hash, samples.shape)
        return None if levels is None else Waveform(rate, samples.shape[0], levels, samples)

    def _path(self, content_hash: str) -> Path:
        return self.folder / f"{content_hash}.peaks"

    def _read_kept(self, content_hash: str, shape: tuple[int, int]) -> tuple[Columns, ...] | None:
        path = self._path(content_hash)
        counts = level_counts(shape[0])
        try:
            require_own_folder(self.folder)
            with os.fdopen(open_plain(path), "rb") as file:
                size_bytes = os.fstat(file.fileno()).st_size
                header = file.read(_HEADER.size)
                if header != _header(shape) or size_bytes != _HEADER.size + 8 * shape[1] * sum(counts):
                    return None
                values = np.memmap(file, dtype="<f4", mode="r", offset=_HEADER.size)
        except (OSError, ValueError):
            return None
        ends = np.cumsum([2 * shape[1] * count for count in counts])
        parts = np.split(values, ends[:-1])
        return tuple(part.reshape(shape[1], 2, count) for part, count in zip(parts, counts, strict=True))

    def _keep(self, content_hash: str, shape: tuple[int, int], levels: tuple[Columns, ...]) -> None:
        try:
            require_own_folder(self.folder)
            self.folder.mkdir(exist_ok=True)
            with new_file(self._path(content_hash), makes_folder=False) as file:
                file.write(_header(shape))
                for level in levels:
                    file.write(np.ascontiguousarray(level, dtype="<f4").data.cast("B"))
        except (StorageError, OSError):
            return


def level_counts(frames: int) -> list[int]:
    """How many peaks each level has."""
    counts = [-(-frames // BASE_FRAMES)]
    while counts[-1] > _MIN_LEVEL:
        counts.append(-(-counts[-1] // LEVEL_STEP))
    return counts


def _header(shape: tuple[int, int]) -> bytes:
    return _HEADER.pack(_MAGIC, BASE_FRAMES, shape[1], shape[0])
