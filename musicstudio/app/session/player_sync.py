# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps the player playing the song as it stands, and remembers loop and metronome."""

from collections.abc import Callable, Iterable
from pathlib import Path

from musicstudio.core.signal import Signal
from musicstudio.jobs import JobQueue
from musicstudio.jobs.task import Post
from musicstudio.playback.silent import SilentPlayer, SongPlayer
from musicstudio.project.audio_users import name_users, users_of
from musicstudio.project.document import Document
from musicstudio.project.model import Project

from .selection import Selection
from .settings import SettingsFile

__all__ = ["PlayerSync", "SongPlayer", "Span"]

Span = tuple[float, float]


class PlayerSync:
    """Owns the player's client. The player process starts with `start` (the window does; the command line never).

    missing: a file that the player could not read, in its words. warned: what else went wrong with the sound.
    heard: when the song that is recorded to was heard: its frame, and a frame of the devices' clock.
    """

    def __init__(
        self,
        document: Document,
        selection: Selection,
        jobs: JobQueue,
        settings: SettingsFile,
        media_folder: Path,
        post: Post,
        heard: Callable[[Project], Project] = lambda project: project,
    ) -> None:
        """heard: what of a version of the song is to be played."""
        self._document, self._selection, self._jobs, self._settings = document, selection, jobs, settings
        self._media_folder, self._post, self._heard = media_folder, post, heard
        self.missing: Signal[str] = Signal()
        self.warned: Signal[str] = Signal()
        self.heard: Signal[tuple[int, float]] = Signal()
        self._client: SongPlayer = SilentPlayer()
        self._is_started = False
        self.loop_s: Span | None = None
        self.has_metronome = False
        self._is_busy = False
        self._unsubscribe = (
            document.observe(lambda _: self._follow()),
            jobs.observe(lambda _: self._on_jobs_changed()),
        )

    @property
    def client(self) -> SongPlayer:
        """The player; before `start` one that keeps a position and makes no sound."""
        return self._client

    @property
    def is_started(self) -> bool:
        """Whether there is a player to hear the song through."""
        return self._is_started

    def start(self, player: SongPlayer | None = None, *, is_silent: bool = False) -> None:
        """Start the player process (or play through a player that is given) and give it the song.

        is_silent: by the clock, through no device.
        """
        self._client, self._is_started = player or self._started_client(is_silent), True
        if self._settings.values.device:
            self.client.choose_device(self._settings.values.device)
        self._follow()

    def _started_client(self, is_silent: bool) -> SongPlayer:
        from musicstudio.playback.client import PlayerClient

        client = PlayerClient(
            self._media_folder,
            on_event=lambda text: self._post(lambda: self.warned.emit(text)),
            on_missing=lambda source, text: self._post(lambda: self.missing.emit(self._silent(source, text))),
            is_silent=is_silent,
            on_heard=lambda song, clock: self._post(lambda: self.heard.emit((song, clock))),
        )
        client.start()
        return client

    def close(self) -> None:
        """Stop the sound and the process."""
        for stop in self._unsubscribe:
            stop()
        self._client.close()

    def reload(self) -> None:
        """Play the song with audio that was missing and is there now."""
        self._follow()

    def audition(self, project: Project, *, tells_when: bool = False) -> None:
        """Play another song in this one's place, until it is changed or `end_audition`. tells_when: see ``heard``."""
        self._client.load(project)
        self._client.seek(0.0)
        if tells_when:
            self._client.play_to_record(0)
        else:
            self._client.play()

    def end_audition(self) -> None:
        """Stop, and be ready to play the song again."""
        self._client.stop()
        self._follow()

    def distrust(self, content_hashes: Iterable[str]) -> None:
        """Silence this damaged audio from now on, also where it is already on its way to the device."""
        self._client.distrust(content_hashes)
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

    def _silent(self, source: str, text: str) -> str:
        """What the player says of a file, with the clips that are silent for it."""
        users = users_of(self._document.project, [source])
        return f"{text.removesuffix('.')}; silent: {name_users(users)}." if users else text

    def _follow(self) -> None:
        self._client.load(self._heard(self._document.project))

    def _on_jobs_changed(self) -> None:
        """While long work runs the player buffers further ahead."""
        is_busy = self._jobs.is_busy
        if is_busy != self._is_busy:
            self._is_busy = is_busy
            self._client.set_busy(is_busy)
