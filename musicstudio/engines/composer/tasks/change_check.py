# SPDX-License-Identifier: GPL-3.0-or-later
"""What was asked of a selection beside what became of it."""

from typing import TYPE_CHECKING

from musicstudio.engines.composer.arrangement.naming import is_named

if TYPE_CHECKING:
    from .change_cells import Changed


def unmet(work: "Changed") -> tuple[str, ...]:
    """A sentence for each thing that the words ask and the notes do not show."""
    change = work.change
    told: list[str] = []
    told += [
        f"Asked for {player.name.replace('_', ' ')}; it does not play here."
        for player in change.add
        if not _sounds(work, player.name)
    ]
    told += [
        f"Asked for no {name.replace('_', ' ')}; it still plays here."
        for name in change.remove
        if name != "melody" and _sounds(work, name, is_asked_only=True)
    ]
    missing = [old for old, _ in change.swaps if not _was_there(work, old)]
    told += [f"There is no {name.replace('_', ' ')} here to take over from; a new part was added." for name in missing]
    if change.chords and not work.chords:
        told.append("Asked for other chords; there are no chords here to change.")
    if change.turns and not (work.changed_ids() or work.fresh):
        told.append("Nothing here could be changed in that way.")
    return tuple(told)


def _sounds(work: "Changed", name: str, is_asked_only: bool = False) -> bool:
    rows = [s for i, s in work.rows.items() if i in work.asked or not is_asked_only]
    return any(
        is_named(name, score.part.role, score.part.instrument) and any(score.cells[i] for i in work.targets.spans)
        for score in (*rows, *work.fresh)
    )


def _was_there(work: "Changed", name: str) -> bool:
    return any(is_named(name, score.part.role, score.part.instrument) for score in work.before.values())
