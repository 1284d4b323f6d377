# SPDX-License-Identifier: GPL-3.0-or-later
"""Putting new sound into old: crossfades inside the range, the same bytes outside it."""

import numpy as np

from .audio import Audio
from .fades import equal_gain_in, equal_power_in


def crossfade(old: Audio, new: Audio, is_related: bool = False) -> Audio:
    """From all of ``old`` to all of ``new`` over their common length.

    is_related: the two are versions of one sound (equal gain); otherwise equal power.

    Parameters
    ----------
    old, new : float32 arrays, shape (channels, frames), of one length
    is_related : bool

    Returns
    -------
    float32 array of the same shape
    """
    curve = (equal_gain_in if is_related else equal_power_in)(old.shape[1])
    return old * curve[::-1] + new * curve


def level_match_db(replacement: Audio, original: Audio, largest_db: float = 12.0) -> float:
    """Gain in dB that brings ``replacement`` to the RMS of ``original``; 0 if either is silent.

    It is at most ``largest_db`` either way.

    Parameters
    ----------
    replacement, original : float32 arrays, shape (channels, frames)
    largest_db : float, dB

    Returns
    -------
    float, dB
    """
    levels = [float(np.sqrt(np.mean(np.square(part, dtype=np.float64)))) for part in (original, replacement)]
    if min(levels) < 1e-5:
        return 0.0
    return float(np.clip(20.0 * np.log10(levels[0] / levels[1]), -largest_db, largest_db))
