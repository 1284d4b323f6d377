# SPDX-License-Identifier: GPL-3.0-or-later
"""WAV files of 16, 24 or 32 (float) bits with metadata, RF64 from 4 GiB on, written block by block."""

import struct

import numpy as np

from musicstudio.core.files import OpenFile
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio
from musicstudio.dsp.dither import quantize

from .riff import chunk, metadata_chunks
from .song_info import SongInfo

BIT_DEPTHS = (16, 24, 32)
_PCM, _FLOAT = 1, 3
_MAX_UINT32 = 2**32 - 1
_DS64_BYTES = 28


class WavWriter:
    """Writes one file from start to end. bits: 16 (TPDF dither drawn from ``seed``), 24, or 32 for float."""

    def __init__(
        self, file: OpenFile, channels: int, rate: int = SAMPLE_RATE, bits: int = 24, info: SongInfo | None = None,
        length_s: float = 0.0, seed: int = 0, *, has_dither: bool = True,
    ) -> None:  # fmt: skip
        """length_s: about how long it will be, for the beat count of the tempo chunk."""
        self.frames = 0
        self._file, self._channels, self._rate, self._bits = file, channels, rate, bits
        self._rng = np.random.default_rng(seed) if has_dither else None
        self._length_s = length_s
        self._metadata = metadata_chunks(info or SongInfo(), rate, length_s)
        file.write(self._header())

    def write(self, block: Audio) -> None:
        """Append float32 (channels, frames). Raises OSError."""
        self._file.write(pcm_bytes(block, self._bits, self._rng))
        self.frames += block.shape[1]

    def finish(self, info: SongInfo | None = None) -> None:
        """Put the sizes in, and the loudness where ``info``, otherwise as before, knows it now. Raises OSError."""
        if info is not None:
            metadata = metadata_chunks(info, self._rate, self._length_s)
            if len(metadata) == len(self._metadata):
                self._metadata = metadata
        if self._data_bytes % 2:
            self._file.write(b"\0")
        self._file.rewrite(0, self._header())

    @property
    def _data_bytes(self) -> int:
        return self.frames * self._channels * self._bits // 8

    def _header(self) -> bytes:
        frame_bytes = self._channels * self._bits // 8
        tag = _FLOAT if self._bits == 32 else _PCM
        form = struct.pack(
            "<HHIIHH", tag, self._channels, self._rate, self._rate * frame_bytes, frame_bytes, self._bits
        )
        fact = chunk(b"fact", struct.pack("<I", min(self.frames, _MAX_UINT32))) if tag == _FLOAT else b""
        rest = chunk(b"fmt ", form) + fact + self._metadata
        riff_bytes = 4 + 8 + _DS64_BYTES + len(rest) + 8 + self._data_bytes + self._data_bytes % 2
        is_large = riff_bytes > _MAX_UINT32
        sizes = struct.pack("<QQQI", riff_bytes, self._data_bytes, self.frames, 0) if is_large else bytes(_DS64_BYTES)
        return b"".join(
            [
                b"RF64" if is_large else b"RIFF",
                struct.pack("<I", min(riff_bytes, _MAX_UINT32)),
                b"WAVE",
                chunk(b"ds64" if is_large else b"JUNK", sizes),
                rest,
                b"data",
                struct.pack("<I", _MAX_UINT32 if is_large else self._data_bytes),
            ]
        )


def pcm_bytes(block: Audio, bits: int, rng: np.random.Generator | None) -> bytes:
    """Samples as they stand in a WAV file: interleaved, little-endian."""
    if bits == 32:
        return np.ascontiguousarray(block.T, dtype="<f4").tobytes()
    whole = quantize(block, bits, rng if bits == 16 else None).T
    if bits == 16:
        return np.ascontiguousarray(whole, dtype="<i2").tobytes()
    quads = np.ascontiguousarray(whole, dtype="<i4").view(np.uint8).reshape(-1, 4)
    return np.ascontiguousarray(quads[:, :3]).tobytes()
