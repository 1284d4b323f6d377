# SPDX-License-Identifier: GPL-3.0-or-later
"""How sound is prepared for a codec so that it comes back under a ceiling and as loud as it went in."""

from collections.abc import Sequence

from msgspec import Struct

MAX_TRIES = 9
_MENDING_TRIES = 6
# A codec answers to quieter sound with other peaks: a little more is taken than it was over.
_SAFETY_DB, _LAST_SAFETY_DB = 0.03, 0.1
_CLOSE_ENOUGH_LU = 0.15
_MAX_STEP_LU = 1.5
# Room under the ceiling that is worth another try where loudness is missing.
_SLACK_DB = 0.15


class Hold(Struct, frozen=True):
    """gain_db: for all of the sound, before a limiter whose ceiling is lower by -peaks_db."""

    gain_db: float = 0.0
    peaks_db: float = 0.0

    def softer(self, over_db: float) -> "Hold":
        """All of it turned down, at the cost of loudness."""
        return Hold(self.gain_db - over_db - _LAST_SAFETY_DB, self.peaks_db)


class Attempt(Struct, frozen=True):
    """What came back. over_db: of the peaks over the ceiling, below 0 under it; lost_lu: of the loudness to keep."""

    hold: Hold
    over_db: float
    lost_lu: float

    @property
    def is_good(self) -> bool:
        """Whether nothing is left to be mended."""
        return self.over_db <= 0 and abs(self.lost_lu) <= _CLOSE_ENOUGH_LU


def best_attempt(attempts: Sequence[Attempt]) -> Attempt:
    """Of those under the ceiling the nearest in loudness; else the one with the lowest peaks."""
    return min(attempts, key=lambda each: (max(0.0, each.over_db), abs(each.lost_lu)))


def next_hold(attempts: Sequence[Attempt]) -> Hold | None:
    """What to try after these; None where nothing better is to be expected.

    First peaks are lowered by what they are over and loudness is made up, both again where room is left; then, where
    no attempt has kept the ceiling, the least bad is turned down.
    """
    last, best = attempts[-1], best_attempt(attempts)
    if last.is_good or len(attempts) >= MAX_TRIES:
        return None
    if len(attempts) <= _MENDING_TRIES:
        mended = _mend_hold(last)
        return None if _has_stalled(attempts) or any(_is_near(mended, each.hold) for each in attempts) else mended
    return None if best.over_db <= 0 else best.hold.softer(best.over_db * 2 ** (len(attempts) - _MENDING_TRIES - 1))


def _mend_hold(last: Attempt) -> Hold:
    hold, made_up = last.hold, min(max(last.lost_lu, -_MAX_STEP_LU), _MAX_STEP_LU)
    if last.over_db > 0:
        return Hold(hold.gain_db + made_up, hold.peaks_db - last.over_db - _SAFETY_DB)
    is_worth_it = last.lost_lu > _CLOSE_ENOUGH_LU and -last.over_db > _SLACK_DB
    room_db = min(-last.over_db - _SAFETY_DB, -hold.peaks_db) if is_worth_it else 0.0
    return Hold(hold.gain_db + made_up, hold.peaks_db + max(0.0, room_db))


def _has_stalled(attempts: Sequence[Attempt]) -> bool:
    """Whether two tries under the ceiling made more gain into hardly more loudness: the limiter is at its end."""
    if len(attempts) < 2 or max(each.over_db for each in attempts[-2:]) > 0:
        return False
    before, last = attempts[-2:]
    gained = before.lost_lu - last.lost_lu
    return last.lost_lu > 0 and 0 <= gained < 0.1 * (last.hold.gain_db - before.hold.gain_db)


def _is_near(one: Hold, other: Hold) -> bool:
    return abs(one.gain_db - other.gain_db) < 0.01 and abs(one.peaks_db - other.peaks_db) < 0.01
