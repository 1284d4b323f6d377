# SPDX-License-Identifier: GPL-3.0-or-later
"""How a file sounds, to look for what sounds like it."""

from pathlib import Path

import numpy as np

from musicstudio.analysis.features import LISTEN_RATE
from musicstudio.analysis.sound_vector import sound_vector
from musicstudio.core.errors import MediaError
from musicstudio.core.progress import Job, Progress
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio
from musicstudio.dsp.resample import resample
from musicstudio.media.importing import read_blocks

from .excerpts import EXCERPT_S, EXCERPTS

_LONGEST_S = 600.0


def vector_of_file(path: Path) -> Job[bytes]:
    """How the first ten minutes of a file sound, by 8 excerpts. Raises `MediaError` for silence, too."""
    kept: list[Audio] = []
    frames = 0

    def keep(block: Audio) -> None:
        nonlocal frames
        if frames < _LONGEST_S * SAMPLE_RATE:
            kept.append(block.mean(axis=0, keepdims=True))
            frames += block.shape[1]

    yield from read_blocks(path, keep)
    yield Progress(0.9, "Listening")
    mono = np.concatenate([*kept, np.zeros((1, 0), dtype=np.float32)], axis=1)
    vector = sound_vector(resample(_excerpts(mono), SAMPLE_RATE, LISTEN_RATE)[0])
    if not vector:
        raise MediaError(f"“{path.name}” is silent or too short, so nothing can be compared with it.")
    return vector


def _excerpts(mono: Audio) -> Audio:
    """8 excerpts of 4 s spread over it, or all where it is shorter."""
    size = round(EXCERPT_S * SAMPLE_RATE)
    if mono.shape[1] <= EXCERPTS * size:
        return mono
    starts = np.linspace(0, mono.shape[1] - size, EXCERPTS).astype(int)
    return np.concatenate([mono[:, at : at + size] for at in starts], axis=1)
