# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the tune breathes: the holes that other players may answer in."""

from msgspec import Struct

from ..section_context import SectionContext


class Gap(Struct, frozen=True):
    """A span of ticks in which the tune is silent or has come to rest on a long note."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """In ticks."""
        return self.end - self.start


def gaps(context: SectionContext, shortest: int, rests_after: int = 1440) -> list[Gap]:
    """Holes of at least ``shortest`` ticks; without a tune, every two bars.

    rests_after: ticks after which a held note counts as rest.
    """
    if not (context.melody and context.is_led):
        return [Gap(bar, min(bar + 2 * context.grid.bar_ticks, context.length)) for bar in context.bars[::2]]
    found: list[Gap] = []
    free_from = 0
    for note in context.melody:
        if note.start_ticks - free_from >= shortest:
            found.append(Gap(free_from, note.start_ticks))
        free_from = max(free_from, note.start_ticks + min(note.length_ticks, rests_after))
    if context.length - free_from >= shortest:
        found.append(Gap(free_from, context.length))
    return found
