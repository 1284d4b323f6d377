# SPDX-License-Identifier: GPL-3.0-or-later
"""Sung pitches to the semitones that were meant: a voice alone has a tuning of its own, which drifts."""

import numpy as np

from ..features import Floats

_GRID = np.arange(-0.9, 0.91, 0.05)
_DRIFT_COST, _FAR_COST = 2.0, 0.02


def name_pitches(pitches: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """The semitone of each note and the tuning it was sung in (semitones), by the cheapest path of a tuning that moves
    slowly and would rather be small."""
    if not len(pitches):
        return np.zeros(0, dtype=int), np.zeros(0)
    offsets = pitches[:, None] - _GRID
    misses = weights[:, None] * (offsets - np.round(offsets)) ** 2 + _FAR_COST * weights[:, None] * _GRID**2
    moves = _DRIFT_COST * np.abs(_GRID[:, None] - _GRID) * float(np.mean(weights))
    cost, back = misses[0].copy(), []
    for row in misses[1:]:
        ways = cost[:, None] + moves
        back.append(ways.argmin(axis=0))
        cost = ways.min(axis=0) + row
    path = [int(cost.argmin())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    tuning = _GRID[path[::-1]]
    return np.round(pitches - tuning).astype(int), tuning
