# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces longer than the model hears at once: windows that each begin with the end of the one before. Pure."""

from typing import NamedTuple

import numpy as np

from musicstudio.plugins.api import Audio, crossfade


class Window(NamedTuple):
    """One call of the model, in frames of its codec: how much it hears of what is there, and how much it adds."""

    context: int
    new: int


def plan_windows(frames: int, longest: int, context: int, heard: int = 0) -> tuple[Window, ...]:
    """Windows of at most ``longest`` codec frames that add up to ``frames`` new ones; all but the first hear
    ``context``, that one hears ``heard`` frames of music that was there before."""
    first = min(heard, context)
    windows = [Window(first, min(frames, longest - first))]
    left = frames - windows[0].new
    while left > 0:
        windows.append(Window(context, min(left, longest - context)))
        left -= windows[-1].new
    return tuple(windows)


def extend_music(music: Audio, answer: Audio, context_frames: int, fade_frames: int) -> Audio:
    """``music`` and then what ``answer`` adds after its first ``context_frames`` frames, which repeat music's end.

    The repeat has been through the codec once more, so music's own frames are kept, but for a crossfade of
    ``fade_frames`` before the seam that leads from one to the other.
    """
    fade = min(fade_frames, context_frames)
    seam = crossfade(music[:, -fade:], answer[:, context_frames - fade : context_frames], is_related=True)
    return np.concatenate([music[:, :-fade], seam, answer[:, context_frames:]], axis=1)
