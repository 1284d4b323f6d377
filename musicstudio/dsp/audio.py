# SPDX-License-Identifier: GPL-3.0-or-later
"""What audio is inside the studio: float32, shape (channels, frames), and the few things done with its shape."""

import numpy as np
from numpy.typing import NDArray

from .downmix import fold_to_stereo, layout_of

Audio = NDArray[np.float32]


def silence(frames: int, channels: int = 2) -> Audio:
    """Digital silence, shape (channels, frames).

    Parameters
    ----------
    frames : int, frames; below 0 counts as 0
    channels : int

    Returns
    -------
    float32 array, shape (channels, frames)
    """
    return np.zeros((channels, max(0, frames)), dtype=np.float32)


def to_stereo(audio: Audio) -> Audio:
    """Any channel count as two: mono on both sides at unity, two as they are.

    More than two are folded down as the surround that so many channels usually are.

    Parameters
    ----------
    audio : float32 array, shape (channels, frames), any number of channels

    Returns
    -------
    float32 array, shape (2, frames); the input itself where it has two channels

    Source
    ------
    ITU-R BS.775 for surround
    """
    if audio.shape[0] == 2:
        return audio
    if audio.shape[0] == 1:
        return np.repeat(audio, 2, axis=0)
    return fold_to_stereo(audio, layout_of(audio.shape[0]))


def fit_length(audio: Audio, frames: int) -> Audio:
    """Exactly ``frames`` frames: cut, or filled with silence at the end.

    Parameters
    ----------
    audio : float32 array, shape (channels, frames)
    frames : int

    Returns
    -------
    float32 array, shape (channels, frames)
    """
    missing = frames - audio.shape[1]
    if missing <= 0:
        return audio[:, :frames]
    return np.pad(audio, ((0, 0), (0, missing)))


def peak_db(audio: Audio) -> float:
    """Sample peak in dBFS over all channels; -120 for silence.

    Parameters
    ----------
    audio : float32 array, shape (channels, frames)

    Returns
    -------
    float, dBFS, at least -120
    """
    peak = float(np.abs(audio).max(initial=0.0))
    return -120.0 if peak <= 1e-6 else float(20.0 * np.log10(peak))
