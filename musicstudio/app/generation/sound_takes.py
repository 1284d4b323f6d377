# SPDX-License-Identifier: GPL-3.0-or-later
"""New takes of a stretch of sound by an engine that makes sound: context, make, splice in; outside every byte stays."""

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from musicstudio.core.errors import EngineError, InputError
from musicstudio.core.progress import Job, Progress, mapped, within
from musicstudio.core.seeds import MAX_SEED, derive_seed
from musicstudio.dsp.audio import Audio
from musicstudio.engines.contract import Engine, Request, Result, Task
from musicstudio.media.store import MediaStore
from musicstudio.project.edits.ranges import split_at_range
from musicstudio.project.model import Project, Track

from ..results.placing import place_takes
from ..results.storing import StoredResult, store_results
from ..session.making import Place
from ..session.regenerate_state import DEFAULT_CONTEXT_S, MAX_TAKES
from .beside_recording import recordings_among
from .in_context import SongInContext, asked_in_context
from .in_recording import spans_of
from .sound_around import Span, around, context_of, grid_in, row_sound
from .splicing import Heard, splice
from .targets import RegenerationTarget
from .telling import tell_results

if TYPE_CHECKING:
    from ..session.session import Session

_MADE = 0.95


def sound_row(project: Project, target: RegenerationTarget) -> tuple[Track, Span]:
    """The one row of sound and the one stretch that are meant. Raises `InputError` where it is not one of each."""
    meant = [track for track in project.tracks if not target.track_ids or track.id in target.track_ids]
    spans = spans_of(project, target)
    if len(spans) != 1:
        raise InputError("Select one stretch of the song; sound is made anew in one piece at a time.")
    rows = [
        track
        for track in recordings_among(meant)
        if any(clip.start_s < spans[0][1] and clip.end_s > spans[0][0] for clip in track.clips)
    ]
    if len(rows) != 1:
        raise InputError("Select one track of sound; an engine that makes sound makes one at a time anew.")
    return rows[0], spans[0]


def regenerate_sound(
    session: "Session",
    engine: Engine,
    target: RegenerationTarget,
    *,
    takes: int = 1,
    difference: float = 0.5,
    prompt: str = "",
    seed: int | None = None,
    context_s: float = DEFAULT_CONTEXT_S,
    on_done: Callable[[], None] | None = None,
) -> str:
    """Queue N new takes of a stretch of one row; the job's id. context_s: how much around it the engine hears.

    Raises `InputError` for what is not one stretch of one row of sound.
    """
    if not 1 <= takes <= MAX_TAKES:
        raise InputError(f"Between 1 and {MAX_TAKES} takes can be made at once.")
    song = session.document.committed
    track, span_s = sound_row(song, target)
    first = seed if seed is not None else random.SystemRandom().randrange(MAX_SEED)
    seeds = [first, *(derive_seed(first, "take", index) for index in range(1, takes))]
    base = Request(Task.REGENERATE, prompt, track_ids=(track.id,), difference=difference)
    label = f"Regenerate {span_s[0]:.1f}-{span_s[1]:.1f} s ({track.name})"

    def again() -> None:
        regenerate_sound(
            session, engine, target, takes=takes, difference=difference, prompt=prompt, context_s=context_s,
            on_done=on_done,
        )  # fmt: skip

    def ask(ready: Project) -> Job[list[StoredResult]]:
        return _takes(engine, replace(base, song=ready), seeds, span_s, context_s, session.media)

    def apply_result(answer: tuple[SongInContext, list[StoredResult]]) -> None:
        context, stored = answer
        place, cut = place_takes(stored), split_at_range(*span_s, (track.id,))
        session.results.apply(label, lambda project: place(cut(context.edit(project))))
        for notice in context.told:
            session.notify(notice)
        tell_results(session, [each.result for each in stored], again)
        if on_done:
            on_done()

    job_id = session.jobs.submit(label, lambda: asked_in_context(song, session.media, ask), on_done=apply_result)
    return session.making.begin(job_id, Place((), span_s, (track.id,), prompt))


def _takes(
    engine: Engine, base: Request, seeds: list[int], span_s: Span, context_s: float, media: MediaStore
) -> Job[list[StoredResult]]:
    song = base.song
    assert song is not None
    heard_s = around(span_s, context_s, song.length_s)
    old = row_sound(song, media, base.track_ids, heard_s)
    bpm = song.tempo_map.bpm_at(max(0, song.tempo_map.ticks_at(span_s[0])))
    request = replace(base, context=context_of(old, heard_s, span_s, bpm))
    inside = row_sound(song, media, base.track_ids, span_s)
    stored = []
    for index, seed in enumerate(seeds):
        made = spliced(engine.run(replace(request, seed=seed)), inside, bpm, grid_in(song, span_s), context_s)
        prefix = f"Take {index + 1}: " if len(seeds) > 1 else ""
        job = within(store_results(made, media), index / len(seeds), (index + 1) / len(seeds), prefix)
        stored.append((yield from job))
    return stored


def spliced(job: Job[Result], old: Audio, bpm: float, grid_s: tuple[float, ...], context_s: float = 0.0) -> Job[Result]:
    """An engine's job whose one cell comes out as it goes into the song. Its notices say what was heard."""
    result = yield from mapped(job, lambda step: Progress(_MADE * step.fraction, step.message))
    cells = [cell for part in result.parts for cell in part.cells]
    if len(cells) != 1 or cells[0].audio is None or not cells[0].audio.shape[1]:
        raise EngineError("The engine gave no sound for this place; the song is as it was.")
    yield Progress(_MADE, "Bringing it onto the beat")
    audio, heard = splice(cells[0].audio, old, bpm, grid_s)
    cell = replace(cells[0], audio=audio, lead_s=0.0)
    parameters = {
        **result.recipe.parameters,
        "context_s": context_s, "heard_bpm": round(heard.bpm, 2), "is_warped": heard.is_warped,
        "shift_s": round(heard.shift_s, 4),
    }  # fmt: skip
    words, misses = _told(heard)
    return replace(
        result,
        parts=(replace(result.parts[0], cells=(cell,)),),
        recipe=replace(result.recipe, parameters=parameters),
        notices=(*result.notices, *words, *misses),
        misses=(*result.misses, *misses),
    )


def _told(heard: Heard) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is told of the tempo, and what of it was missed."""
    if heard.is_warped:
        return (f"It came at {heard.bpm:.1f} BPM and was warped to the song's {heard.asked_bpm:.1f}.",), ()
    if not heard.is_as_asked:
        return (), (f"Asked for {heard.asked_bpm:.1f} BPM; {heard.bpm:.1f} are heard.",)
    return (), ()
