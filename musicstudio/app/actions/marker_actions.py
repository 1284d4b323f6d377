# SPDX-License-Identifier: GPL-3.0-or-later
"""Markers: put, name, move, delete, and go from one to the next."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from musicstudio.core.ids import new_id
from musicstudio.project.edits.markers import add_marker, delete_marker, move_marker, rename_marker
from musicstudio.project.model import Marker

from .action import Action
from .chosen import chosen_marker, playhead_tick
from .question import Question

if TYPE_CHECKING:
    from ..session.session import Session

_STEP_BACK_S = 0.3


def _add(session: "Session") -> None:
    name = f"Marker {len(session.project.markers) + 1}"
    marker = Marker(new_id("marker"), name, playhead_tick(session))
    session.document.transact(f"Add {name}", add_marker(marker))
    session.selection.set(marker_ids={marker.id})


def _why_no_marker(session: "Session") -> str:
    if not session.project.markers:
        return "There is no marker yet; M puts one at the playhead."
    return "" if chosen_marker(session) else "Select one marker, or put the playhead behind one."


def _name(session: "Session") -> str:
    marker = chosen_marker(session)
    return marker.name if marker else ""


def _rename(session: "Session", name: str) -> None:
    if marker := chosen_marker(session):
        session.document.transact("Rename marker", rename_marker(marker.id, name))


def _why_no_move(session: "Session") -> str:
    marker = chosen_marker(session)
    if marker and marker.tick == playhead_tick(session):
        return f"“{marker.name}” is at the playhead already."
    return _why_no_marker(session)


def _move(session: "Session") -> None:
    if marker := chosen_marker(session):
        session.document.transact(f"Move {marker.name}", move_marker(marker.id, playhead_tick(session)))


def _delete(session: "Session") -> None:
    if marker := chosen_marker(session):
        session.document.transact(f"Delete {marker.name}", delete_marker(marker.id))


def _target_s(session: "Session", direction: int) -> float | None:
    here_s, seconds_at = session.player.position_s, session.project.tempo_map.seconds_at
    places = [seconds_at(marker.tick) for marker in session.project.markers]
    if direction > 0:
        return next((place for place in places if place > here_s + 0.05), None)
    return next((place for place in reversed(places) if place < here_s - _STEP_BACK_S), None)


def _why_no_step(direction: int) -> Callable[["Session"], str]:
    where = "after" if direction > 0 else "before"
    return lambda session: (
        "" if _target_s(session, direction) is not None else f"There is no marker {where} the playhead."
    )


def _step(direction: int) -> Callable[["Session"], None]:
    def run(session: "Session") -> None:
        target_s = _target_s(session, direction)
        if target_s is not None:
            session.player.seek(target_s)

    return run


ACTIONS = (
    Action("marker.add", "Add a marker", "Markers", _add, shortcuts=("M", "Ctrl+B"), icon="bookmark"),
    Action(
        "marker.rename",
        "Rename the marker…",
        "Markers",
        _rename,
        _why_no_marker,
        question=Question("Name", start=_name),
    ),
    Action("marker.move", "Move the marker to the playhead", "Markers", _move, _why_no_move),
    Action("marker.delete", "Delete the marker", "Markers", _delete, _why_no_marker, icon="trash-2"),
    Action("marker.next", "Next marker", "Transport", _step(+1), _why_no_step(+1), ("Ctrl+Alt+Right",)),
    Action("marker.previous", "Previous marker", "Transport", _step(-1), _why_no_step(-1), ("Ctrl+Alt+Left",)),
)
