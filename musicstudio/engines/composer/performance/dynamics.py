# SPDX-License-Identifier: GPL-3.0-or-later
"""Loudness of notes: the section's energy, the metre's accents, the shape of a phrase, and a human hand."""

import numpy as np
from numpy.typing import NDArray

from musicstudio.project.model import Note

from .delivery import Delivery

_PHRASE_BARS = 4
_RISE = 0.24
_ARCH = 0.05
_HIT_GAIN = 1.18


def humanized_velocities(notes: list[Note], how: Delivery, rng: np.random.Generator) -> NDArray[np.int64]:
    """Velocities 1 to 127 of the notes as they are played. Notes struck together vary together."""
    written = np.array([note.velocity for note in notes], float)
    ticks = np.array([note.start_ticks for note in notes])
    strengths = np.array([how.grid.strength(int(tick)) for tick in ticks])
    accent = 1.0 + how.accent * (0.12 if how.is_drums else 0.24) * (strengths - 0.5)
    loudness = written * energy_gain(how.energy) * accent * _phrase(ticks, how) * _accent_gains(ticks, how)
    _, moments = np.unique(ticks, return_inverse=True)
    together = rng.normal(0, 0.8 * how.humanize_velocity, int(moments.max()) + 1)[moments]
    alone = rng.normal(0, 0.6 * how.humanize_velocity, len(notes))
    return np.clip(np.rint(loudness + np.clip(together + alone, -18, 18)), 1, 127).astype(np.int64)


def energy_gain(energy: float) -> float:
    """Velocity factor of a section's energy: 0.62 at 0, 0.86 at a half, 1.1 at 1."""
    return 0.62 + 0.48 * energy


def _phrase(ticks: NDArray[np.int64], how: Delivery) -> NDArray[np.float64]:
    """A slight arch over every four bars, and a rise into a peak over the last two bars (a whole build)."""
    span = _PHRASE_BARS * how.grid.bar_ticks
    arch = 1.0 - _ARCH + _ARCH * 2 * np.sin(np.pi * (ticks % span) / span)
    if not how.rises:
        return arch
    rise_from = max(0, how.length_ticks - 2 * how.grid.bar_ticks)
    progress = np.clip((ticks - rise_from) / max(1, how.length_ticks - rise_from), 0, 1)
    result: NDArray[np.float64] = arch * (1.0 - _RISE / 3 + _RISE * progress)
    return result


def _accent_gains(ticks: NDArray[np.int64], how: Delivery) -> NDArray[np.float64]:
    near = np.zeros(len(ticks), bool)
    for hit in how.hits:
        near |= np.abs(ticks - hit) < 240
    return np.where(near, _HIT_GAIN, 1.0)
