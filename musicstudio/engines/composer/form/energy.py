# SPDX-License-Identifier: GPL-3.0-or-later
"""How strong each section is: by its kind, by how often it has come, by the song's energy, or by a curve drawn by
hand."""

import numpy as np

from musicstudio.engines.composer.plan import Conditioning

from .layout import Block

_LEVELS = {
    "intro": 0.32, "verse": 0.48, "prechorus": 0.62, "chorus": 0.82, "bridge": 0.52, "break": 0.28, "build": 0.58,
    "drop": 0.92, "solo": 0.74, "outro": 0.34, "other": 0.5,
}  # fmt: skip
_HUSHED = 0.22
"""Below it a piece stays quiet throughout."""
_CALMEST, _STRONGEST = 0.06, 1.0


def section_energies(
    blocks: tuple[Block, ...], spans_s: list[tuple[float, float]], conditioning: Conditioning
) -> list[float]:
    """A level 0 to 1 for each block; a drawn curve wins and is taken as its mean over the section."""
    if conditioning.energy_curve:
        return [curve_mean(conditioning.energy_curve, start, end) for start, end in spans_s]
    climaxes = [index for index, block in enumerate(blocks) if block.kind in ("chorus", "drop")]
    levels, seen = [], dict.fromkeys(_LEVELS, 0)
    for index, block in enumerate(blocks):
        times = seen.get(block.kind, 0)
        seen[block.kind] = times + 1
        level = _LEVELS.get(block.kind, 0.5) + 0.03 * min(times, 3)
        level += 0.05 if climaxes and index == climaxes[-1] and len(climaxes) > 1 else 0.0
        levels.append(_shift_energy(level, conditioning.energy))
    return levels


def curve_mean(curve: tuple[tuple[float, float], ...], start_s: float, end_s: float) -> float:
    """Mean of the straight lines between the points, over a time span; level before the first and after the last
    point."""
    times, levels = [point[0] for point in curve], [point[1] for point in curve]
    samples = np.interp(np.linspace(start_s, end_s, 33), times, levels)
    return round(float(np.clip(samples.mean(), 0.0, 1.0)), 3)


def _shift_energy(level: float, energy: float) -> float:
    """A section's level in a song of an energy: the whole moves, the contrast between sections stays at least two
    thirds."""
    center = 0.55 + (energy - 0.5) * (0.62 if energy >= _HUSHED else 0.8)
    spread = 0.85 if 0.25 <= energy <= 0.75 else 0.68 if energy >= _HUSHED else 0.5
    return round(float(np.clip(center + (level - 0.55) * spread, _CALMEST, _STRONGEST)), 3)
