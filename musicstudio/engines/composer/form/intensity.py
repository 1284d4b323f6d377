# SPDX-License-Identifier: GPL-3.0-or-later
"""The same piece at three intensities, bar for bar, for games that fade between them."""

import math
from collections.abc import Sequence

from msgspec.structs import replace

from musicstudio.engines.composer.plan import PartScore, SongPlan

LEVELS = (0.22, 0.55, 0.92)
NAMES = ("calm", "alert", "full")
_CONTOUR = 0.25
"""How much of the difference between sections is left."""


def at_intensity(plan: SongPlan, index: int) -> SongPlan:
    """The plan with its sections' energies gathered around one of the `LEVELS`; melody, chords, tempo and form stay."""
    level = LEVELS[index % len(LEVELS)]
    energies = [part.section.energy for part in plan.sections]
    mean = sum(energies) / len(energies)
    sections = tuple(
        replace(
            part, section=replace(part.section, energy=_clamp_share(level + _CONTOUR * (part.section.energy - mean)))
        )
        for part in plan.sections
    )
    return replace(plan, sections=sections)


FULL = len(LEVELS) - 1
_GAINS = (0.72, 0.86, 1.0)
_SHARES = (0.45, 0.75, 1.0)
_ENTERING = (
    "lead", "vocals", "pad", "bass", "keys", "strings", "guitar", "drums", "woodwind", "choir", "backing", "arp",
    "percussion", "brass",
)  # fmt: skip


def joins_from(roles: Sequence[str], index: int) -> tuple[bool, ...]:
    """Which parts, by their roles, play in a layer at all: the tune and its ground first, the weight last."""
    ranked = sorted(
        range(len(roles)),
        key=lambda i: (_ENTERING.index(roles[i]) if roles[i] in _ENTERING else len(_ENTERING), i),
    )
    count = max(1, min(len(roles), math.ceil(_SHARES[index % len(_SHARES)] * len(roles))))
    return tuple(i in ranked[:count] for i in range(len(roles)))


def at_most(full: PartScore, own: PartScore, index: int) -> PartScore:
    """What a part of the full layer plays in a calmer one: its very notes, softer, where the calmer one has it play."""
    gain = _GAINS[index % len(_GAINS)]
    cells = tuple(
        tuple(replace(note, velocity=max(1, round(note.velocity * gain))) for note in notes)
        if notes is not None and own.cells[section] is not None
        else None
        for section, notes in enumerate(full.cells)
    )
    return replace(full, cells=cells)


def _clamp_share(value: float) -> float:
    return round(min(1.0, max(0.0, value)), 3)
