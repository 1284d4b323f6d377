# SPDX-License-Identifier: GPL-3.0-or-later
"""FLAC, Ogg Vorbis, Opus and MP3 through libsndfile, AAC and ALAC in M4A files through PyAV."""

from pathlib import Path
from typing import Any, Protocol

import numpy as np
from msgspec import Struct

from musicstudio.core.files import library_path
from musicstudio.dsp.audio import Audio
from musicstudio.dsp.dither import quantize

_PIECE_FRAMES = 4096
_AAC_PACKET_FRAMES = 1024


class Format(Struct, frozen=True):
    """A kind of encoded file. kbps: (least, most, usual) of a lossy one, or None; rates: which it takes; bits: which
    resolutions it keeps. slack_frames: by how much its decoded length may differ."""

    title: str
    kbps: tuple[int, int, int] | None = None
    rates: tuple[int, ...] = (44_100, 48_000)
    bits: tuple[int, ...] = ()
    slack_frames: int = 0


FORMATS = {
    ".flac": Format("FLAC", rates=(44_100, 48_000, 88_200, 96_000), bits=(16, 24)),
    ".ogg": Format("Ogg Vorbis", (64, 500, 256), slack_frames=4096),
    ".opus": Format("Opus", (24, 500, 160), (48_000,), slack_frames=4096),
    ".mp3": Format("MP3", (64, 320, 320), slack_frames=4096),
    ".m4a": Format("M4A", (64, 320, 256), slack_frames=4096),
}
ALAC = Format("M4A (ALAC)", rates=(44_100, 48_000, 88_200, 96_000), bits=(16, 24))

# Nominal rates of libvorbis' qualities 0 to 10, in stereo.
_VORBIS_KBPS = (64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 500)


class Encoder(Protocol):
    """Writes one encoded file from start to end."""

    def write(self, block: Audio) -> None:
        """Append float32 (channels, frames)."""

    def close(self) -> None:
        """Finish the file."""


class SndfileEncoder:
    """bits: of FLAC (16 is dithered from ``seed``, unless not); kbps: of the others."""

    def __init__(
        self, path: Path, suffix: str, channels: int, rate: int, *, bits: int, kbps: int, seed: int, has_dither: bool
    ) -> None:
        import soundfile

        self._bits = bits if suffix == ".flac" else 0
        self._rng = np.random.default_rng(seed) if has_dither and self._bits == 16 else None
        container, subtype, level, mode = _settings(suffix, self._bits, kbps)
        self._file: Any = soundfile.SoundFile(
            library_path(path), "w", rate, channels, format=container, subtype=subtype, compression_level=level,
            bitrate_mode=mode,
        )  # fmt: skip

    def write(self, block: Audio) -> None:
        """Append float32 (channels, frames)."""
        if self._bits:
            whole = quantize(block, self._bits, self._rng)
            samples: Any = np.ascontiguousarray((whole << (32 - self._bits)).T)
        else:
            samples = np.ascontiguousarray(np.clip(block, -1.0, 1.0).T)
        # in small pieces: libsndfile's Vorbis encoder overflows its stack on long ones
        for first in range(0, len(samples), _PIECE_FRAMES):
            self._file.write(samples[first : first + _PIECE_FRAMES])

    def close(self) -> None:
        """Finish the file. Raises RuntimeError (libsndfile's) when the disk is full."""
        self._file.close()


def _settings(suffix: str, bits: int, kbps: int) -> tuple[str, str, float | None, str | None]:
    """Container, subtype, compression level and mode, by which libsndfile 1.2 sets bit rates (measured)."""
    if suffix == ".flac":
        return "FLAC", f"PCM_{bits}", None, None
    if suffix == ".opus":
        return "OGG", "OPUS", 1.0 - (kbps - 12) / 500, None
    if suffix == ".ogg":
        return "OGG", "VORBIS", 1.0 - float(np.interp(kbps, _VORBIS_KBPS, np.arange(11))) / 10, None
    return "MP3", "MPEG_LAYER_III", max(0.0, (320 - kbps) / 288 - 0.003), "CONSTANT"


class M4aEncoder:
    """AAC at a bit rate, or ALAC with 16 (dithered from ``seed``, unless not) or 24 bits."""

    def __init__(
        self, path: Path, channels: int, rate: int, *, bits: int, kbps: int, seed: int, has_dither: bool
    ) -> None:
        """bits: 0 for AAC."""
        import av

        self._bits, self._rate, self._frames, self._channels = bits, rate, 0, channels
        self._rng = np.random.default_rng(seed) if has_dither and bits == 16 else None
        self._layout = "stereo" if channels == 2 else "mono"
        options = {"movflags": "+faststart", "fflags": "+bitexact"}
        self._container: Any = av.open(str(path), "w", format="ipod", options=options)
        self._stream: Any = self._container.add_stream("alac" if bits else "aac", rate=rate)
        self._stream.layout = self._layout
        self._stream.format = {0: "fltp", 16: "s16p", 24: "s32p"}[bits]
        if not bits:
            self._stream.bit_rate = kbps * 1000

    def write(self, block: Audio) -> None:
        """Append float32 (channels, frames)."""
        import av

        if not block.shape[1]:
            return
        kind, samples = self._samples(block)
        frame: Any = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), format=kind, layout=self._layout)
        frame.sample_rate, frame.pts = self._rate, self._frames
        self._frames += block.shape[1]
        self._container.mux(self._stream.encode(frame))

    def close(self) -> None:
        """Finish the file."""
        try:
            if self._frames and not self._bits:
                self._fill_packet()
            if self._frames:
                self._container.mux(self._stream.encode(None))
        finally:
            self._container.close()

    def _fill_packet(self) -> None:
        """Silence up to a whole packet where there is less: players leave out what lasts under a millisecond."""
        lacking = _AAC_PACKET_FRAMES - self._frames
        if lacking > 0:
            self.write(np.zeros((self._channels, lacking), dtype=np.float32))

    def _samples(self, block: Audio) -> tuple[str, Any]:
        if not self._bits:
            return "fltp", np.clip(block, -1.0, 1.0)
        whole = quantize(block, self._bits, self._rng)
        return ("s16p", whole.astype(np.int16)) if self._bits == 16 else ("s32p", whole << 8)
