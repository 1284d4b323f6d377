# SPDX-License-Identifier: GPL-3.0-or-later
"""Fade curves. All return float32 gains of shape (frames,), from just above 0 to just below 1."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .audio import Audio

Gains = NDArray[np.float32]
STEEPEST_FADE = 4.0
"""The power of a fade's time that a bend of 1 takes the root of."""


def equal_power_in(frames: int, start: int = 0, stop: int | None = None) -> Gains:
    """A quarter sine: its square and that of its mirror image sum to 1, so unrelated sounds cross at constant power.

    start, stop: which part of the fade of ``frames`` frames to return.

    Parameters
    ----------
    frames : int, length of the whole fade
    start, stop : int, frames; the part wanted

    Returns
    -------
    float32 array, shape (stop - start,), 0 to 1, rising
    """
    return np.sin(_phase(frames, start, stop) * (np.pi / 2)).astype(np.float32)


def bent_in(frames: int, bend: float, start: int = 0, stop: int | None = None) -> Gains:
    """`equal_power_in` that is loud sooner (bend up to 1) or later (down to -1); the same for 0.

    Parameters
    ----------
    frames : int, length of the whole fade
    bend : float, -1 to 1
    start, stop : int, frames; the part wanted

    Returns
    -------
    float32 array, shape (stop - start,), 0 to 1, rising
    """
    return fade_gain(_phase(frames, start, stop), bend) if bend else equal_power_in(frames, start, stop)


def fade_gain(shares: NDArray[np.floating[Any]], bend: float = 0.0) -> Gains:
    """The gain of a fade in of any shape; what is beyond its ends counts as the ends.

    Parameters
    ----------
    shares : float array, places in the fade, 0 to 1
    bend : float, the shape; 0 for equal power

    Returns
    -------
    float32 array of the same shape
    """
    held = np.clip(shares, 0.0, 1.0)
    gains: Gains = np.sin(held ** (STEEPEST_FADE**-bend) * (np.pi / 2)).astype(np.float32)
    return gains


def equal_gain_in(frames: int, start: int = 0, stop: int | None = None) -> Gains:
    """A raised cosine: it and its mirror image sum to 1, so a sound crossed with itself is unchanged.

    start, stop: which part of the fade of ``frames`` frames to return.

    Parameters
    ----------
    frames : int, length of the whole fade
    start, stop : int, frames; the part wanted

    Returns
    -------
    float32 array, shape (stop - start,), 0 to 1, rising
    """
    return (0.5 - 0.5 * np.cos(_phase(frames, start, stop) * np.pi)).astype(np.float32)


def with_fades(audio: Audio, fade_in_frames: int, fade_out_frames: int) -> Audio:
    """A copy with equal-power fades at its ends; each is shortened to the audio's length.

    Parameters
    ----------
    audio : float32 array, shape (channels, frames)
    fade_in_frames, fade_out_frames : int

    Returns
    -------
    float32 array of the same shape
    """
    faded = audio.astype(np.float32, copy=True)
    frames = audio.shape[1]
    head, tail = min(fade_in_frames, frames), min(fade_out_frames, frames)
    faded[:, :head] *= equal_power_in(head)
    faded[:, frames - tail :] *= equal_power_in(tail)[::-1]
    return faded


def _phase(frames: int, start: int = 0, stop: int | None = None) -> NDArray[np.float64]:
    """Positions of ``frames`` samples between 0 and 1, both ends excluded, symmetric about one half."""
    return (np.arange(start, frames if stop is None else stop) + 0.5) / max(1, frames)
