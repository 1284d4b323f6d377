# SPDX-License-Identifier: GPL-3.0-or-later
"""Micro-timing: each part's place ahead of or behind the beat, and small human spread."""

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Note

from .delivery import Delivery
from .swing import swing_tick

_WIDEST = 2.0  # spreads beyond two standard deviations sound like mistakes


def humanized_starts(notes: list[Note], how: Delivery, rng: np.random.Generator) -> NDArray[np.int64]:
    """Start ticks as played: swung, shifted, spread. Notes written together stay together within a few ms.

    What is written inside the section is not played before its start.
    """
    written = np.array([note.start_ticks for note in notes])
    on_grid = np.array([swing_tick(int(tick), how.grid, how.swing, how.swing_unit) for tick in written])
    ticks_per_ms = how.bpm * TICKS_PER_QUARTER / 60_000
    _, moments = np.unique(written, return_inverse=True)
    together = rng.normal(0, how.humanize_ms, int(moments.max()) + 1)[moments]
    alone = rng.normal(0, how.humanize_ms * 0.3, len(notes))
    limit = _WIDEST * how.humanize_ms
    shift_ms = how.timing_ms + np.clip(together + alone, -limit, limit)
    played = np.rint(on_grid + shift_ms * ticks_per_ms).astype(np.int64)
    return np.where(written >= 0, np.maximum(played, 0), played)
