# SPDX-License-Identifier: GPL-3.0-or-later
"""Splitting, copying, moving and deleting clips."""

from typing import TYPE_CHECKING

from musicstudio.core.ids import new_id
from musicstudio.project.edits.clips import delete_clips, duplicate_clips, move_clips, mute_clips, split_clips
from musicstudio.project.edits.helpers import compose_edits
from musicstudio.project.edits.markers import add_marker
from musicstudio.project.edits.takes import choose_take
from musicstudio.project.model import Clip, Marker

from .action import Action

if TYPE_CHECKING:
    from ..session.session import Session


def _chosen(session: "Session") -> list[Clip]:
    return [clip for _, clip in session.project.clips() if clip.id in session.selection.clip_ids]


def _why_no_clips(session: "Session") -> str:
    return "" if session.selection.clip_ids else "Select one or more clips first."


def _under_playhead(session: "Session") -> list[Clip]:
    at_s = session.player.position_s
    pool = _chosen(session) or [clip for _, clip in session.project.clips()]
    return [clip for clip in pool if clip.start_s < at_s < clip.end_s]


def _why_no_split(session: "Session") -> str:
    return "" if _under_playhead(session) else "Put the playhead inside a clip first."


def _split(session: "Session") -> None:
    ids = {clip.id for clip in _under_playhead(session)}
    session.document.transact("Split", split_clips(ids, session.player.position_s))


def _duplicate(session: "Session") -> None:
    before = {clip.id for _, clip in session.project.clips()}
    session.document.transact("Duplicate", duplicate_clips(session.selection.clip_ids))
    session.selection.set(clip_ids=[clip.id for _, clip in session.project.clips() if clip.id not in before])


def _delete(session: "Session") -> None:
    session.document.transact("Delete", delete_clips(session.selection.clip_ids))


def _mute(session: "Session") -> None:
    clips = _chosen(session)
    is_muted = not all(clip.is_muted for clip in clips)
    label = "Mute clips" if is_muted else "Unmute clips"
    session.document.transact(label, mute_clips(session.selection.clip_ids, is_muted))


def _nudge(direction: int):  # type: ignore[no-untyped-def]
    def run(session: "Session") -> None:
        tempo_map = session.project.tempo_map
        first_s = min(clip.start_s for clip in _chosen(session))
        meter = tempo_map.meter_at(tempo_map.ticks_at(first_s))
        target_s = tempo_map.seconds_at(tempo_map.ticks_at(first_s) + direction * meter.beat_ticks)
        by_s = max(target_s, 0.0) - first_s
        session.document.transact("Nudge", move_clips(session.selection.clip_ids, by_s), merge_key="nudge")

    return run


def _take_step(direction: int):  # type: ignore[no-untyped-def]
    def run(session: "Session") -> None:
        edits = []
        for clip in _chosen(session):
            ids = [take.id for take in clip.takes]
            if len(ids) > 1:
                there = ids[(ids.index(clip.active_take_id) + direction) % len(ids)]
                edits.append(choose_take(clip.id, there))
        session.document.transact("Choose take", compose_edits(*edits))

    return run


def _why_no_takes(session: "Session") -> str:
    return "" if any(len(c.takes) > 1 for c in _chosen(session)) else "Select a clip that has more than one take."


def _marker(session: "Session") -> None:
    tick = session.project.tempo_map.ticks_at(session.player.position_s)
    name = f"Marker {len(session.project.markers) + 1}"
    session.document.transact("Add marker", add_marker(Marker(new_id("marker"), name, max(0, tick))))


ACTIONS = (
    Action("clip.split", "Split at the playhead", "Clip", _split, _why_no_split, ("S", "Ctrl+E"), "scissors"),
    Action("clip.duplicate", "Duplicate", "Clip", _duplicate, _why_no_clips, ("Ctrl+D",), "copy"),
    Action("clip.delete", "Delete", "Clip", _delete, _why_no_clips, ("Delete", "Backspace"), "trash-2"),
    Action("clip.mute", "Mute or unmute clips", "Clip", _mute, _why_no_clips, ("Shift+M",)),
    Action("clip.nudge_left", "Nudge left by a beat", "Clip", _nudge(-1), _why_no_clips, ("Alt+Left",)),
    Action("clip.nudge_right", "Nudge right by a beat", "Clip", _nudge(+1), _why_no_clips, ("Alt+Right",)),
    Action("take.next", "Next take", "Clip", _take_step(+1), _why_no_takes, ("T",)),
    Action("take.previous", "Previous take", "Clip", _take_step(-1), _why_no_takes, ("Shift+T",)),
    Action("marker.add", "Add a marker", "Clip", _marker, shortcuts=("M", "Ctrl+B"), icon="bookmark"),
)
