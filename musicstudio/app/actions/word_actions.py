# SPDX-License-Identifier: GPL-3.0-or-later
"""The sung words: the syllable at the playhead changed where it stands."""

from typing import TYPE_CHECKING

from musicstudio.project.edits.words import change_syllable
from musicstudio.project.model import Clip, Note, Project

from .action import Action
from .question import Question

if TYPE_CHECKING:
    from ..session.session import Session

_MAX_SYLLABLE_S = 4.0
_TOGETHER_S = 0.03
LABEL = "Syllable (a closing hyphen joins the next)"


def syllable_at(project: Project, seconds: float) -> tuple[Clip, Note] | None:
    """The sung note that begins last before a time (or right after it); of those sung together, the upper row's."""
    best: tuple[float, Clip, Note] | None = None
    for track, clip in project.clips():
        if track.kind != "vocal" or clip.take is None:
            continue
        origin = project.tempo_map.ticks_at(clip.origin_s)
        for note in clip.take.notes:
            start_s = project.tempo_map.seconds_at(origin + note.start_ticks)
            is_sung = note.lyric not in ("", "_") and start_s <= seconds + 0.05
            if is_sung and (best is None or start_s > best[0] + _TOGETHER_S):
                best = (start_s, clip, note)
    return best[1:] if best is not None and seconds - best[0] < _MAX_SYLLABLE_S else None


def _here(session: "Session") -> tuple[Clip, Note] | None:
    span = session.selection.range_s
    return syllable_at(session.project, span[0] if span else session.player.position_s)


def _why_none(session: "Session") -> str:
    return "" if _here(session) else "Nobody sings a word at the playhead."


def _syllable(session: "Session") -> str:
    found = _here(session)
    return found[1].lyric if found else ""


def _change(session: "Session", syllable: str) -> None:
    if found := _here(session):
        clip, note = found
        session.document.transact(f"Sing “{syllable}”", change_syllable(clip.id, note, syllable))


ACTIONS = (
    Action("word.change", "Change the word…", "Chords", _change, _why_none, question=Question(LABEL, start=_syllable)),
)
