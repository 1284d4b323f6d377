# SPDX-License-Identifier: GPL-3.0-or-later
"""The master's gain, measured so that the song plays as loud as its target asks."""

from typing import TYPE_CHECKING

from musicstudio.core.progress import Job, within
from musicstudio.playback.graph.offline import measure_master_gain
from musicstudio.project.edits.song import set_master_gain
from musicstudio.project.model import Project

from ..session.played_notes import will_sound, with_everything_played

if TYPE_CHECKING:
    from ..session.session import Session


def set_loudness(session: "Session") -> str:
    """Queue the measurement; its result completes the step that stands. The job's id."""
    project = session.document.committed

    def apply_result(gain_db: float) -> None:
        session.document.amend("Set the loudness", set_master_gain(gain_db))

    def job() -> Job[float]:
        playing = with_everything_played(project, session.note_rendering.played)
        played = yield from within(playing, 0.0, 0.3)
        return (yield from within(measure_master_gain(played, session.media), 0.3, 1.0))

    return session.jobs.submit("Setting the loudness", job, on_done=apply_result)


def needs_loudness(project: Project) -> bool:
    """Whether a song sounds and was never measured."""
    return will_sound(project) and project.master.is_on and project.master.gain_db == 0.0
