# SPDX-License-Identifier: GPL-3.0-or-later
"""The papers of a song in short, as they are shown before it leaves."""

from typing import TYPE_CHECKING

from msgspec import Struct

from musicstudio.interchange.acts import PERSON, Act
from musicstudio.interchange.mark import mark_of, mark_text
from musicstudio.interchange.provenance import credits_of

if TYPE_CHECKING:
    from ..session.session import Session

_VERBS = {
    "generated": "Composed", "regenerated": "Composed again", "wrote": "Wrote", "composed": "Notes", "sang": "Sang",
    "played": "Played", "imported": "Brought in", "chose": "Chose", "arranged": "Arranged", "cut": "Cut",
    "mixed": "Mixed", "processed": "Processed",
}  # fmt: skip
_MAX_LINES = 7


class Papers(Struct, frozen=True):
    """lines: (verb, who and how) from the history. mark: what the inaudible mark spells, empty without AI."""

    lines: tuple[tuple[str, str], ...]
    licences: tuple[str, ...]
    is_commercial_use_allowed: bool
    mark: str


def papers_of(session: "Session", artist: str = "") -> Papers:
    """Of the song as it stands."""
    project = session.document.committed
    sheet = credits_of(project, session.document.history_states, artist)
    mark = mark_of(project)
    lines = tuple((_VERBS[act.kind], _who(act, artist)) for act in sheet.acts[:_MAX_LINES])
    return Papers(
        lines or (("", "nothing on record"),),
        sheet.licences,
        sheet.is_commercial_use_allowed,
        "" if mark is None else mark_text(mark),
    )


def _who(act: Act, artist: str) -> str:
    who = (artist or PERSON) if act.is_persons else act.by
    return f"{who}, {act.steps} steps" if act.steps > 1 else who
