# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps the player at the document's heels, and remembers loop and metronome."""

from typing import TYPE_CHECKING

from musicstudio.core.errors import DeviceError

from ..audio.master_gain import needs_loudness, set_loudness
from ..files.missing_audio import tell_missing

if TYPE_CHECKING:
    from musicstudio.playback.client import PlayerClient

    from .session import Session

Span = tuple[float, float]


class Playing:
    """Owns the player's client. The player process starts with `start` (the window does; the command line never)."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._client: PlayerClient | None = None
        self.loop_s: Span | None = None
        self.has_metronome = False
        self._is_busy = False
        self._unsubscribe = (
            session.document.observe(lambda _: self._follow()),
            session.jobs.observe(lambda _: self._heed_jobs()),
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
            self._session.media.folder, on_event=self._on_event, on_missing=lambda _, text: self._on_missing(text)
        )
        self._client.start()
        if self._session.settings.values.device:
            self.client.choose_device(self._session.settings.values.device)
        self._follow()
        if needs_loudness(self._session.project):
            set_loudness(self._session)

    def close(self) -> None:
        """Stop the sound and the process."""
        for stop in self._unsubscribe:
            stop()
        if self._client:
            self._client.close()

    def look_again(self) -> None:
        """Play the song with audio that was missing and is there now."""
        self._follow()

    def choose_device(self, name: str) -> None:
        """Play through a device, and remember it; empty for the system's choice."""
        self._session.settings.change(device=name)
        self.client.choose_device(name)

    def selected_span_s(self) -> Span | None:
        """The time that the selection covers."""
        now, project = self._session.selection.now, self._session.project
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
        whole = (0.0, self._session.project.length_s)
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
            self._client.load(self._session.project)

    def _heed_jobs(self) -> None:
        """While long work runs the player buffers further ahead."""
        is_busy = self._session.jobs.is_busy
        if self._client and is_busy != self._is_busy:
            self._is_busy = is_busy
            self._client.set_busy(is_busy)

    def _on_missing(self, text: str) -> None:
        self._session.post(lambda: tell_missing(self._session, text))

    def _on_event(self, text: str) -> None:
        self._session.post(lambda: self._session.tell(text, "warning"))
