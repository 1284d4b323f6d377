# SPDX-License-Identifier: GPL-3.0-or-later
"""Bringing stems to the levels that they have in a finished mix."""

import numpy as np
from numpy.typing import NDArray

Audio = NDArray[np.float32]
USUAL_DB = {"drums": -21.0, "bass": -22.5, "other": -20.5, "vocals": -20.5}
SPREAD_DB = 2.5
MIN_RMS = 0.003
"""Below this a stem counts as silent and is left alone."""


def gains_of(stems: Audio, rng: np.random.Generator) -> list[float]:
    """A gain for each stem of (stems, 2, frames) that brings it near its usual level, drawn around it."""
    gains = []
    for stem, usual_db in zip(stems, USUAL_DB.values(), strict=True):
        rms = active_rms(stem)
        wanted_db = usual_db + float(rng.normal(0.0, SPREAD_DB))
        gains.append(10.0 ** (wanted_db / 20.0) / rms if rms > MIN_RMS else 1.0)
    return gains


def balance_stems(stems: Audio, rng: np.random.Generator) -> Audio:
    """Stems at their usual levels, turned down together where their sum would clip."""
    leveled = stems * np.array(gains_of(stems, rng), np.float32)[:, None, None]
    peak = float(np.abs(leveled.sum(axis=0)).max())
    return np.asarray(leveled * np.float32(min(1.0, 0.95 / max(peak, 1e-6))))


def active_rms(stem: Audio) -> float:
    """RMS of those half seconds of a stem that are not far below its loudest: pauses do not make it louder."""
    pieces = np.array_split(stem, 24, axis=1)
    levels = np.array([np.sqrt(np.mean(np.square(piece, dtype=np.float64))) for piece in pieces])
    return float(np.sqrt(np.mean(np.square(levels[levels > 0.1 * levels.max()])))) if levels.max() > 0 else 0.0
