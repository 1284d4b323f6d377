# SPDX-License-Identifier: GPL-3.0-or-later
"""The same song in another style: melody, form and chords stay."""

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from musicstudio.core.seeds import MAX_SEED
from musicstudio.engines.contract import GenerationOptions, Request, Task
from musicstudio.project.model import Project

from .generate import generate_from
from .right_engine import engine_for, makers_of_song

if TYPE_CHECKING:
    from ..session.session import Session


def restyle(
    session: "Session",
    prompt: str,
    *,
    options: GenerationOptions | None = None,
    seed: int | None = None,
    song: Project | None = None,
    on_done: Callable[[], None] | None = None,
) -> str:
    """Queue the song in the style of a prompt, in its own place and one undo step; the job's id.

    song: another song to be restyled into this session (the command line makes a new folder of it).
    """
    request = Request(
        Task.RESTYLE,
        prompt,
        seed=seed if seed is not None else random.SystemRandom().randrange(MAX_SEED),
        options=options or GenerationOptions(),
        song=song or session.document.committed,
    )
    engine = engine_for(session.engines, Task.RESTYLE, makers_of_song(song or session.document.committed))
    return generate_from(session, [request], engine, "Restyle", on_done)
