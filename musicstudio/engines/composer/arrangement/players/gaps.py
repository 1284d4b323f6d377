# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the tune breathes: the holes that other players may answer in."""

from msgspec import Struct

from ..room import Room


class Gap(Struct, frozen=True):
    """A span of ticks in which the tune is silent or has come to rest on a long note."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """In ticks."""
        return self.end - self.start


def gaps(room: Room, shortest: int, rests_after: int = 1440) -> list[Gap]:
    """Holes of at least ``shortest`` ticks; without a tune, every two bars.

    rests_after: ticks after which a held note counts as rest.
    """
    if not (room.melody and room.is_led):
        return [Gap(bar, min(bar + 2 * room.grid.bar_ticks, room.length)) for bar in room.bars[::2]]
    found: list[Gap] = []
    free_from = 0
    for note in room.melody:
        if note.start_ticks - free_from >= shortest:
            found.append(Gap(free_from, note.start_ticks))
        free_from = max(free_from, note.start_ticks + min(note.length_ticks, rests_after))
    if room.length - free_from >= shortest:
        found.append(Gap(free_from, room.length))
    return found
