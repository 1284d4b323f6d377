# SPDX-License-Identifier: GPL-3.0-or-later
"""A section's written notes, performed. The same notes, delivery and seed give the same performance."""

import numpy as np

from musicstudio.core.seeds import derive_seed
from musicstudio.project.model import Note

from .delivery import Delivery
from .dynamics import humanized_velocities
from .swing import swing_tick
from .tidy import tidy_notes
from .timing import humanized_starts


def perform(notes: list[Note], how: Delivery) -> tuple[Note, ...]:
    """The notes as played, in ticks from the section's start, sorted."""
    if not notes:
        return ()
    starts = humanized_starts(notes, how, np.random.default_rng(derive_seed(how.seed, "timing"))).tolist()
    velocities = humanized_velocities(notes, how, np.random.default_rng(derive_seed(how.seed, "dynamics"))).tolist()
    played = [
        Note(start, max(1, _end(note, how) - start), note.pitch, velocity)
        for note, start, velocity in zip(notes, starts, velocities, strict=True)
    ]
    return tidy_notes(played, how.length_ticks, how.instrument_range, how.is_drums)


def _end(note: Note, how: Delivery) -> int:
    """Where a note ends: its written end, swung as starts are."""
    return swing_tick(note.start_ticks + note.length_ticks, how.grid, how.swing, how.swing_unit)
