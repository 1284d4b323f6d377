# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps the player playing the song as it stands, and remembers loop and metronome."""

from pathlib import Path
from typing import TYPE_CHECKING

from musicstudio.core.errors import DeviceError
from musicstudio.jobs import JobQueue
from musicstudio.jobs.task import Post
from musicstudio.project.document import Document

from .selection import Selection
from .settings import SettingsFile
from .signal import Signal

if TYPE_CHECKING:
    from musicstudio.playback.client import PlayerClient

Span = tuple[float, float]


class PlayerSync:
    """Owns the player's client. The player process starts with `start` (the window does; the command line never).

    missing: a file that the player could not read, in its words. warned: what else went wrong with the sound.
    """

    def __init__(
        self,
        document: Document,
        selection: Selection,
        jobs: JobQueue,
        settings: SettingsFile,
        media_folder: Path,
        post: Post,
    ) -> None:
        self._document, self._selection, self._jobs, self._settings = document, selection, jobs, settings
        self._media_folder, self._post = media_folder, post
        self.missing: Signal[str] = Signal()
        self.warned: Signal[str] = Signal()
        self._client: PlayerClient | None = None
        self.loop_s: Span | None = None
        self.has_metronome = False
        self._is_busy = False
        self._unsubscribe = (
            document.observe(lambda _: self._follow()),
            jobs.observe(lambda _: self._on_jobs_changed()),
        )

    @property
    def client(self) -> "PlayerClient":
        """The player. Raises `DeviceError` before `start`."""
        if self._client is None:
            raise DeviceError("The player has not been started.")
        return self._client

    @property
    def is_started(self) -> bool:
        """Whether there is a player to hear the song through."""
        return self._client is not None

    def start(self) -> None:
        """Start the player process and give it the song."""
        from musicstudio.playback.client import PlayerClient

        self._client = PlayerClient(
            self._media_folder,
            on_event=lambda text: self._post(lambda: self.warned.emit(text)),
            on_missing=lambda _, text: self._post(lambda: self.missing.emit(text)),
        )
        self._client.start()
        if self._settings.values.device:
            self.client.choose_device(self._settings.values.device)
        self._follow()

    def close(self) -> None:
        """Stop the sound and the process."""
        for stop in self._unsubscribe:
            stop()
        if self._client:
            self._client.close()

    def reload(self) -> None:
        """Play the song with audio that was missing and is there now."""
        self._follow()

    def choose_device(self, name: str) -> None:
        """Play through a device, and remember it; empty for the system's choice."""
        self._settings.change(device=name)
        self.client.choose_device(name)

    def selected_span_s(self) -> Span | None:
        """The time that the selection covers."""
        now, project = self._selection.now, self._document.project
        if now.range_s:
            return now.range_s
        spans = [project.section_span_s(section) for section in project.sections if section.id in now.section_ids]
        spans += [(clip.start_s, clip.end_s) for _, clip in project.clips() if clip.id in now.clip_ids]
        if not spans:
            return None
        return min(start for start, _ in spans), max(end for _, end in spans)

    def set_loop(self, span_s: Span | None) -> None:
        """Repeat a span, or play on."""
        self.loop_s = span_s
        self.client.set_loop(*(span_s or (None, None)))

    def toggle_loop(self) -> None:
        """Loop the selection (or the whole song), or stop looping."""
        whole = (0.0, self._document.project.length_s)
        self.set_loop(None if self.loop_s else self.selected_span_s() or whole)

    def loop_selection(self) -> None:
        """Loop what is selected."""
        self.set_loop(self.selected_span_s())

    def toggle_metronome(self) -> None:
        """Clicks on the beat, or none."""
        self.has_metronome = not self.has_metronome
        self.client.set_metronome(self.has_metronome)

    def _follow(self) -> None:
        if self._client:
            self._client.load(self._document.project)

    def _on_jobs_changed(self) -> None:
        """While long work runs the player buffers further ahead."""
        is_busy = self._jobs.is_busy
        if self._client and is_busy != self._is_busy:
            self._is_busy = is_busy
            self._client.set_busy(is_busy)
