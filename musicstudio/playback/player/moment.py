# SPDX-License-Identifier: GPL-3.0-or-later
"""When a moment of the song is heard, on the clock that all devices share: what a recording is placed by."""

from statistics import median

from .devices.base import OutputDevice

_SETTLING_FRAMES = 24_000
_ENOUGH = 25
_LONGEST_FRAMES = 96_000


class Moment:
    """Watches the device that plays until it knows. One thread."""

    def __init__(self) -> None:
        self._start: tuple[int, int] | None = None
        self._early: list[float] = []
        self._seen: list[float] = []
        self._is_told = False

    def look(self, start: tuple[int, int], device: OutputDevice) -> tuple[int, float] | None:
        """The song's frame and its time on the clock, once for each start that is seen.

        start: the tape frame and the song frame at which the song began to run.
        """
        if self._start is None or start[0] - start[1] != self._start[0] - self._start[1]:
            self._early, self._seen, self._is_told = [], [], False
        self._start = start
        read = device.head() - start[0]
        if self._is_told or read < 0:
            return None
        heard_from = device.heard_from()
        if heard_from is not None:
            (self._seen if read >= _SETTLING_FRAMES else self._early).append(heard_from)
        is_enough = len(self._seen) >= _ENOUGH or (self._seen and read >= _LONGEST_FRAMES)
        return self.conclude() if is_enough else None

    def conclude(self) -> tuple[int, float] | None:
        """What is known so far, if it was not told: there will be no more."""
        known = self._seen or self._early
        if self._start is None or self._is_told or not known:
            return None
        self._is_told = True
        return self._start[1], median(known) + self._start[0]
