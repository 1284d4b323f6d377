# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding clicks, breaks and silences in recordings of sound that should be smooth."""

import numpy as np
from numpy.typing import NDArray

from musicstudio.dsp.audio import Audio


def find_clicks(audio: Audio, sharpness: float = 12.0, window: int = 512) -> NDArray[np.int64]:
    """Frames where the waveform jumps: its second difference is ``sharpness`` times the local norm.

    The norm is the larger of the 95th percentile within ``window`` frames around and -80 dBFS, so steady bright sound
    is no click but a step in it is. Clicks nearer than ``window`` frames are reported once.

    Parameters
    ----------
    audio : float32 array, shape (channels, frames)
    sharpness : float, times the local norm
    window : int, frames

    Returns
    -------
    int64 array, shape (clicks,): frames, rising
    """
    bend = np.abs(np.diff(audio.astype(np.float64), n=2, axis=1)).max(axis=0)
    count = -(-bend.size // window)
    blocks = np.pad(bend, (0, count * window - bend.size)).reshape(count, window)
    usual = np.percentile(blocks, 95, axis=1)
    around = np.maximum(usual, np.maximum(np.roll(usual, 1), np.roll(usual, -1)))
    norm = np.repeat(np.maximum(around, 1e-4), window)[: bend.size]
    jumps = np.flatnonzero(bend > sharpness * norm) + 1
    return jumps[np.diff(jumps, prepend=-2 * window) > window] if jumps.size else jumps


def find_gaps(audio: Audio, shortest: int = 32, threshold: float = 1e-5) -> list[tuple[int, int]]:
    """(start, end) of runs of at least ``shortest`` frames in which all channels stay below ``threshold``.

    Parameters
    ----------
    audio : float32 array, shape (channels, frames)
    shortest : int, frames
    threshold : float, linear

    Returns
    -------
    list of (start, end) in frames, end excluded
    """
    quiet = np.abs(audio).max(axis=0) < threshold
    edges = np.flatnonzero(np.diff(np.concatenate([[False], quiet, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2) if b - a >= shortest]
