# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups: tracks that are summed and folded together."""

from typing import TYPE_CHECKING

from musicstudio.core.ids import new_id
from musicstudio.project.edits.tracks import add_track, fold_track, group_tracks, set_group, ungroup
from musicstudio.project.model import Track

from .action import Action
from .chosen import chosen_tracks, why_no_tracks
from .question import Choices, Question

if TYPE_CHECKING:
    from ..session.session import Session


def _members(session: "Session") -> list[Track]:
    return [track for track in chosen_tracks(session) if track.kind not in ("group", "bus")]


def _why_no_members(session: "Session") -> str:
    return "" if _members(session) else "Select some tracks first."


def _group(session: "Session") -> None:
    members = _members(session)
    group = Track(new_id("track"), "Group", "group", members[0].role, group_id=members[0].group_id)
    session.document.transact("Group tracks", group_tracks([track.id for track in members], group))
    session.selection.set(track_ids={group.id})


def _add_bus(session: "Session") -> None:
    count = sum(track.kind == "bus" for track in session.project.tracks)
    bus = Track(new_id("track"), f"Bus {count + 1}", "bus", "fx")
    session.document.transact(f"New {bus.name}", add_track(bus))
    session.selection.set(track_ids={bus.id})


def _chosen_group(session: "Session") -> Track | None:
    """The selected group, or the one that the selected tracks are in."""
    tracks = chosen_tracks(session)
    group_ids = {track.id if track.kind == "group" else track.group_id for track in tracks} - {""}
    return session.project.track(next(iter(group_ids))) if len(group_ids) == 1 else None


def _why_no_group(session: "Session") -> str:
    return "" if _chosen_group(session) else "Select a group, or tracks of one."


def _ungroup(session: "Session") -> None:
    if group := _chosen_group(session):
        session.document.transact(f"Ungroup {group.name}", ungroup(group.id))


def _fold(session: "Session") -> None:
    if group := _chosen_group(session):
        label = f"Unfold {group.name}" if group.is_folded else f"Fold {group.name}"
        session.document.transact(label, fold_track(group.id, not group.is_folded))


def _groups(session: "Session") -> Choices:
    """The groups that not all of the chosen tracks are in."""
    there = {track.group_id for track in _members(session)}
    groups = (track for track in session.project.tracks if track.kind == "group" and {track.id} != there)
    return tuple((track.id, track.name) for track in groups)


def _why_no_target(session: "Session") -> str:
    return _why_no_members(session) or ("" if _groups(session) else "There is no other group; make one first.")


def _to_group(session: "Session", group_id: str) -> None:
    group = session.project.track(group_id)
    name = group.name if group else ""
    session.document.transact(f"Into {name}", set_group([track.id for track in _members(session)], group_id))


def _why_not_grouped(session: "Session") -> str:
    is_grouped = any(track.group_id for track in _members(session))
    return why_no_tracks(session) or ("" if is_grouped else "The selected tracks are in no group.")


def _leave(session: "Session") -> None:
    session.document.transact("Out of the group", set_group([track.id for track in _members(session)], ""))


ACTIONS = (
    Action("mix.add_bus", "New bus", "Mix", _add_bus),
    Action("track.group", "Group tracks", "Track", _group, _why_no_members, ("Ctrl+G",)),
    Action("track.ungroup", "Ungroup", "Track", _ungroup, _why_no_group, ("Ctrl+Shift+G",)),
    Action("track.fold", "Fold or unfold the group", "Track", _fold, _why_no_group),
    Action(
        "track.to_group",
        "Into a group…",
        "Track",
        _to_group,
        _why_no_target,
        question=Question("Group", "choice", choices=_groups),
    ),
    Action("track.leave_group", "Out of the group", "Track", _leave, _why_not_grouped),
)
