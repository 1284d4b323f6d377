# SPDX-License-Identifier: GPL-3.0-or-later
"""Risers: tension that climbs through a build and breaks off where the drop comes."""

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Note

from ..harmony import nearest, scale, stepped
from ..room import Room
from .phrase import note


def play_riser(room: Room) -> list[Note]:
    """Repeated notes that quicken, climb the scale and grow louder.

    They fill a build; in other sections before a peak, the last bar.
    """
    start = 0 if room.kind == "build" else room.length - room.grid.bar_ticks
    if room.kind != "build" and not room.leads_to_peak:
        return []
    low, high = room.spec.register
    bottom = nearest(room.key.tonic, low + 6, low, high)
    notes: list[Note] = []
    tick = start
    while tick < room.length:
        progress = (tick - start) / max(1, room.length - start)
        step = TICKS_PER_QUARTER // (2 if progress < 0.5 else 4 if progress < 0.85 else 8)
        pitch = stepped(bottom, round(progress * 14), scale(room.key))
        notes.append(note(room, tick, round(step * 0.85), min(pitch, high), 0.35 + 0.7 * progress))
        tick += step
    return notes
