# SPDX-License-Identifier: GPL-3.0-or-later
"""After opening, the song's audio is compared with its hashes, quietly; what is damaged is silenced and told."""

from collections.abc import Callable

from musicstudio.jobs import JobQueue
from musicstudio.media.store import MediaStore
from musicstudio.project.document import Document
from musicstudio.storage.media_check import check_source, damage_notice, unchecked_sources

from .notices import FIND_MISSING, Notice


class AudioCheck:
    """Checks one file a job, so that the pictures of clips, which the same worker draws, never wait long. Main thread.

    on_damage: what was found to be damaged so far.
    """

    def __init__(
        self,
        document: Document,
        media: MediaStore,
        jobs: JobQueue,
        tell: Callable[[Notice], None],
        on_damage: Callable[[frozenset[str]], None],
    ) -> None:
        self._document, self._media, self._jobs = document, media, jobs
        self._tell, self._on_damage = tell, on_damage
        self._waiting: list[str] = []
        self._has_found = False

    def start(self) -> None:
        """Check what the song uses now."""
        self._waiting = unchecked_sources(self._document.committed, self._media)
        self._go_on()

    def _go_on(self) -> None:
        if not self._waiting:
            self._finish()
            return
        content_hash = self._waiting.pop()
        self._jobs.submit(
            "Checking the audio",
            lambda: check_source(self._media, content_hash),
            on_done=self._hear,
            on_failed=lambda _: self._go_on(),
            is_quiet=True,
        )

    def _hear(self, is_sound: bool) -> None:
        if not is_sound:
            self._has_found = True
            self._on_damage(self._media.damaged)
        self._go_on()

    def _finish(self) -> None:
        if self._has_found and (text := damage_notice(self._document.committed, self._media)):
            self._tell(Notice(text, "warning", FIND_MISSING))
        self._has_found = False
