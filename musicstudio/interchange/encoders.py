# SPDX-License-Identifier: GPL-3.0-or-later
"""FLAC, Ogg Vorbis and MP3 through libsndfile."""

from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct

from musicstudio.dsp.audio import Audio
from musicstudio.dsp.dither import quantized

_PIECE_FRAMES = 4096


class Codec(Struct, frozen=True):
    """How libsndfile writes a format. level: its compression level; MP3 at 0 with a constant rate is 320 kbit/s."""

    format: str
    subtype: str
    level: float | None = None
    bitrate_mode: str | None = None


CODECS = {
    ".flac": Codec("FLAC", "PCM_24"),
    ".ogg": Codec("OGG", "VORBIS", 0.2),
    ".mp3": Codec("MP3", "MPEG_LAYER_III", 0.0, "CONSTANT"),
}


class Encoder:
    """Writes one encoded file from start to end; `close` it. FLAC has 16 (dithered from ``seed``) or 24 bits."""

    def __init__(self, path: Path, suffix: str, channels: int, rate: int, bits: int, seed: int = 0) -> None:
        import soundfile

        codec = CODECS[suffix]
        self._bits = 0 if suffix != ".flac" else min(bits, 24)
        self._rng = np.random.default_rng(seed)
        self._file: Any = soundfile.SoundFile(
            str(path),
            "w",
            rate,
            channels,
            format=codec.format,
            subtype="PCM_16" if self._bits == 16 else codec.subtype,
            compression_level=codec.level,
            bitrate_mode=codec.bitrate_mode,
        )

    def write(self, block: Audio) -> None:
        """Append float32 (channels, frames)."""
        if self._bits:
            whole = quantized(block, self._bits, self._rng if self._bits == 16 else None)
            samples: Any = np.ascontiguousarray((whole << (32 - self._bits)).T)
        else:
            samples = np.ascontiguousarray(np.clip(block, -1.0, 1.0).T)
        # in small pieces: libsndfile's Vorbis encoder overflows its stack on long ones
        for first in range(0, len(samples), _PIECE_FRAMES):
            self._file.write(samples[first : first + _PIECE_FRAMES])

    def close(self) -> None:
        """Finish the file. Raises RuntimeError (libsndfile's) when the disk is full."""
        self._file.close()
