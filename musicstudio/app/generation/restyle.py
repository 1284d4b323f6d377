# SPDX-License-Identifier: GPL-3.0-or-later
"""The same song in another style: melody, form and chords stay."""

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.progress import Job
from musicstudio.core.seeds import MAX_SEED
from musicstudio.engines.contract import Capabilities, Engine, GenerationOptions, Request, Result, Task
from musicstudio.media.store import MediaStore
from musicstudio.project.model import Project

from .generate import generate_from
from .hearing import hearing
from .in_context import asked_in_context, why_no_music
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
    media: MediaStore | None = None,
    on_done: Callable[[], None] | None = None,
) -> str:
    """Queue the song in the style of a prompt, in its own place and one undo step; the job's id.

    song, media: another song, and where its audio lies, to be restyled into this session (the command line makes a new
    folder of it). Raises `InputError` for a song without music.
    """
    song = song or session.document.committed
    if problem := why_no_music(song):
        raise InputError(problem)
    request = Request(
        Task.RESTYLE,
        prompt,
        seed=seed if seed is not None else random.SystemRandom().randrange(MAX_SEED),
        options=options or GenerationOptions(),
        song=song,
    )
    maker = hearing(engine_for(session.engines, Task.RESTYLE, makers_of_song(song)), media or session.media)
    engine = _InContext(maker, media or session.media)
    return generate_from(session, [request], engine, "Restyle", on_done)


class _InContext:
    """An engine that hears what was brought in before it is asked."""

    def __init__(self, engine: Engine, media: MediaStore) -> None:
        self._engine, self._media = engine, media

    def capabilities(self) -> Capabilities:
        return self._engine.capabilities()

    def run(self, request: Request) -> Job[Result]:
        assert request.song is not None
        context, result = yield from asked_in_context(
            request.song, self._media, lambda ready: self._engine.run(replace(request, song=ready))
        )
        return replace(result, notices=(*context.told, *result.notices))
