# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that the studio wrote itself, decoded again in this process, to be sure of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from musicstudio.dsp.audio import Audio
from musicstudio.media.sequential import open_sequential

_BLOCK_FRAMES = 1 << 16


def decoded_blocks(path: Path) -> Iterator[Audio]:
    """Blocks of float32 (channels, frames). Raises RuntimeError where it cannot be decoded."""
    with path.open("rb") as file:
        is_mp4 = file.read(12)[4:8] == b"ftyp"
    yield from (_through_av(path) if is_mp4 else _through_sndfile(path))


def _through_sndfile(path: Path) -> Iterator[Audio]:
    with open_sequential(path) as file:
        while len(block := file.read(_BLOCK_FRAMES, dtype="float32", always_2d=True)):
            yield np.ascontiguousarray(block.T)


def _through_av(path: Path) -> Iterator[Audio]:
    import av

    try:
        with path.open("rb") as file, av.open(file, "r") as container:
            resampler = av.AudioResampler("fltp")
            frames: Any = container.decode(audio=0)
            for frame in frames:
                yield from (np.asarray(part.to_ndarray(), dtype=np.float32) for part in resampler.resample(frame))
    except av.FFmpegError as error:
        raise RuntimeError(str(error)) from error
