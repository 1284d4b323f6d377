# SPDX-License-Identifier: GPL-3.0-or-later
"""The chord lane."""

from collections.abc import Iterable

from musicstudio.core.errors import EditError

from ..model import Chord, Project
from .helpers import Edit, with_values


def put_chords(start_ticks: int, end_ticks: int, chords: Iterable[Chord]) -> Edit:
    """Replace what the lane says between two ticks."""
    fresh = tuple(chords)

    def edit(project: Project) -> Project:
        kept = [piece for old in project.chords for piece in _outside(old, start_ticks, end_ticks)]
        return with_values(project, chords=_sort_chords((*kept, *fresh)))

    return edit


def change_chord(start_ticks: int, root: int, quality: str, bass: int = -1) -> Edit:
    """Change which chord it is that begins at a tick."""

    def edit(project: Project) -> Project:
        if all(chord.start_ticks != start_ticks for chord in project.chords):
            raise EditError("That chord is no longer there.")
        values = {"root": root % 12, "quality": quality, "bass": bass}
        chords = (with_values(c, **values) if c.start_ticks == start_ticks else c for c in project.chords)
        return with_values(project, chords=tuple(chords))

    return edit


def delete_chord(start_ticks: int) -> Edit:
    """Take the chord that begins at a tick away."""
    return lambda p: with_values(p, chords=tuple(c for c in p.chords if c.start_ticks != start_ticks))


def _outside(chord: Chord, start: int, end: int) -> list[Chord]:
    first, last = chord.start_ticks, chord.start_ticks + chord.length_ticks
    if last <= start or first >= end:
        return [chord]
    left = [with_values(chord, length_ticks=start - first)] if first < start else []
    right = [with_values(chord, start_ticks=end, length_ticks=last - end)] if last > end else []
    return left + right


def _sort_chords(chords: Iterable[Chord]) -> tuple[Chord, ...]:
    return tuple(sorted(chords, key=lambda chord: chord.start_ticks))
