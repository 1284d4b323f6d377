# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes side by side: lanes below a track, and a selected range that plays another take."""

from typing import TYPE_CHECKING

from musicstudio.project.edits.comping import comp_take
from musicstudio.project.edits.helpers import compose_edits
from musicstudio.project.model import Track

from .action import Action
from .chosen import chosen_tracks
from .question import Choices, Question

if TYPE_CHECKING:
    from ..session.session import Session


def _with_takes(session: "Session") -> list[Track]:
    return [track for track in chosen_tracks(session) if any(len(clip.takes) > 1 for clip in track.clips)]


def _why_no_takes(session: "Session") -> str:
    return "" if _with_takes(session) else "Select a track whose clips have more than one take."


def _are_shown(session: "Session") -> bool:
    tracks = _with_takes(session)
    return bool(tracks) and all(track.id in session.lanes.now.take_track_ids for track in tracks)


def _toggle(session: "Session") -> None:
    ids, shown = {track.id for track in _with_takes(session)}, session.lanes.now.take_track_ids
    session.lanes.show_takes(shown - ids if _are_shown(session) else shown | ids)


def _numbers(session: "Session") -> Choices:
    span = session.selection.range_s
    touched = [
        clip
        for track in _with_takes(session)
        for clip in track.clips
        if span and clip.start_s < span[1] and clip.end_s > span[0]
    ]
    most = max((len(clip.takes) for clip in touched), default=0)
    return tuple((str(number), f"Take {number}") for number in range(1, most + 1)) if most > 1 else ()


def _why_no_comp(session: "Session") -> str:
    return "" if _numbers(session) else "Select a range of a track whose clips have more than one take."


def _comp(session: "Session", number: str) -> None:
    if span := session.selection.range_s:
        edits = [comp_take(track.id, int(number) - 1, *span) for track in _with_takes(session)]
        session.document.transact(f"Comp take {number}", compose_edits(*edits))


ACTIONS = (
    Action("take.lanes", "Show all takes side by side", "Takes", _toggle, _why_no_takes, ("Y",), is_on=_are_shown),
    Action(
        "take.comp",
        "Play another take in the range…",
        "Takes",
        _comp,
        _why_no_comp,
        question=Question("Take", "choice", choices=_numbers),
    ),
)
