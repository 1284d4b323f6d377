# SPDX-License-Identifier: GPL-3.0-or-later
"""Edited notes sound again: clips whose notes were changed are rendered in the background."""

from collections.abc import Hashable
from typing import NamedTuple

from musicstudio.jobs import JobQueue
from musicstudio.media.store import MediaStore
from musicstudio.mixing.hosting.children import children
from musicstudio.project.diff import ChangeSet
from musicstudio.project.document import Document
from musicstudio.project.edits.takes import set_take_source
from musicstudio.project.model import Clip, Take, Track

from .played_notes import PlayedNotes, Rendered, is_unplayed, performance_of


class _Running(NamedTuple):
    performance: Hashable
    job_id: str


class NoteRendering:
    """Watches the document and renders takes that hold notes but no sound. Main thread only.

    While an engine fills the cells of a song, its takes are `expected` and left alone. played: what it shares with all
    that leaves the song. failures: why takes could not be played, by id.
    """

    def __init__(self, document: Document, jobs: JobQueue, media: MediaStore) -> None:
        self._document, self._job_queue = document, jobs
        self.played = PlayedNotes(media)
        self.failures: dict[str, str] = {}
        self._expected: set[str] = set()
        self._running: dict[str, _Running] = {}
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

    @property
    def is_busy(self) -> bool:
        """Whether notes are still being played."""
        return bool(self._running)

    def close(self) -> None:
        """Stop watching, and let instruments of others go."""
        self._unsubscribe()
        children.close_idle()

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
        if take is None or not is_unplayed(track, take) or take.id in self._expected:
            return
        performance = performance_of(self._document.committed, track, clip, take)
        running = self._running.get(take.id)
        if running and running.performance == performance:
            return
        if running:
            self._job_queue.cancel(running.job_id)
        self.failures.pop(take.id, None)
        self._running[take.id] = _Running(performance, self._submit(track, clip, take, performance))

    def _submit(self, track: Track, clip: Clip, take: Take, performance: Hashable) -> str:
        project = self._document.committed

        def apply_result(rendered: Rendered) -> None:
            source, lead_s = rendered
            forget()
            found = self._document.committed.find_clip(clip.id)
            if found is None or found[1].take is None:
                return
            if performance_of(self._document.committed, *found, found[1].take) == performance:
                self._document.amend("Play notes", set_take_source(clip.id, take.id, take.notes, source, lead_s))
            else:
                self._queue(*found)

        def fail(reason: str) -> None:
            forget()
            self.failures[take.id] = f"{track.name} cannot be played: {reason}"

        def forget() -> None:
            """Unless a newer performance of this take is on its way."""
            running = self._running.get(take.id)
            if running and running.performance == performance:
                del self._running[take.id]

        return self._job_queue.submit(
            f"{'Singing' if track.kind == 'vocal' else 'Playing'} {track.name}",
            lambda: self.played.play(project, track, clip, take),
            on_done=apply_result,
            on_failed=fail,
            on_cancelled=forget,
        )
