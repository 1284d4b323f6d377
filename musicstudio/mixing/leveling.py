# SPDX-License-Identifier: GPL-3.0-or-later
"""Sound brought to a loudness under a ceiling, even where the limiter lets something through."""

from collections.abc import Iterable, Iterator

import numpy as np
from msgspec import Struct

from musicstudio.core.progress import Job, Progress, within
from musicstudio.core.units import gain_from_db
from musicstudio.dsp.audio import Audio
from musicstudio.dsp.true_peak import TruePeakMeter

from .limiter import TruePeakLimiter
from .loudness_search import find_gain_db, limited_blocks

_MAX_ROUNDS = 3
_SAFETY_DB = 0.02


class Leveling(Struct, frozen=True):
    """gain_db: before the limiter; limiter_dbtp: its own ceiling; trim_db: after it, 0 or less."""

    gain_db: float
    limiter_dbtp: float
    trim_db: float = 0.0

    def blocks(self, audio: Audio) -> Iterator[Audio]:
        """``audio`` (2, frames) leveled: same length, in place in time."""
        trim = np.float32(gain_from_db(self.trim_db))
        return (block * trim for block in limited_blocks(audio, self.gain_db, TruePeakLimiter(self.limiter_dbtp)))


def find_leveling(audio: Audio, target_lufs: float, ceiling_dbtp: float) -> Job[Leveling]:
    """How ``audio`` (48 kHz) gets as loud as the target.

    The limiter misses up to 0.6 dB above its margin on noise beyond 20 kHz that is driven hard; its ceiling is then
    lowered by that and the gain found anew. What is still over is turned down.
    """
    limiter_dbtp = ceiling_dbtp
    for number in range(_MAX_ROUNDS):
        low, high = number / _MAX_ROUNDS, (number + 1) / _MAX_ROUNDS
        gain_db = yield from within(find_gain_db(audio, target_lufs, limiter_dbtp), low, high)
        found = Leveling(gain_db, limiter_dbtp)
        over_db = peak_dbtp_of(found.blocks(audio)) - ceiling_dbtp
        if over_db <= 0:
            return found
        limiter_dbtp -= over_db + _SAFETY_DB
    yield Progress(1.0, "Leveled")
    return Leveling(found.gain_db, found.limiter_dbtp, -over_db - 0.01)


def peak_dbtp_of(blocks: Iterable[Audio]) -> float:
    """The true peak of a stream."""
    meter = TruePeakMeter()
    for block in blocks:
        meter.feed(block)
    return meter.peak_db
