# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole song from a wish: it appears on the timeline as soon as it is written, and sounds section by section."""

import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from musicstudio.core.errors import EngineError, InputError
from musicstudio.core.ids import new_id
from musicstudio.core.progress import Job, Progress, mapped, within
from musicstudio.core.seeds import MAX_SEED
from musicstudio.engines.contract import Engine, GenerationOptions, Request, Result, ScoreReady, Task
from musicstudio.media.store import MediaStore
from musicstudio.project.edits.generation import NewTrack, fill_take
from musicstudio.project.edits.helpers import Edit
from musicstudio.project.edits.variations import add_variation, only_content
from musicstudio.project.model import Project, Variation

from ..audio.master_gain import set_loudness
from ..results.placing import named_sources, new_tracks_of, place_result
from ..results.recipe_ids import recipe_id_of
from ..results.storing import ClipStored, StoredResult, store_results
from ..session.create_state import CreateValues
from .plan import with_current_words
from .right_engine import why_not_this_engine
from .telling import tell_results

if TYPE_CHECKING:
    from ..session.session import Session

MAX_VARIATIONS = 5


def generate(session: "Session", values: CreateValues | None = None, on_done: Callable[[], None] | None = None) -> str:
    """Queue the generation of 1-5 variations of a song; the job's id. Raises `InputError` for an empty wish."""
    values = values or session.create_state.values
    requests, engine = requests_for(values), session.engines.get(values.engine)
    if problem := why_not_this_engine(engine.capabilities(), requests[0].task):
        raise EngineError(problem)
    return generate_from(session, requests, engine, "Generate song", on_done)


def generate_from(
    session: "Session", requests: list[Request], engine: Engine, label: str, on_done: Callable[[], None] | None = None
) -> str:
    """Queue requests that each give a whole song: the first takes the place of the song, the others are variations."""

    def again() -> None:
        seed = random.SystemRandom().randrange(MAX_SEED)
        generate_from(session, [replace(request, seed=seed) for request in requests], engine, label, on_done)

    landing = _SongFiller(session, label, on_done, again)
    return session.jobs.submit(
        label,
        lambda: _variations_job(engine, requests, session.media),
        on_partial=landing.take,
        on_done=landing.finish,
        on_failed=landing.revert,
        on_cancelled=landing.revert,
    )


def requests_for(values: CreateValues) -> list[Request]:
    """One request a variation; a wish without a seed gets a fresh one. Raises `InputError`."""
    if not 1 <= values.variations <= MAX_VARIATIONS:
        raise InputError(f"Between 1 and {MAX_VARIATIONS} variations can be made at once.")
    is_empty = not (values.prompt.strip() or values.lyrics.strip() or values.melody or values.sheet)
    if is_empty and values.options == GenerationOptions():
        raise InputError("Say in a few words what the music should be like; the prompt is empty.")
    seed = values.seed if values.seed is not None else random.SystemRandom().randrange(MAX_SEED)
    task = Task.HARMONIZE if values.melody else Task.GENERATE
    return [
        Request(
            task,
            values.prompt,
            values.lyrics,
            seed,
            values.options,
            values.sheet,
            melody=values.melody,
            melody_map=values.melody_map,
            variation=index,
        )
        for index in range(values.variations)
    ]


def _variations_job(engine: Engine, requests: list[Request], media: MediaStore) -> Job[int]:
    """Partials are (variation, what came): a `ScoreReady`, a `ClipStored`, and at each end the `StoredResult`."""
    share = 1.0 / len(requests)
    for index, request in enumerate(requests):
        prefix = f"Variation {index + 1}: " if len(requests) > 1 else ""
        job = within(
            store_results(engine.run(with_current_words(engine, request)), media),
            index * share,
            (index + 1) * share,
            prefix,
        )
        stored = yield from _number_partials(job, index)
        yield Progress((index + 1) * share, "Ready", (index, stored))
    return len(requests)


def _number_partials(job: Job[StoredResult], index: int) -> Job[StoredResult]:
    return mapped(
        job,
        lambda step: Progress(step.fraction, step.message, None if step.partial is None else (index, step.partial)),
    )


class _SongFiller:
    """Puts what arrives into the document as one undo step (main thread)."""

    def __init__(
        self, session: "Session", label: str, on_done: Callable[[], None] | None, again: Callable[[], object]
    ) -> None:
        self._session, self._label, self._on_done, self._again = session, label, on_done, again
        self._merge_key = new_id("generate")
        self._score: Result | None = None
        self._new_tracks: tuple[NewTrack, ...] = ()

    def take(self, partial: tuple[int, Any]) -> None:
        """Something of variation ``partial[0]`` is ready."""
        index, value = partial
        if isinstance(value, StoredResult):
            self._apply_whole(index, value)
        elif index == 0 and isinstance(value, ScoreReady):
            self._apply_score(value.result)
        elif index == 0 and isinstance(value, ClipStored):
            self._apply_sound(value)

    def finish(self, _: int) -> None:
        """Everything has arrived; where it will be played, its loudness is found next."""
        self._release()
        if self._session.player_sync.is_started:
            set_loudness(self._session)
        if self._on_done:
            self._on_done()

    def revert(self, *_: str) -> None:
        """Cancelled or failed: the song that was there comes back."""
        document = self._session.document
        if self._score and document.history[document.history_index].merge_key == self._merge_key:
            document.undo()
        self._release()

    def _apply_score(self, result: Result) -> None:
        self._score, self._new_tracks = result, new_tracks_of(result)
        self._session.note_rendering.expect(self._take_ids())
        self._transact(place_result(result, self._new_tracks))

    def _apply_sound(self, sound: ClipStored) -> None:
        if self._score is None:
            return
        cell = self._new_tracks[sound.part_index].cells[sound.cell_index]
        source = replace(sound.source, recipe_id=recipe_id_of(self._score.recipe))
        self._transact(fill_take(cell.take.id, cell.take.notes, source, sound.lead_s))

    def _apply_whole(self, index: int, answer: StoredResult) -> None:
        tell_results(self._session, [answer.result], self._again)
        if index:
            self._transact(_add_variation_edit(index, answer))
        elif self._score is None:
            self._transact(
                place_result(answer.result, new_tracks_of(answer.result, answer.sounds), named_sources(answer))
            )

    def _take_ids(self) -> set[str]:
        return {cell.take.id for new_track in self._new_tracks for cell in new_track.cells}

    def _release(self) -> None:
        self._session.note_rendering.release(self._take_ids())

    def _transact(self, edit: Edit) -> None:
        self._session.document.transact(self._label, edit, merge_key=self._merge_key)


def _add_variation_edit(index: int, answer: StoredResult) -> Edit:
    place = place_result(answer.result, new_tracks_of(answer.result, answer.sounds), named_sources(answer))
    differs = str(answer.result.conditioning.get("differs", ""))

    def edit(project: Project) -> Project:
        song = place(project)
        variation = Variation(new_id("variation"), f"Variation {index + 1}", differs, only_content(song))
        return add_variation(variation)(replace(project, sources=song.sources, recipes=song.recipes))

    return edit
