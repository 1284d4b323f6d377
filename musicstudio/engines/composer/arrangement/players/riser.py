# SPDX-License-Identifier: GPL-3.0-or-later
"""Risers: tension that climbs through a build and breaks off where the drop comes."""

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Note

from ..chord_tones import nearest, scale, step_pitch
from ..section_context import SectionContext
from .phrase import note


def play_riser(context: SectionContext) -> list[Note]:
    """Repeated notes that quicken, climb the scale and grow louder.

    They fill a build; in other sections before a peak, the last bar.
    """
    start = 0 if context.kind == "build" else context.length - context.grid.bar_ticks
    if context.kind != "build" and not context.leads_to_peak:
        return []
    low, high = context.spec.register
    bottom = nearest(context.key.tonic, low + 6, low, high)
    notes: list[Note] = []
    tick = start
    while tick < context.length:
        progress = (tick - start) / max(1, context.length - start)
        step = TICKS_PER_QUARTER // (2 if progress < 0.5 else 4 if progress < 0.85 else 8)
        pitch = step_pitch(bottom, round(progress * 14), scale(context.key))
        notes.append(note(context, tick, round(step * 0.85), min(pitch, high), 0.35 + 0.7 * progress))
        tick += step
    return notes
