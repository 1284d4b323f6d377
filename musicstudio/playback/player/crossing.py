# SPDX-License-Identifier: GPL-3.0-or-later
"""Going over from one running device to another that was opened beside it, unheard."""

from statistics import median

from .devices.base import OutputDevice
from .devices.opening import Running

_SETTLING_FRAMES = 12_000
_ENOUGH = 9
_MAX_LENGTH_FRAMES = 96_000


class Crossing:
    """Watches both devices until it is known which frames of theirs are heard together.

    A new device reads its whole buffer at once before it sounds, so its first quarter of a second does not count. One
    thread.
    """

    def __init__(self, old: OutputDevice, new: Running) -> None:
        self.new = new
        self._old = old
        self._began = old.head()
        self._starts: list[tuple[float, float]] = []

    def look(self) -> bool:
        """Keep the new device reading its silence; returns whether enough was seen."""
        new, old = self.new.device, self._old
        new.allow(self.new.tape.advance(new.head()))
        read = old.head() - self._began
        starts = old.heard_from(), new.heard_from()
        if read > _SETTLING_FRAMES and starts[0] is not None and starts[1] is not None:
            self._starts.append((starts[0], starts[1]))
        return len(self._starts) >= _ENOUGH or read > _MAX_LENGTH_FRAMES

    @property
    def shift_frames(self) -> int:
        """What is heard at frame n of the old tape is heard at n + shift of the new one."""
        new, old = self.new.device, self._old
        if not self._starts:
            return new.head() - old.head() - (new.latency_frames - old.latency_frames)
        return round(median(start for start, _ in self._starts) - median(start for _, start in self._starts))

    @property
    def is_possible(self) -> bool:
        """Whether both devices still run."""
        return self._old.is_alive() and self.new.device.is_alive()
