# SPDX-License-Identifier: GPL-3.0-or-later
"""The same piece at three intensities, bar for bar, for games that fade between them."""

from msgspec.structs import replace

from musicstudio.engines.composer.plan import SongPlan

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


def _clamp_share(value: float) -> float:
    return round(min(1.0, max(0.0, value)), 3)
