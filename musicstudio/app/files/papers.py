# SPDX-License-Identifier: GPL-3.0-or-later
"""The papers of a song in short, as they are shown before it leaves."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from musicstudio.interchange.acts import PERSON, Act
from musicstudio.interchange.mark import mark_of, mark_text
from musicstudio.interchange.provenance import SoundCredit, credits_of

if TYPE_CHECKING:
    from ..session.session import Session

_VERBS = {
    "generated": "Composed", "regenerated": "Composed again", "wrote": "Wrote", "composed": "Notes", "sang": "Sang",
    "played": "Played", "imported": "Brought in", "chose": "Chose", "arranged": "Arranged", "cut": "Cut",
    "mixed": "Mixed", "processed": "Processed",
}  # fmt: skip
_MAX_LINES = 7


class ClipLicence(Struct, frozen=True):
    """Clips of a track that have one licence. licence: empty where none is stated."""

    track: str
    clips: tuple[str, ...]
    licence: str
    engine: str
    is_commercial_use_allowed: bool


class Papers(Struct, frozen=True):
    """lines: (verb, who and how) from the history. mark: what the inaudible mark spells, empty without AI.

    clips: what is heard, with its licence.
    """

    lines: tuple[tuple[str, str], ...]
    licences: tuple[str, ...]
    is_commercial_use_allowed: bool
    mark: str
    clips: tuple[ClipLicence, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()

    def clips_under(self, licence: str) -> int:
        """How many clips have a licence."""
        return sum(len(each.clips) for each in self.clips if each.licence == licence)


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
        clip_licences(sheet.sounds),
        tuple(sheet.roles.items()),
    )


def clip_licences(sounds: Sequence[SoundCredit]) -> tuple[ClipLicence, ...]:
    """The licence of each clip that is heard, those of a track that have the same together."""
    found: dict[tuple[str, str, str, bool], list[str]] = {}
    for sound in sounds:
        key = (sound.track, sound.licence, sound.engine, sound.is_commercial_use_allowed)
        found.setdefault(key, []).append(sound.clip or sound.track)
    return tuple(
        ClipLicence(track, tuple(clips), licence, engine, may_be_sold)
        for (track, licence, engine, may_be_sold), clips in found.items()
    )


def _who(act: Act, artist: str) -> str:
    who = (artist or PERSON) if act.is_persons else act.by
    return f"{who}, {act.steps} steps" if act.steps > 1 else who
