# SPDX-License-Identifier: GPL-3.0-or-later
"""Measuring the recording delay by a cable from the output to the input: clicks are played, heard and set right."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from musicstudio.core.errors import DeviceError
from musicstudio.project.model import Clip, Master, Project, Take, Track
from musicstudio.recording.messages import Event, Level, Opened, Recorded
from musicstudio.recording.passes import Anchor

from ..results.storing import store_audio

if TYPE_CHECKING:
    from musicstudio.recording.client import RecorderClient
    from musicstudio.recording.loop_back import LoopBack

    from ..session.session import Session

_RATE = 48_000
_PATIENCE_S, _AFTER_S = 20.0, 0.6
_NOTHING_HEARD = (
    "No clicks were heard at the input. Connect the output to the input by a cable, or hold the microphone to the "
    "loudspeaker, choose both in Preferences, and measure again."
)


def why_not_measure(session: "Session") -> str:
    """Why the delay cannot be measured now, or empty."""
    if session.recording.end_measuring is not None:
        return "The delay is being measured."
    return "Something is being recorded." if session.recording.is_running else ""


def measure_delay(session: "Session", told: "Callable[[LoopBack | None], object] | None" = None) -> None:
    """Play clicks, set the recording delay to what is heard, and say so. told: gets the measure, or None.

    Raises `DeviceError` when the recorder cannot be started.
    """
    if problem := why_not_measure(session):
        raise DeviceError(problem)
    session.recording.arm("")
    _Measurement(session, told or (lambda _: None)).begin()


class _Measurement:
    """One run: the input opens, its file grows, the clicks are played, the file ends, the clicks are found."""

    def __init__(self, session: "Session", told: "Callable[[LoopBack | None], object]") -> None:
        self._session, self._told = session, told
        self._folder = tempfile.TemporaryDirectory(prefix="musicstudio-delay-")
        self._anchor: Anchor | None = None
        self._has_begun, self._frames, self._ends_at = False, 0, round(_PATIENCE_S * _RATE)
        self._client: RecorderClient | None = None
        self._forget: Callable[[], object] = lambda: None

    def begin(self) -> None:
        """Open the input."""
        from musicstudio.recording.client import RecorderClient

        session, values = self._session, self._session.settings.values
        self._client = RecorderClient(
            lambda event: session.post(lambda: self._on_event(event)), lambda: session.post(lambda: self._end(None))
        )
        self._forget = session.player_sync.heard.observe(self._on_heard)
        session.notify("Measuring the delay: clicks are played for four seconds.")
        self._client.open(values.input, 1)
        session.recording.end_measuring = self._let_go

    def _on_event(self, event: Event) -> None:
        client = self._client
        if client is None:
            return
        if isinstance(event, Opened):
            if event.reason:
                self._end(event.reason)
            else:
                client.record(Path(self._folder.name) / "clicks.wav")
        elif isinstance(event, Level) and event.frames:
            self._on_level(event.frames, client)
        elif isinstance(event, Recorded):
            self._look(event)

    def _on_level(self, frames: int, client: "RecorderClient") -> None:
        self._frames = frames
        if not self._has_begun:
            self._has_begun = True
            self._session.player_sync.audition(_song_of_clicks(self._session), tells_when=True)
        if frames > self._ends_at:
            self._ends_at = 2**62
            client.stop()

    def _on_heard(self, moment: tuple[int, float]) -> None:
        from musicstudio.recording.loop_back import LENGTH_S

        if self._anchor is None:
            self._anchor = Anchor(*moment)
            self._ends_at = min(self._ends_at, self._frames + round((LENGTH_S + _AFTER_S) * _RATE))

    def _look(self, event: Recorded) -> None:
        from soundfile import read

        from musicstudio.recording.loop_back import find_delay

        if event.reason or event.began_at is None or self._anchor is None:
            self._end(event.reason or _NOTHING_HEARD)
            return
        audio, _ = read(event.path, dtype="float32", always_2d=True)
        self._end("", find_delay(audio[:, 0], event.began_at, self._anchor))

    def _end(self, reason: str | None, found: "LoopBack | None" = None) -> None:
        if self._client is None:
            return
        self._let_go()
        if found is None:
            stopped = "The recorder stopped unexpectedly, so nothing was measured."
            self._session.notify(stopped if reason is None else reason or _NOTHING_HEARD, "warning")
        else:
            self._session.settings.change(recording_delay_s=round(found.delay_s, 6))
            self._session.notify(
                f"The input hears the output {found.delay_s * 1000:.1f} ms later than the devices say; recordings are "
                f"placed by that from now on, within {max(0.1, found.spread_s * 1000):.1f} ms."
            )
        self._told(found)

    def _let_go(self) -> None:
        """Of the input, the player and the file, at the end or when the song is closed meanwhile."""
        client, self._client = self._client, None
        self._session.recording.end_measuring = None
        self._forget()
        if client is not None:
            client.close()
        self._session.player_sync.end_audition()
        self._folder.cleanup()


def _song_of_clicks(session: "Session") -> Project:
    from musicstudio.recording.loop_back import LENGTH_S, clicks

    source = store_audio(session.media, clicks(), name="Clicks")
    take = Take("take", source=source.hash)
    clip = Clip("clip", 0.0, LENGTH_S, takes=(take,), active_take_id="take")
    track = Track("clicks", "Clicks", clips=(clip,))
    return Project("clicks", "Clicks", tracks=(track,), sources={source.hash: source}, master=Master(is_on=False))
