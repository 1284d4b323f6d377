# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a voice begins a note anew: its level springs up, from silence, from a consonant or from closed lips."""

import numpy as np

from ..features import Floats
from .pitch import STEP_S, PitchTrack

RISE_DB = 4.5
_BACK_S, _AHEAD_S, _APART_S = 0.02, 0.01, 0.07


def find_onsets(track: PitchTrack) -> Floats:
    """Frames in which the level has sprung up, in order: the middle of each rise."""
    level = track.level_db
    back, ahead = round(_BACK_S / STEP_S), round(_AHEAD_S / STEP_S)
    lowest = np.lib.stride_tricks.sliding_window_view(np.pad(level, (back, 0), mode="edge"), back + 1).min(axis=1)
    highest = np.lib.stride_tricks.sliding_window_view(np.pad(level, (0, ahead), mode="edge"), ahead + 1).max(axis=1)
    rise = highest - lowest
    steep = np.gradient(level)
    onsets: list[int] = []
    for first, last in runs(rise >= RISE_DB):
        at = first + int(np.argmax(steep[first:last]))
        if onsets and (at - onsets[-1]) * STEP_S < _APART_S:
            if steep[at] > steep[onsets[-1]]:
                onsets[-1] = at
            continue
        onsets.append(at)
    return np.array(onsets, dtype=int)


def runs(mask: Floats) -> list[tuple[int, int]]:
    """(first, after last) of each run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(int)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
