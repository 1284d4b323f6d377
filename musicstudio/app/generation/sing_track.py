# SPDX-License-Identifier: GPL-3.0-or-later
"""The tune of a track, sung: its notes stay as they are, and a vocal track with the words takes its place."""

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from musicstudio.core.errors import InputError
from musicstudio.core.seeds import MAX_SEED
from musicstudio.engines.contract import GenerationOptions, Request, Task

from .layer import add_parts
from .right_engine import engine_for, makers_of_song

if TYPE_CHECKING:
    from ..session.session import Session


def sing_track(
    session: "Session",
    track_id: str,
    lyrics: str,
    *,
    voice: str = "",
    seed: int | None = None,
    on_done: Callable[[], None] | None = None,
) -> str:
    """Queue the singing of a track's notes to words and return the job's id; the track is muted, not removed.

    voice: a voice's id, or empty for the song's. Raises `InputError` when there are no words or no such track.
    """
    song = session.document.committed
    if not lyrics.strip():
        raise InputError("Write the words first.")
    if song.track(track_id) is None:
        raise InputError("The track to sing is not in the song.")
    request = Request(
        Task.SING,
        lyrics=lyrics,
        seed=seed if seed is not None else random.SystemRandom().randrange(MAX_SEED),
        options=GenerationOptions(voice=voice),
        song=song,
        track_ids=(track_id,),
    )
    engine = engine_for(session.engines, Task.SING, makers_of_song(song))
    return add_parts(session, engine, request, "Sing the tune", track_id, on_done)
