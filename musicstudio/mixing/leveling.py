# SPDX-License-Identifier: GPL-3.0-or-later
"""Sound brought to a loudness under a ceiling, even where the limiter lets something through."""

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from musicstudio.core.progress import Job, Progress, within
from musicstudio.core.units import gain_from_db
from musicstudio.dsp.audio import Audio
from musicstudio.dsp.kept import KeptSound, feed_meters
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

    def blocks(self, sound: KeptSound) -> Iterator[Audio]:
        """A sound leveled: same length, in place in time."""
        trim = np.float32(gain_from_db(self.trim_db))
        return (block * trim for block in limited_blocks(sound, self.gain_db, TruePeakLimiter(self.limiter_dbtp)))


def find_leveling(sound: KeptSound, target_lufs: float, ceiling_dbtp: float) -> Job[Leveling]:
    """How a sound gets as loud as the target.

    The limiter misses up to 0.6 dB above its margin on noise beyond 20 kHz that is driven hard; its ceiling is then
    lowered by that and the gain found anew. What is still over is turned down.
    """
    limiter_dbtp = ceiling_dbtp
    for number in range(_MAX_ROUNDS):
        low, high = 1 - 0.2**number, 1 - 0.2 ** (number + 1)
        mid = low + 0.85 * (high - low)
        gain_db = yield from within(find_gain_db(sound, target_lufs, limiter_dbtp), low, mid)
        found = Leveling(gain_db, limiter_dbtp)
        peak = TruePeakMeter()
        hearing = feed_meters(found.blocks(sound), sound.frames, [peak], "Looking for peaks")
        yield from within(hearing, mid, high)
        over_db = peak.peak_db - ceiling_dbtp
        if over_db <= 0:
            return found
        limiter_dbtp -= over_db + _SAFETY_DB
    yield Progress(1.0, "Leveled")
    return Leveling(found.gain_db, found.limiter_dbtp, -over_db - 0.01)
