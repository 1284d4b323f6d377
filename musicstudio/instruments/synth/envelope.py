# SPDX-License-Identifier: GPL-3.0-or-later
"""Envelopes computed at once for a note whose length is known."""

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.units import SAMPLE_RATE

from .patch import Envelope

_LN_60_DB = 6.907755
_LN_80_DB = 9.210340


def release_frames(envelope: Envelope) -> int:
    """Frames after the note's end until the release has fallen by 80 dB."""
    return round(envelope.release_s * _LN_80_DB / _LN_60_DB * SAMPLE_RATE) + 1


def curve(envelope: Envelope, held: int, total: int) -> NDArray[np.float32]:
    """Level for each of ``total`` frames of a note held for ``held`` frames."""
    time_s = np.arange(min(held, total), dtype=np.float32) / SAMPLE_RATE
    rising = time_s / max(envelope.attack_s, 1e-4)
    falling = envelope.sustain + (1.0 - envelope.sustain) * np.exp(
        (envelope.attack_s - time_s) * (_LN_60_DB / max(envelope.decay_s, 1e-3))
    )
    level = np.where(rising < 1.0, rising, falling).astype(np.float32)
    released_s = np.arange(1, total - level.size + 1, dtype=np.float32) / SAMPLE_RATE
    last = level[-1] if level.size else np.float32(0.0)
    release = last * np.exp(released_s * np.float32(-_LN_60_DB / max(envelope.release_s, 1e-3)))
    return np.concatenate([level, release.astype(np.float32)])
