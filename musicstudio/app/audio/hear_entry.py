# SPDX-License-Identifier: GPL-3.0-or-later
"""Hearing something of the library without opening it: its loudest twelve seconds, before effects, all equally loud."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from musicstudio.core.errors import MediaError
from musicstudio.core.progress import Job, Progress
from musicstudio.core.units import SAMPLE_RATE, gain_from_db
from musicstudio.dsp.audio import Audio
from musicstudio.dsp.integrated import integrated_lufs
from musicstudio.library.entries import Entry
from musicstudio.library.file import Library
from musicstudio.media.store import MediaStore
from musicstudio.project.edits.clips import audio_clip
from musicstudio.project.model import Project, Track
from musicstudio.storage.layout import MEDIA_FOLDER

from ..library.collecting import collect
from ..library.excerpts import loudest_s, mixed
from ..library.listing import read_song
from ..results.storing import store_audio

if TYPE_CHECKING:
    from ..session.session import Session

PREVIEW_S, PREVIEW_LUFS = 12.0, -18.0
_CEILING = 0.9


def hear_entry(session: "Session", entry: Entry) -> str:
    """Play it as soon as it is mixed, in the song's place; the job's id. That it was played is noted."""
    own, path = session.document.committed, Path(entry.path)
    song = own if path == session.path else None

    def play(sound: Audio) -> None:
        source = store_audio(session.media, sound, SAMPLE_RATE, entry.title)
        track = Track("preview", "Preview", clips=(audio_clip(source, 0.0, "", entry.title),))
        session.player_sync.audition(Project("preview", entry.title, tracks=(track,), sources={source.hash: source}))

    return session.jobs.submit("Mixing a preview", lambda: preview_of(entry, path, song), on_done=play, is_prompt=True)


def preview_of(entry: Entry, path: Path, song: Project | None = None) -> Job[Audio]:
    """(2, frames) at 48 kHz. song: what its folder holds, if that is open. Raises `MediaError`."""
    yield Progress(0.0, "Mixing a preview")
    read = (song, 0.0) if song is not None else read_song(path)
    if read is None:
        raise MediaError(f"The song of “{entry.title}” is no longer at {path}.")
    found = next((each for each in collect(read[0], path) if each.entry.id == entry.id), None)
    if found is None or not found.takes:
        raise MediaError(f"“{entry.title}” is no longer part of its song.")
    media = MediaStore(path / MEDIA_FOLDER)
    try:
        at_s = loudest_s(found.takes, media, PREVIEW_S)
        mono = mixed(found.takes, media, at_s, min(PREVIEW_S, max(t.end_s for t in found.takes) - at_s), SAMPLE_RATE)
    finally:
        media.close()
    yield Progress(0.8, "Mixing a preview")
    if not np.abs(mono).max(initial=0.0) > 0.0:
        raise MediaError(f"The sound of “{entry.title}” cannot be read.")
    Library().note_play(entry.id)
    return _equally_loud(np.stack([mono, mono]).astype(np.float32))


def _equally_loud(sound: Audio) -> Audio:
    """At the loudness of all previews, without clipping, faded at its ends."""
    gain = gain_from_db(min(24.0, PREVIEW_LUFS - max(-60.0, integrated_lufs(sound))))
    gain = min(gain, _CEILING / float(np.abs(sound).max()))
    ramp = np.minimum(1.0, np.arange(sound.shape[1]) / (0.02 * SAMPLE_RATE))
    return np.asarray(sound * gain * np.minimum(ramp, ramp[::-1]), dtype=np.float32)
