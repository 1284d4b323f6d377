# SPDX-License-Identifier: GPL-3.0-or-later
"""Marks that nothing has read yet, where they lie, and who plays alone there."""

import re

from musicstudio.project.model.sheet import Cue, Place

from .clauses import Clause
from .draft import Draft
from .marks import Mark
from .wanting import name_of


def free_marks(draft: Draft, marks: list[Mark]) -> list[Mark]:
    """Those of some marks that nothing has read yet."""
    return [mark for mark in marks if not draft.is_used(mark)]


def place_at(mark: Mark) -> Place:
    """Where a mark's stretch begins, or where it ends if only that is known."""
    stretch = mark.value[1][0]
    place = stretch.start or stretch.end
    assert isinstance(place, Place)
    return place


def stops_of_players(draft: Draft, clause: Clause) -> list[Mark]:
    """ "The drums stop at 0:30": they rest there, and the others play on."""
    players = clause.all("inst")
    return [
        m for m in clause.all("stop")
        if re.fullmatch(r"stops?|pauses?", m.text, re.IGNORECASE)
        and any(not draft.text[player.end : m.start].strip() for player in players if player.end <= m.start)
    ]  # fmt: skip


def give_solo(draft: Draft, leaders: list[Mark]) -> None:
    """The last named has the tune in the solo."""
    draft.want(leaders[-1].value)
    draft.cues.append(
        Cue("solo", (name_of(leaders[-1].value),), Place(section="solo"), Place(section="solo", is_end=True))
    )
    draft.claim(leaders, f"{leaders[-1].text} solo")
