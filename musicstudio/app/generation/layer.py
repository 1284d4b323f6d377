# SPDX-License-Identifier: GPL-3.0-or-later
"""One instrument more that fits what plays, or another in the place of one (which is muted, not removed)."""

import random
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.progress import Job
from musicstudio.core.seeds import MAX_SEED
from musicstudio.engines.contract import DELAY_BUS_ID, REVERB_BUS_ID, Engine, Request, Result, Task
from musicstudio.mixing.presets import default_buses
from musicstudio.project.edits.generation import NewTrack, insert_tracks
from musicstudio.project.edits.helpers import Edit, compose_edits
from musicstudio.project.edits.strips import set_mute
from musicstudio.project.edits.tracks import move_track
from musicstudio.project.model import Project

from ..results.placing import named_sources, new_tracks_of
from ..results.recipe_ids import recipe_id_of
from ..results.storing import StoredResult, store_results
from .beside_recording import BAND_BELOW_DB, LAYER_BELOW_DB, as_loud_as_recording, has_recordings
from .hearing import hearing
from .in_context import SongInContext, asked_in_context, why_no_music
from .right_engine import engine_for, makers_of_song
from .telling import tell_results, undone_first

if TYPE_CHECKING:
    from ..session.session import Session


def layer(
    session: "Session",
    prompt: str,
    *,
    replace_track_id: str = "",
    seed: int | None = None,
    on_done: Callable[[], None] | None = None,
) -> str:
    """Queue a new part and return the job's id. prompt: what it should be; empty lets the engine choose."""
    song = session.document.committed
    request = Request(
        Task.LAYER,
        prompt=prompt,
        seed=seed if seed is not None else random.SystemRandom().randrange(MAX_SEED),
        song=song,
        track_ids=(replace_track_id,) if replace_track_id else (),
    )
    maker = engine_for(session.engines, Task.LAYER, makers_of_song(song))
    engine = hearing(maker, session.media, session.selection.range_s)
    return add_parts(session, engine, request, "Add a part", replace_track_id, on_done)


def add_parts(
    session: "Session",
    engine: Engine,
    request: Request,
    title: str,
    replaced_track_id: str = "",
    on_done: Callable[[], None] | None = None,
) -> str:
    """Queue a request whose parts become new rows, in the place of a row (which is muted) if one is named; the job's
    id. Raises `InputError` for a song without music."""
    song = session.document.committed
    if problem := why_no_music(song):
        raise InputError(problem)

    def ask(ready: Project) -> Job[StoredResult]:
        answer = yield from store_results(engine.run(replace(request, song=ready)), session.media)
        if not has_recordings(ready) or ready.song_recipe_id:
            return answer
        below_db = LAYER_BELOW_DB if len(answer.result.parts) == 1 else BAND_BELOW_DB
        return as_loud_as_recording(answer, ready, session.media, below_db=below_db)

    def again() -> None:
        other = replace(request, seed=random.SystemRandom().randrange(MAX_SEED))
        add_parts(session, engine, other, title, replaced_track_id, on_done)

    def apply_result(found: tuple[SongInContext, StoredResult]) -> None:
        context, answer = found
        edit = compose_edits(context.edit, _add_tracks_edit(answer, replaced_track_id))
        session.results.apply(_label(answer), edit, is_shown=True)
        for notice in context.told:
            session.notify(notice)
        tell_results(session, [answer.result], undone_first(session, _label(answer), again))
        if on_done:
            on_done()

    return session.jobs.submit(title, lambda: asked_in_context(song, session.media, ask), on_done=apply_result)


def _label(answer: StoredResult) -> str:
    parts = answer.result.parts
    return f"Add {parts[0].name}" if len(parts) == 1 else f"Add {len(parts)} parts"


def _add_tracks_edit(answer: StoredResult, replaced_id: str) -> Edit:
    new_tracks = new_tracks_of(_with_new_tracks(answer.result), answer.sounds)
    recipes = {recipe_id_of(answer.result.recipe): answer.result.recipe}

    def edit(project: Project) -> Project:
        project = with_effect_buses(project, sends_of(new_tracks))
        project = replace(project, chords=project.chords or answer.result.chords)
        before = {track.id for track in project.tracks}
        project = insert_tracks(new_tracks, named_sources(answer), recipes)(project)
        added = [track.id for track in project.tracks if track.id not in before]
        return compose_edits(*_placed_by(project, added, replaced_id))(project)

    return edit


def sends_of(new_tracks: Iterable[NewTrack]) -> set[str]:
    """The ids of the buses that rows send to."""
    return {send.bus_id for new_track in new_tracks for send in new_track.strip.sends}


def with_effect_buses(project: Project, bus_ids: set[str]) -> Project:
    """The song with the buses that a part sends to: one that was imported has none."""
    bpm = project.tempo_map.bpm_at(0)
    effect_buses = dict(zip((REVERB_BUS_ID, DELAY_BUS_ID), default_buses(bpm), strict=True))
    missing = [bus_id for bus_id in effect_buses if bus_id in bus_ids and project.track(bus_id) is None]
    added = tuple(replace(effect_buses[bus_id], id=bus_id) for bus_id in missing)
    return replace(project, tracks=(*project.tracks, *added)) if added else project


def _placed_by(project: Project, added: list[str], replaced_id: str) -> list[Edit]:
    """New rows stand under the row that they replace, or above the buses."""
    ids = [track.id for track in project.tracks]
    buses = [index for index, track in enumerate(project.tracks) if track.kind == "bus"]
    place = ids.index(replaced_id) + 1 if replaced_id in ids else min(buses, default=len(ids))
    edits = [move_track(track_id, place + index) for index, track_id in enumerate(added)]
    return [*edits, set_mute([replaced_id], True)] if replaced_id in ids else edits


def _with_new_tracks(result: Result) -> Result:
    return replace(result, parts=tuple(replace(part, track_id="") for part in result.parts))
