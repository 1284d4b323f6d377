# SPDX-License-Identifier: GPL-3.0-or-later
"""Edited notes sound again: clips whose notes were changed are rendered in the background."""

from musicstudio.core.progress import Job, Progress, within
from musicstudio.core.seeds import derive_seed
from musicstudio.jobs import JobQueue
from musicstudio.media.store import MediaStore
from musicstudio.project.diff import ChangeSet
from musicstudio.project.document import Document
from musicstudio.project.edits.takes import set_take_source
from musicstudio.project.model import Clip, Project, Source, Take, TempoMap, Track

from ..results.storing import store_audio

Rendered = tuple[Source, float]


class NoteRendering:
    """Watches the document and renders takes that hold notes but no sound. Main thread only.

    While an engine fills the cells of a song, its takes are `expected` and left alone.
    """

    def __init__(self, document: Document, jobs: JobQueue, media: MediaStore) -> None:
        self._document, self._job_queue, self._media = document, jobs, media
        self._expected: set[str] = set()
        self._jobs: dict[str, tuple[Take, str]] = {}
        self._unsubscribe = document.observe(self._on_change)

    def expect(self, take_ids: set[str]) -> None:
        """An engine is about to fill these takes."""
        self._expected |= take_ids

    def release(self, take_ids: set[str]) -> None:
        """The engine is done, or stopped; what it left silent is rendered here."""
        self._expected -= take_ids
        self.render_silent()

    def render_silent(self) -> None:
        """Queue every heard take that has notes and no sound (after opening, too)."""
        for track, clip in self._document.committed.clips():
            self._queue(track, clip)

    def close(self) -> None:
        """Stop watching."""
        self._unsubscribe()

    def _on_change(self, change: ChangeSet) -> None:
        if change.is_preview:
            return
        project = self._document.committed
        for clip_id in change.clips.added | change.clips.changed:
            found = project.find_clip(clip_id)
            if found:
                self._queue(*found)

    def _queue(self, track: Track, clip: Clip) -> None:
        take = clip.take
        if take is None or take.source or not take.notes or take.id in self._expected or not track.instrument:
            return
        running = self._jobs.get(take.id)
        if running and running[0].notes == take.notes:
            return
        if running:
            self._job_queue.cancel(running[1])
        job_id = self._submit(track, clip, take)
        self._jobs[take.id] = (take, job_id)

    def _submit(self, track: Track, clip: Clip, take: Take) -> str:
        project = self._document.committed
        origin_tick = project.tempo_map.ticks_at(clip.origin_s)
        sound = _sing_job if track.kind == "vocal" else _render_job
        seed = _seed_of(project, take, track)

        def land(rendered: Rendered) -> None:
            source, lead_s = rendered
            self._forget(take.id)
            self._document.amend("Play notes", set_take_source(clip.id, take.id, take.notes, source, lead_s))

        return self._job_queue.submit(
            f"{'Singing' if track.kind == 'vocal' else 'Playing'} {track.name}",
            lambda: sound(self._media, track.instrument, take, project.tempo_map, origin_tick, seed),
            on_done=land,
            on_failed=lambda _: self._forget(take.id),
            on_cancelled=lambda: self._forget(take.id),
        )

    def _forget(self, take_id: str) -> None:
        self._jobs.pop(take_id, None)


def _render_job(
    media: MediaStore, instrument: str, take: Take, tempo_map: TempoMap, origin_tick: int, seed: int
) -> Job[Rendered]:
    from musicstudio.instruments.render import render_cell

    yield Progress(0.0, "Playing the notes")
    cell = render_cell(instrument, take.notes, tempo_map, origin_tick, seed)
    yield Progress(0.8, "Saving")
    return store_audio(media, cell.audio, recipe_id=take.recipe_id), cell.lead_s


def _sing_job(
    media: MediaStore, voice: str, take: Take, tempo_map: TempoMap, origin_tick: int, seed: int
) -> Job[Rendered]:
    """Phrases that did not change come from the voice's memory, so one word costs one phrase."""
    from musicstudio.engines.voice.melody.notes import from_notes
    from musicstudio.engines.voice.synthesis.singer import sing

    origin_s = tempo_map.seconds_at(origin_tick)
    job = sing(from_notes(take.notes), lambda tick: tempo_map.seconds_at(origin_tick + tick) - origin_s, voice, seed)
    sung = yield from within(job, 0.0, 0.9)
    return store_audio(media, sung.audio, recipe_id=take.recipe_id), sung.lead_s


def _seed_of(project: Project, take: Take, track: Track) -> int:
    """The seed of the song, used as the composer uses it for voices."""
    from musicstudio.engines.voice.melody.backing import performance_seed

    recipe = project.recipes.get(take.recipe_id)
    song_seed = recipe.seed if recipe else 0
    if track.kind == "vocal":
        return performance_seed(song_seed, track.instrument, track.player)
    return derive_seed(song_seed, "render", track.instrument)
