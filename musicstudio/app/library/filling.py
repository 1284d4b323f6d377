# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps the library up with the open song: what was made or brought in is listed once the work on it has ended."""

from collections.abc import Callable
from pathlib import Path

from musicstudio.core.errors import StudioError
from musicstudio.core.progress import Job, Progress
from musicstudio.jobs import JobQueue, JobView
from musicstudio.library.file import DAMAGED, Library
from musicstudio.media.store import MediaStore
from musicstudio.project.diff import ChangeSet
from musicstudio.project.document import Document
from musicstudio.project.model import Project
from musicstudio.storage.folder import ProjectFolder

from .listing import put_song, read_songs


class LibraryFilling:
    """Follows the document. Main thread; the reading and writing is a quiet job, one at a time.

    is_on: tells whether the user wants it. A library that cannot be written costs the song nothing: that is told once.
    """

    def __init__(
        self,
        document: Document,
        folder: ProjectFolder,
        media: MediaStore,
        jobs: JobQueue,
        is_on: Callable[[], bool],
        notify: Callable[[str, str], None],
    ) -> None:
        self._document, self._folder, self._media, self._jobs = document, folder, media, jobs
        self._is_on, self._notify = is_on, notify
        self._is_behind = self._is_filling = self._has_told = False
        self._prompts: set[str] = set()
        self._stops = [document.observe(self._on_change), jobs.observe(self._on_job)]

    @property
    def is_busy(self) -> bool:
        """Whether something is still to be listed."""
        return self._is_filling or self._is_behind

    def start(self) -> None:
        """List what the song holds already."""
        self._is_behind = self._is_on() and bool(self._document.committed.recipes)
        self._go_on()

    def close(self) -> None:
        """Stop following."""
        for stop in self._stops:
            stop()
        self._is_behind = False

    def _on_change(self, change: ChangeSet) -> None:
        if change.is_preview or not change.touches("recipes", "sources") or not self._is_on():
            return
        self._is_behind = True
        fresh = change.after.recipes.keys() - change.before.recipes.keys()
        self._prompts |= {change.after.recipes[each].prompt for each in fresh if change.after.recipes[each].is_ai}
        self._go_on()

    def _on_job(self, view: JobView) -> None:
        if view.state.is_final:
            self._go_on()

    def _go_on(self) -> None:
        if not self._is_behind or self._is_filling or self._jobs.is_busy:
            return
        self._is_behind, self._is_filling = False, True
        project, prompts, self._prompts = self._document.committed, self._prompts, set()
        path = self._folder.path
        self._jobs.submit(
            "Listing in the library",
            lambda: fill(project, path, self._media, prompts),
            on_done=lambda told: self._ended(told),
            on_failed=lambda text: self._ended(text),
            on_cancelled=lambda: self._ended(""),
            is_quiet=True,
        )

    def _ended(self, told: str) -> None:
        self._is_filling = False
        if told and not self._has_told:
            self._has_told = True
            self._notify(told, "warning")
        self._go_on()


def fill(project: Project, path: Path, media: MediaStore, prompts: set[str]) -> Job[str]:
    """List a song and note the prompts; a sentence when the library was damaged or cannot be written."""
    yield Progress(0.0, "Listing in the library")
    library = Library()
    try:
        known = library.ids_with_sound()
        for prompt in sorted(prompts):
            library.note_prompt(prompt)
        yield from put_song(library, project, path, media, known)
        if library.was_damaged:
            yield from read_songs(library, library.songs())
    except StudioError as error:
        return str(error)
    return DAMAGED if library.was_damaged else ""
