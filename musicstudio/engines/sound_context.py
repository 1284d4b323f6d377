# SPDX-License-Identifier: GPL-3.0-or-later
"""What an engine that makes sound from sound is given to hear."""

from typing import Any

from msgspec import Struct


class SoundContext(Struct, frozen=True):
    """What an engine that hears sound may hear, and where in it something is to be made.

    Attributes
    ----------
    audio : float32 array, shape (2, frames), 48 kHz
    start_s : float, seconds
        Where its first frame lies in the song.
    hole_s : (start, end), seconds
        From the first frame; what is to be made. It may end after the audio does (more of the song).
    margin_s : float, seconds
        So much beyond the end of the hole is blended away; what an engine gives there is welcome, not needed.
    """

    audio: Any
    start_s: float
    hole_s: tuple[float, float]
    margin_s: float = 0.0
