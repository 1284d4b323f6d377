# SPDX-License-Identifier: GPL-3.0-or-later
"""More of the song: bars before it, after it, or between two sections."""

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.progress import Job
from musicstudio.core.seeds import MAX_SEED
from musicstudio.engines.contract import Request, Result, Task
from musicstudio.project.edits.generation import insert_tracks
from musicstudio.project.edits.helpers import Edit, compose_edits
from musicstudio.project.edits.ranges import blend_recordings
from musicstudio.project.edits.ripple import insert_time
from musicstudio.project.model import Project, Section

from ..results.placing import named_sources, new_tracks_of
from ..results.recipe_ids import recipe_id_of
from ..results.storing import StoredResult, store_results
from .beside_recording import as_loud_as_recording, has_recordings
from .hearing import hearing
from .in_context import SongInContext, asked_in_context, why_no_music
from .layer import sends_of, with_effect_buses
from .right_engine import engine_for, makers_of_song
from .telling import tell_results, undone_first

if TYPE_CHECKING:
    from ..session.session import Session

AT_END = -1


def extend(
    session: "Session",
    bars: int,
    *,
    at_tick: int = AT_END,
    prompt: str = "",
    seed: int | None = None,
    on_done: Callable[[], None] | None = None,
) -> str:
    """Queue new bars at the section line nearest to a tick (`AT_END`: after the last); the job's id."""
    song = session.document.committed
    if problem := why_no_music(song):
        raise InputError(problem)
    seed = seed if seed is not None else random.SystemRandom().randrange(MAX_SEED)
    request = Request(Task.EXTEND, prompt, seed=seed, extend_bars=bars, extend_at_tick=at_tick)
    engine = hearing(engine_for(session.engines, Task.EXTEND, makers_of_song(song)), session.media)

    def ask(ready: Project) -> Job[StoredResult]:
        answer = yield from store_results(engine.run(replace(request, song=ready)), session.media)
        is_sound = engine.capabilities().hears_sound
        joins = not is_sound and has_recordings(ready) and not any(part.track_id for part in answer.result.parts)
        return as_loud_as_recording(answer, ready, session.media) if joins else answer

    def again() -> None:
        extend(session, bars, at_tick=at_tick, prompt=prompt, on_done=on_done)

    def apply_result(found: tuple[SongInContext, StoredResult]) -> None:
        context, answer = found
        edit = compose_edits(context.edit, _extend_edit(answer, context.song))
        label = f"Extend by {bars} bars"
        session.results.apply(label, edit, is_shown=True)
        for notice in context.told:
            session.notify(notice)
        tell_results(session, [answer.result], undone_first(session, label, again))
        if on_done:
            on_done()

    return session.jobs.submit(
        "Extend the song", lambda: asked_in_context(song, session.media, ask), on_done=apply_result
    )


def _extend_edit(answer: StoredResult, song: Project) -> Edit:
    fresh = new_sections(answer.result, song)
    new_tracks = new_tracks_of(answer.result, answer.sounds)
    recipes = {recipe_id_of(answer.result.recipe): answer.result.recipe}
    start = min(section.start_ticks for section in fresh)
    length = sum(section.length_ticks for section in fresh)

    def edit(project: Project) -> Project:
        if project.sections != song.sections:
            raise InputError("The song's sections were changed meanwhile, so the new bars no longer fit.")
        begin_s = project.tempo_map.seconds_at(start)
        if start < max(section.end_ticks for section in song.sections) or not has_recordings(project):
            project = insert_time(start, length)(project)
            project = blend_recordings(begin_s, answer.result.tempo_map.seconds_at(start + length))(project)
        result = answer.result
        project = replace(project, sections=result.sections, chords=result.chords, tempo_map=result.tempo_map)
        project = with_effect_buses(project, sends_of(new_tracks))
        return insert_tracks(new_tracks, named_sources(answer), recipes)(project)

    return edit


def new_sections(result: Result, song: Project) -> list[Section]:
    """The sections of an extended song that were not there before."""
    known = {section.id for section in song.sections}
    return [section for section in result.sections if section.id not in known]
