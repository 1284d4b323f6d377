# SPDX-License-Identifier: GPL-3.0-or-later
"""Files as other programs write them, made with FFmpeg's encoders."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np


def tone(hz: float, seconds: float = 1.0, rate: int = 48_000, channels: int = 1, level: float = 0.3) -> np.ndarray:
    """A sine on all channels, (channels, frames) float32."""
    wave = level * np.sin(np.arange(round(seconds * rate)) / rate * 2 * np.pi * hz)
    return np.tile(wave.astype(np.float32), (channels, 1))


def encoded(
    path: Path,
    audio: np.ndarray,
    codec: str,
    rate: int = 48_000,
    layout: str = "",
    container: str | None = None,
    has_picture: bool = False,
    options: dict[str, str] | None = None,
) -> Path:
    """Write (channels, frames) audio; layout: FFmpeg's name of the channels' places."""
    layout = layout or ("mono" if len(audio) == 1 else "stereo")
    with av.open(str(path), "w", format=container, options=options or {}) as file:
        picture = (
            file.add_stream("mpeg4", rate=Fraction(25), width=64, height=48, pix_fmt="yuv420p") if has_picture else None
        )
        sound = file.add_stream(codec, rate=rate, layout=layout)
        sound.codec_context.format = _format_of(codec)
        sound.bit_rate = 128_000
        if picture is not None:
            blank = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), dtype=np.uint8))
            for number in range(5):
                blank.pts = number
                file.mux(picture.encode(blank))
            file.mux(picture.encode(None))
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(audio), format="fltp", layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
        resampler = av.AudioResampler(format=sound.codec_context.format, layout=layout, rate=rate)
        fifo = av.AudioFifo()
        for converted in resampler.resample(frame):
            fifo.write(converted)
        size = sound.codec_context.frame_size or 1024
        while piece := fifo.read(size) or fifo.read(0, partial=True):
            file.mux(sound.encode(piece))
        file.mux(sound.encode(None))
    return path


def _format_of(codec: str) -> str:
    formats = av.Codec(codec, "w").audio_formats
    names = [each.name for each in formats] if formats else ["fltp"]
    return next((name for name in ("fltp", "flt", "s32p", "s32", "s16p", "s16") if name in names), names[0])
