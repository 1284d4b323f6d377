# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a piece ends: exactly at a second with its ring faded, or folded into its own start for a seamless loop.

Audio is float32 (channels, frames) at 48 kHz; a placed cell's ``start`` is the frame of the song on which its first
sample falls.
"""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from musicstudio.core.units import SAMPLE_RATE

Audio = NDArray[np.float32]
_FADE_S = 0.9


class Placed(Struct, frozen=True):
    """Audio and the song's frame on which it begins (negative: a pickup before the song)."""

    audio: Audio
    start: int


def end_at(placed: Placed, end_frame: int) -> Placed:
    """Cut at ``end_frame``; what would have rung on is faded out over the last 0.9 s (or what there is), so that
    nothing clicks."""
    length = end_frame - placed.start
    if placed.audio.shape[1] <= length:
        return placed
    kept = placed.audio[:, : max(0, length)].copy()
    fade = min(kept.shape[1], round(_FADE_S * SAMPLE_RATE))
    if fade:
        kept[:, -fade:] *= np.cos(np.linspace(0.0, np.pi / 2, fade, dtype=np.float32)) ** 2
    return Placed(kept, placed.start)


def loop_overhang(placed: Placed, end_frame: int) -> tuple[Placed, Audio]:
    """(the part inside the loop, what rings past its end): the second sounds again from frame 0."""
    inside = max(0, end_frame - placed.start)
    return Placed(placed.audio[:, :inside], placed.start), placed.audio[:, inside:]


def with_added(placed: Placed, extra: Audio, at_frame: int) -> Placed:
    """``extra`` mixed in at a frame of the song; grows the audio as far as it has to."""
    if not extra.shape[1]:
        return placed
    start = min(placed.start, at_frame) if placed.audio.shape[1] else at_frame
    end = max(placed.start + placed.audio.shape[1], at_frame + extra.shape[1])
    mixed = np.zeros((2, end - start), np.float32)
    mixed[:, placed.start - start : placed.start - start + placed.audio.shape[1]] += placed.audio
    mixed[:, at_frame - start : at_frame - start + extra.shape[1]] += extra
    return Placed(mixed, start)
