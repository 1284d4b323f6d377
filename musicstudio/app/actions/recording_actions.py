# SPDX-License-Identifier: GPL-3.0-or-later
"""Recording: arm a row, record, stop."""

from typing import TYPE_CHECKING

from ..audio.record import arm_track, start_recording, why_not_record
from ..session.recording import can_be_recorded_on
from .action import Action
from .chosen import chosen_tracks, why_no_one_track

if TYPE_CHECKING:
    from ..session.session import Session


def _record(session: "Session") -> None:
    if session.recording.is_running:
        session.recording.stop()
    else:
        start_recording(session)


def _arm(session: "Session") -> None:
    (track,) = chosen_tracks(session)
    arm_track(session, track.id)


def _is_armed(session: "Session") -> bool:
    tracks = chosen_tracks(session)
    return len(tracks) == 1 and tracks[0].id == session.recording.armed_track_id


def _why_not_arm(session: "Session") -> str:
    if why := why_no_one_track(session) or why_not_record(session):
        return why
    if session.recording.is_running:
        return "Something is being recorded."
    (track,) = chosen_tracks(session)
    return "" if can_be_recorded_on(track) else "Only audio tracks are recorded on."


ACTIONS = (
    Action(
        "transport.record",
        "Record",
        "Transport",
        _record,
        why_not_record,
        ("R",),
        "record",
        is_on=lambda session: session.recording.is_running,
        title_now=lambda session: "Stop recording" if session.recording.is_running else "Record",
    ),
    Action("track.arm", "Arm for recording", "Track", _arm, _why_not_arm, icon="record", is_on=_is_armed),
)
