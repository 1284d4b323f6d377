# SPDX-License-Identifier: GPL-3.0-or-later
"""What a separation gives, and how a network's sources become the stems that were asked for."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Audio = NDArray[np.float32]
RESIDUAL = "residual"


@dataclass(frozen=True)
class Stems:
    """Stems of one recording: all (1 or 2, frames) float32, at the rate and of the length of what was separated.

    stems plus residual equal the source within float32 rounding; nothing is rescaled. model_hash: SHA-256 of the
    weights.
    """

    stems: dict[str, Audio]
    residual: Audio
    rate: int
    model: str
    model_hash: str
    licence: str
    version: str
    notices: tuple[str, ...] = field(default=())


def stem_names(sources: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Names of ``count`` stems (2: vocals and instrumental; 4; 6) that these sources can give."""
    if count == 2:
        return ("vocals", "instrumental")
    return tuple(name for name in sources if count == 6 or name not in ("guitar", "piano"))


def group_stems(estimates: Audio, sources: tuple[str, ...], count: int) -> Audio:
    """(stems, channels, frames) of `stem_names`: sources that have no stem of their own are summed into the rest."""
    names = stem_names(sources, count)
    rest = "instrumental" if count == 2 else "other"
    parts = np.zeros((len(names), *estimates.shape[1:]), np.float32)
    for estimate, source in zip(estimates, sources, strict=True):
        parts[names.index(source if source in names else rest)] += estimate
    return parts
