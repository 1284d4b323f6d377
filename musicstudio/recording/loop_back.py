# SPDX-License-Identifier: GPL-3.0-or-later
"""How much later sound comes in than the devices say: clicks that were played, found again in what was recorded."""

import numpy as np
from msgspec import Struct

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio

from .passes import Anchor

CLICKS_S = (0.5, 1.1, 1.6, 2.3, 2.9, 3.5)
LENGTH_S = 4.0
_CLICK_FRAMES, _LOUD = 48, 0.5
_BEFORE_S, _AFTER_S, _TOGETHER_S = 0.02, 0.45, 0.001
_ABOVE_NOISE, _LEAST_LEVEL, _LEAST_FOUND = 8.0, 1e-3, 4


class LoopBack(Struct, frozen=True):
    """delay_s: how much later than expected. spread_s: by how much the clicks disagree. found: how many were heard."""

    delay_s: float
    spread_s: float
    found: int


def clicks() -> Audio:
    """What is to be played, (2, frames)."""
    audio = np.zeros((2, round(LENGTH_S * SAMPLE_RATE)), np.float32)
    for at_s in CLICKS_S:
        start = round(at_s * SAMPLE_RATE)
        audio[:, start : start + _CLICK_FRAMES] = _LOUD
    return audio


def find_delay(recorded: Audio, began_at: float, anchor: Anchor) -> LoopBack | None:
    """The delay, or None where fewer than four clicks are heard at one distance: no cable, or too much noise.

    recorded: (frames,) of one channel. began_at: of its first frame, and anchor: when the song was heard, on the clock.
    """
    level = np.abs(recorded)
    floor = max(_LEAST_LEVEL, _ABOVE_NOISE * float(np.median(level))) if len(level) else 1.0
    expected = [anchor.clock_frame - began_at + round(at_s * SAMPLE_RATE) - anchor.song_frame for at_s in CLICKS_S]
    late = [each for frame in expected if (each := _later(level, frame, floor)) is not None]
    if len(late) < _LEAST_FOUND:
        return None
    middle = float(np.median(late))
    agreeing = [each for each in late if abs(each - middle) <= _TOGETHER_S * SAMPLE_RATE]
    if len(agreeing) < _LEAST_FOUND:
        return None
    spread = max(abs(each - middle) for each in agreeing)
    return LoopBack(middle / SAMPLE_RATE, spread / SAMPLE_RATE, len(agreeing))


def _later(level: Audio, frame: float, floor: float) -> float | None:
    """By how many frames a click came later than expected; None where none is heard near."""
    first = max(0, round(frame - _BEFORE_S * SAMPLE_RATE))
    window = level[first : round(frame + _AFTER_S * SAMPLE_RATE)]
    peak = float(window.max(initial=0.0))
    if peak < floor:
        return None
    return first + int(np.argmax(window > peak / 2)) - frame
