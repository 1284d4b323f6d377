# SPDX-License-Identifier: GPL-3.0-or-later
"""Chords and a band under the tune of a song that was brought in; the recording, or the notes, stay as they are."""

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from musicstudio.core.seeds import MAX_SEED
from musicstudio.engines.contract import Request, Task

from .layer import add_parts
from .right_engine import engine_for, makers_of_song

if TYPE_CHECKING:
    from ..session.session import Session


def harmonize_song(
    session: "Session", prompt: str = "", *, seed: int | None = None, on_done: Callable[[], None] | None = None
) -> str:
    """Queue rows that accompany the song's tune, and the chords where it has none; the job's id.

    prompt: in which style; empty lets the engine choose. Raises `InputError` for a song without music.
    """
    seed = seed if seed is not None else random.SystemRandom().randrange(MAX_SEED)
    engine = engine_for(session.engines, Task.HARMONIZE, makers_of_song(session.document.committed))
    return add_parts(session, engine, Request(Task.HARMONIZE, prompt, seed=seed), "Harmonise the tune", on_done=on_done)
