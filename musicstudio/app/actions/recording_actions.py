# SPDX-License-Identifier: GPL-3.0-or-later
"""Recording: arm a row, record, stop."""

from typing import TYPE_CHECKING

from ..audio.measure_delay import measure_delay, why_not_measure
from ..audio.record import arm_notes, arm_track, record_notes, start_recording, track_for_notes, why_not_record
from ..session.recording import can_be_recorded_on
from .action import Action
from .chosen import chosen_tracks, why_no_one_track

if TYPE_CHECKING:
    from ..session.session import Session


def _record(session: "Session") -> None:
    if session.note_recording.is_running:
        session.note_recording.stop()
    elif session.recording.is_running:
        session.recording.stop()
    elif track_id := track_for_notes(session):
        record_notes(session, track_id)
    else:
        start_recording(session)


def _is_running(session: "Session") -> bool:
    return session.recording.is_running or session.note_recording.is_running


def _arm(session: "Session") -> None:
    (track,) = chosen_tracks(session)
    (arm_notes if session.live_notes.can_play(track.id) else arm_track)(session, track.id)


def _is_armed(session: "Session") -> bool:
    tracks = chosen_tracks(session)
    armed = (session.recording.armed_track_id, session.note_recording.armed_track_id)
    return len(tracks) == 1 and tracks[0].id in armed


def _why_not_arm(session: "Session") -> str:
    if why := why_no_one_track(session) or why_not_record(session):
        return why
    if _is_running(session):
        return "Something is being recorded."
    (track,) = chosen_tracks(session)
    can = can_be_recorded_on(track) or session.live_notes.can_play(track.id)
    return "" if can else "Only audio tracks, and tracks with an instrument, are recorded on."


ACTIONS = (
    Action(
        "transport.record",
        "Record",
        "Transport",
        _record,
        why_not_record,
        ("R",),
        "record",
        is_on=_is_running,
        title_now=lambda session: "Stop recording" if _is_running(session) else "Record",
    ),
    Action(
        "transport.measure_delay", "Measure the recording delay by a cable", "Transport", measure_delay, why_not_measure
    ),
    Action("track.arm", "Arm for recording", "Track", _arm, _why_not_arm, icon="record", is_on=_is_armed),
)
