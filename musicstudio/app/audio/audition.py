# SPDX-License-Identifier: GPL-3.0-or-later
"""A few notes to be listened to by themselves, on a piano, such as a passage of another tune."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from musicstudio.project.model import Clip, Note, Project, Take, Tempo, TempoMap, Track

from ..session.played_notes import with_everything_played

if TYPE_CHECKING:
    from ..session.session import Session

_INSTRUMENT = "grand_piano"


def audition_notes(session: "Session", notes: Sequence[Note], bpm: float) -> str:
    """Play notes as soon as they have a sound; the job's id. The song is loaded again by `PlayerSync.end_audition`."""
    project = song_of_notes(notes, bpm)
    return session.jobs.submit(
        "Playing a passage",
        lambda: with_everything_played(project, session.note_rendering.played),
        on_done=session.player_sync.audition,
        is_quiet=True,
    )


def song_of_notes(notes: Sequence[Note], bpm: float) -> Project:
    """A song that is nothing but these notes."""
    tempo_map = TempoMap(tempos=(Tempo(0, bpm),))
    length_s = tempo_map.seconds_at(max((note.start_ticks + note.length_ticks for note in notes), default=0))
    take = Take("take", notes=tuple(notes))
    clip = Clip("clip", 0.0, max(0.1, length_s), rings=True, takes=(take,), active_take_id="take")
    track = Track("passage", "Passage", "instrument", "keys", _INSTRUMENT, clips=(clip,))
    return Project("passage", "Passage", tempo_map, tracks=(track,))
