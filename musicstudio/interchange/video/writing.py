# SPDX-License-Identifier: GPL-3.0-or-later
"""An MP4 film: H.264 and AAC through PyAV, with the song's tags."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from musicstudio.core.errors import StorageError
from musicstudio.core.files import new_path
from musicstudio.core.progress import Job, Progress
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio

from ..song_info import SongInfo
from ..tags import write_tags
from .listening import FRAMES_PER_S
from .painting import Painter, Scene

_AAC_KBPS = 256
_SECOND = SAMPLE_RATE // FRAMES_PER_S


def write_video(path: Path, scene: Scene, sound: Iterable[Audio], length_s: float, info: SongInfo) -> Job[Path]:
    """Paint and write; the file appears whole or not at all. sound: blocks of the mix at `SAMPLE_RATE`.

    Raises `StorageError`.
    """
    import av

    with new_path(Path(path)) as part:
        try:
            with av.open(
                str(part), "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"}
            ) as film:
                yield from _write(film, scene, sound, max(1, round(length_s * FRAMES_PER_S)))
            write_tags(part, ".m4a", info)
        except av.FFmpegError as error:
            raise StorageError(f"“{Path(path).name}” could not be written; the disk may be full.") from error
    return Path(path)


def _write(film: Any, scene: Scene, sound: Iterable[Audio], frames: int) -> Job[None]:
    picture = film.add_stream("libx264", rate=FRAMES_PER_S, options={"preset": "superfast", "crf": "20"})
    picture.width, picture.height = scene.size
    picture.pix_fmt = "yuv420p"
    picture.codec_context.color_range = 1
    voice = film.add_stream("aac", rate=SAMPLE_RATE)
    voice.layout, voice.bit_rate = "stereo", _AAC_KBPS * 1000
    painter, waiting, heard = Painter(scene), iter(sound), 0
    for index in range(frames):
        while heard < (index + 1) * _SECOND and (block := next(waiting, None)) is not None:
            film.mux(voice.encode(_sound_frame(block, heard)))
            heard += block.shape[1]
        film.mux(picture.encode(_picture_frame(painter, index)))
        if index % 5 == 0:
            yield Progress(index / frames, "Painting the film")
    for block in waiting:
        film.mux(voice.encode(_sound_frame(block, heard)))
        heard += block.shape[1]
    film.mux(picture.encode(None))
    film.mux(voice.encode(None))


def _picture_frame(painter: Painter, index: int) -> Any:
    import av

    frame: Any = av.VideoFrame.from_ndarray(painter.frame(index), format="yuv420p")
    frame.pts = index
    return frame


def _sound_frame(block: Audio, at: int) -> Any:
    import av

    samples = np.ascontiguousarray(np.clip(block, -1.0, 1.0), dtype=np.float32)
    frame: Any = av.AudioFrame.from_ndarray(samples, format="fltp", layout="stereo")
    frame.sample_rate, frame.pts = SAMPLE_RATE, at
    return frame
