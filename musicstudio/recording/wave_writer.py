# SPDX-License-Identifier: GPL-3.0-or-later
"""A WAV file that grows and is whole all the time: whenever the process dies, all but the last half second is there."""

import os
import shutil
from pathlib import Path

import numpy as np

from musicstudio.core.errors import StorageError
from musicstudio.core.files import storage_error, write_all
from musicstudio.core.plain_files import open_plain
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio
from musicstudio.media.wave_file import HEADER_BYTES, SAMPLE_BYTES, WaveInfo, wave_header

SETTLE_EVERY_FRAMES = SAMPLE_RATE // 4
"""How often the header is brought up to date and all is handed to the disk."""
KEPT_FREE_BYTES = 64 << 20
"""A disk is not filled to the brim: the song itself must still be saved."""


class WaveWriter:
    """float32 at 48 kHz. One thread. Raises `StorageError` where the disk is full or gone; what was written stays."""

    def __init__(self, path: Path, channels: int) -> None:
        self.path, self._channels = path, channels
        self.frames = self._settled_frames = 0
        try:
            self._descriptor = open_plain(path, os.O_RDWR | os.O_CREAT | os.O_EXCL)
            write_all(self._descriptor, wave_header(WaveInfo(channels, SAMPLE_RATE, 0)))
        except OSError as error:
            raise storage_error(error, path) from error

    def write(self, audio: Audio) -> None:
        """Append (channels, frames)."""
        if not audio.shape[1]:
            return
        try:
            write_all(self._descriptor, np.ascontiguousarray(audio.T, dtype="<f4").data.cast("B"))
            self.frames += audio.shape[1]
            if self.frames - self._settled_frames >= SETTLE_EVERY_FRAMES:
                self._require_room()
                self._settle()
        except OSError as error:
            raise storage_error(error, self.path) from error

    def close(self) -> None:
        """Bring the header up to date and let go. May be called twice."""
        if self._descriptor < 0:
            return
        descriptor, self._descriptor = self._descriptor, -1
        try:
            _write_header(descriptor, WaveInfo(self._channels, SAMPLE_RATE, self.frames))
            os.fsync(descriptor)
        except OSError as error:
            raise storage_error(error, self.path) from error
        finally:
            os.close(descriptor)

    def _settle(self) -> None:
        self._settled_frames = self.frames
        _write_header(self._descriptor, WaveInfo(self._channels, SAMPLE_RATE, self.frames))
        os.fsync(self._descriptor)

    def _require_room(self) -> None:
        if shutil.disk_usage(self.path.parent).free < KEPT_FREE_BYTES:
            raise StorageError("The disk is nearly full, so the recording was stopped; what was recorded is kept.")


def mend_length(path: Path, channels: int) -> int:
    """Make the header of a file that was being written when its process died say what is there; the frames.

    Raises `StorageError`.
    """
    try:
        descriptor = open_plain(path, os.O_RDWR)
        try:
            frame_bytes = channels * SAMPLE_BYTES
            frames = max(0, os.fstat(descriptor).st_size - HEADER_BYTES) // frame_bytes
            os.ftruncate(descriptor, HEADER_BYTES + frames * frame_bytes)
            _write_header(descriptor, WaveInfo(channels, SAMPLE_RATE, frames))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise storage_error(error, path) from error
    return frames


def _write_header(descriptor: int, info: WaveInfo) -> None:
    """Over the header; the place at which samples are appended stays."""
    end = os.lseek(descriptor, 0, os.SEEK_CUR)
    os.lseek(descriptor, 0, os.SEEK_SET)
    write_all(descriptor, wave_header(info))
    os.lseek(descriptor, end, os.SEEK_SET)
