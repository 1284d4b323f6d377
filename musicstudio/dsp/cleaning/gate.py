# SPDX-License-Identifier: GPL-3.0-or-later
"""A downward expander: between phrases the level goes down, smoothly, and is up again before the next one begins."""

import numpy as np
from numpy.typing import NDArray

from ..audio import Audio
from .strength import Strength

_BLOCK_S = 0.005
_HOLD_BEFORE, _HOLD_AFTER = 8, 24  # blocks for which a sound keeps the gate open: 40 ms before it, 120 ms after
_EASE = 7  # blocks, odd, shorter than the hold, so that it is open in time
_QUIETEST_DB = -140.0


def gate_gains(audio: Audio, rate: int, strength: Strength) -> NDArray[np.float32]:
    """Gain of each frame, shape (frames,), between the strength's ``gate_db`` and 1."""
    block = max(1, round(rate * _BLOCK_S))
    level_db = _levels_db(audio, block)
    loud_db = float(np.quantile(level_db, 0.95)) if level_db.size else _QUIETEST_DB
    held_db = _hold_loudest(level_db)
    below_db = loud_db - strength.gate_below_db - held_db
    gain_db = np.clip(below_db / strength.gate_span_db, 0.0, 1.0) * strength.gate_db
    ease = np.hanning(_EASE + 2)[1:-1]
    eased_db = np.convolve(np.pad(gain_db, _EASE // 2, mode="edge"), ease / ease.sum(), "valid")
    centers = (np.arange(eased_db.size) + 0.5) * block
    db = np.interp(np.arange(audio.shape[1]), centers, eased_db)
    return np.asarray(10.0 ** (db / 20.0), dtype=np.float32)


def _levels_db(audio: Audio, block: int) -> NDArray[np.float64]:
    count = -(-audio.shape[1] // block)
    power = np.zeros(count * block, np.float32)
    power[: audio.shape[1]] = np.square(audio).mean(axis=0)
    return np.asarray(np.maximum(10.0 * np.log10(power.reshape(count, block).mean(axis=1) + 1e-20), _QUIETEST_DB))


def _hold_loudest(level_db: NDArray[np.float64]) -> NDArray[np.float64]:
    """The loudest of the blocks around each."""
    padded = np.pad(level_db, (_HOLD_AFTER, _HOLD_BEFORE), constant_values=_QUIETEST_DB)
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, _HOLD_BEFORE + _HOLD_AFTER + 1).max(axis=1))
