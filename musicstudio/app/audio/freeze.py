# SPDX-License-Identifier: GPL-3.0-or-later
"""Freezing a row: its clips and effects are rendered once and play as one sound, until something of them changes."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from musicstudio.core.errors import InputError
from musicstudio.core.progress import Job, within
from musicstudio.media.importing import import_audio
from musicstudio.media.store import MediaStore
from musicstudio.project.edits.tracks import freeze_track
from musicstudio.project.freezing import alone, mark_of
from musicstudio.project.model import Project, Source, Track

from ..files.bounce import bounce

if TYPE_CHECKING:
    from ..session.session import Session


def freeze(session: "Session", track_id: str) -> str:
    """Queue the rendering and return the job's id. Raises `InputError` for a row that cannot be frozen now."""
    song = session.document.committed
    track = song.track(track_id)
    if problem := why_not_freeze(track):
        raise InputError(problem)
    assert track is not None
    mark = mark_of(song, track)

    def apply_result(source: Source) -> None:
        session.results.apply(f"Freeze {track.name}", freeze_track(track_id, source, mark))

    return session.jobs.submit(
        f"Freeze {track.name}", lambda: _freeze_job(song, track, session.media), on_done=apply_result
    )


def why_not_freeze(track: Track | None) -> str:
    """Why a row cannot be frozen, or empty."""
    if track is None or track.kind in ("group", "bus"):
        return "Select a track with clips; groups and buses are not frozen."
    takes = [clip.take for clip in track.clips if clip.take and not clip.is_muted]
    if not any(take.source for take in takes):
        return f"There is nothing on {track.name} to freeze."
    if any(take.notes and not take.source for take in takes):
        return f"Notes on {track.name} are still being played; freeze it in a moment."
    return ""


def _freeze_job(song: Project, track: Track, media: MediaStore) -> Job[Source]:
    with tempfile.TemporaryDirectory(prefix="musicstudio-freeze-") as folder:
        done = yield from within(bounce(alone(song, track), media, [track.id], Path(folder)), 0.0, 0.8)
        if track.id not in done.sources:
            raise InputError(f"{track.name} is silent, so there is nothing to freeze.")
        file = done.files[done.sources[track.id].hash]
        imported = yield from within(import_audio(file, media), 0.8, 1.0)
    return imported.source
