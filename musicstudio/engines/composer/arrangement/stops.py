# SPDX-License-Identifier: GPL-3.0-or-later
"""Stops: the breath of silence before a drop or a chorus, taken by the whole band at once."""

import numpy as np

from musicstudio.core.seeds import derive_seed
from musicstudio.project.model import Note

from ..meter import grid_of
from ..plan import SectionPlan
from ..styles import Style
from .registry import MELODY_PLAYERS, player_name
from .section_context import PEAK_KINDS, SectionContext

_LIKELY = {"build": 0.6, "prechorus": 0.35, "break": 0.3, "verse": 0.2, "bridge": 0.3}
_MIN_BARS = 2


def stop_tick(section: SectionPlan, style: Style, seed: int) -> int:
    """Where a section's last beat begins if the band is silent there, else its end. The same for everybody."""
    length = section.section.length_ticks
    likely = _LIKELY.get(section.section.kind, 0.0) if style.song.fills > 0 else 0.0
    if section.next_kind not in PEAK_KINDS or section.bars < _MIN_BARS:
        return length
    rng = np.random.default_rng(derive_seed(seed, "stop", section.material, section.section.name))
    return length - grid_of(*section.meter).pulses[-1].length if rng.random() < likely else length


def apply_stop(context: SectionContext, notes: list[Note]) -> list[Note]:
    """The notes cut at the stop; the tune goes on (its pickup leads over the silence)."""
    if context.stop_tick >= context.length or player_name(context.part.player) in MELODY_PLAYERS:
        return notes
    return [
        Note(n.start_ticks, min(n.length_ticks, context.stop_tick - n.start_ticks), n.pitch, n.velocity)
        for n in notes
        if n.start_ticks < context.stop_tick
    ]
