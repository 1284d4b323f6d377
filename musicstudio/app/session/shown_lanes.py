# SPDX-License-Identifier: GPL-3.0-or-later
"""Which lanes are open below the tracks, and which a hand may write while the song plays. Not in the document."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from musicstudio.core.signal import Watched

LaneId = tuple[str, str]
MODES = ("read", "touch", "latch")


@dataclass(frozen=True, slots=True)
class Lanes:
    """automation: (track id or empty for the master, target) in the order they were opened.

    touched, latched: those that are written while a control is held, or from then on until the song stops.
    take_track_ids: tracks whose takes lie open. has_tempo: tempo and metre are shown, too, where they never change.
    """

    automation: tuple[LaneId, ...] = ()
    touched: frozenset[LaneId] = frozenset()
    latched: frozenset[LaneId] = frozenset()
    take_track_ids: frozenset[str] = frozenset()
    has_tempo: bool = False

    def targets_of(self, owner_id: str) -> tuple[str, ...]:
        """The open automation lanes of a track, or of the master."""
        return tuple(target for owner, target in self.automation if owner == owner_id)

    def mode_of(self, lane: LaneId) -> str:
        """``read``, ``touch`` or ``latch``."""
        return "touch" if lane in self.touched else "latch" if lane in self.latched else "read"


class ShownLanes(Watched[Lanes]):
    """The current `Lanes`, watched by the window. Main thread only."""

    def __init__(self) -> None:
        super().__init__(Lanes())

    @property
    def now(self) -> Lanes:
        """What is open."""
        return self._value

    def open(self, *lanes: LaneId) -> None:
        """Show automation lanes, too."""
        fresh = tuple(lane for lane in dict.fromkeys(lanes) if lane not in self.now.automation)
        self._become(replace(self.now, automation=(*self.now.automation, *fresh)))

    def close(self, *lanes: LaneId) -> None:
        """Show them no longer; they are only read from then on."""
        gone = frozenset(lanes)
        kept = tuple(lane for lane in self.now.automation if lane not in gone)
        now = self.now
        self._become(replace(now, automation=kept, touched=now.touched - gone, latched=now.latched - gone))

    def exchange(self, lane: LaneId, other: LaneId) -> None:
        """Show another lane in the place of one."""
        if other not in self.now.automation:
            automation = tuple(other if each == lane else each for each in self.now.automation)
            self._become(replace(self.now, automation=automation))
            self.set_mode("read", lane)

    def set_mode(self, mode: str, *lanes: LaneId) -> None:
        """Say what a hand does to lanes while the song plays."""
        touched, latched = self.now.touched - set(lanes), self.now.latched - set(lanes)
        if mode == "touch":
            touched |= set(lanes)
        elif mode == "latch":
            latched |= set(lanes)
        self._become(replace(self.now, touched=touched, latched=latched))

    def show_tempo(self, is_shown: bool) -> None:
        """Show tempo and metre, or only where they change."""
        self._become(replace(self.now, has_tempo=is_shown))

    def show_takes(self, track_ids: Collection[str]) -> None:
        """Show the takes of these tracks, and of no others."""
        self._become(replace(self.now, take_track_ids=frozenset(track_ids)))
