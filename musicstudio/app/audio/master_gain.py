# SPDX-License-Identifier: GPL-3.0-or-later
"""The master's gain, measured so that the song plays as loud as its target asks."""

from typing import TYPE_CHECKING

from musicstudio.playback.graph.offline import measure_master_gain
from musicstudio.project.edits.song import set_master_gain
from musicstudio.project.model import Project

if TYPE_CHECKING:
    from ..session.session import Session


def set_loudness(session: "Session") -> str:
    """Queue the measurement; its result completes the step that stands. The job's id."""
    project = session.document.committed

    def land(gain_db: float) -> None:
        session.document.amend("Set the loudness", set_master_gain(gain_db))

    return session.jobs.submit(
        "Setting the loudness",
        lambda: measure_master_gain(project, session.media),
        on_done=land,
    )


def needs_loudness(project: Project) -> bool:
    """Whether a song sounds and was never measured."""
    has_sound = any(clip.take and clip.take.source for _, clip in project.clips())
    return has_sound and project.master.is_on and project.master.gain_db == 0.0
