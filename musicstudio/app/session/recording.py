# SPDX-License-Identifier: GPL-3.0-or-later
"""Recording into the song: a row is armed, its input is listened to, and what is played lands on it as takes.

While it runs, the sound is in a file in the song's folder, with a note beside it that says where it belongs. So a
recording outlives whatever happens to the studio; `leftovers` finds those whose end nobody saw.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from musicstudio.core.errors import StorageError, StudioError
from musicstudio.core.ids import new_id
from musicstudio.core.signal import Signal
from musicstudio.jobs.task import Post
from musicstudio.project.document import Document
from musicstudio.project.model import Track
from musicstudio.recording.messages import Event, Level, Opened, Recorded
from musicstudio.recording.passes import Anchor
from musicstudio.recording.slips import Slip, find_slips, write_slip

from .player_sync import PlayerSync
from .settings import SettingsFile

if TYPE_CHECKING:
    from musicstudio.recording.client import RecorderClient

_LEVELS_TO_WAIT = 10
RECORDINGS_FOLDER = "recordings"
_TAKEN_UP_ANEW = "The song had to be taken up anew while it was recorded to; check where the take lies."
_LOST_ANCHOR = "When the song was heard is not known, so the recording was placed by the clock; check where it lies."


class Recording:
    """Which row is armed, and what is being recorded. Main thread.

    changed: armed or not, running or not, another input. is_ending: it was told to end and has not.
    peaks: of the input's channels since the last event, linear.
    on_recorded gets the note of a recording that has ended; the session's owner places it.
    """

    def __init__(
        self,
        document: Document,
        player_sync: PlayerSync,
        settings: SettingsFile,
        folder: Path,
        post: Post,
        notify: Callable[[str, str], None],
    ) -> None:
        self._document, self._player_sync, self._settings = document, player_sync, settings
        self._folder, self._post, self._notify = folder / RECORDINGS_FOLDER, post, notify
        self.changed: Signal[None] = Signal()
        self.armed_track_id = ""
        self.inputs: tuple[str, ...] = ()
        self.input = ""
        self.peaks: tuple[float, ...] = ()
        self.frames = 0
        self.on_recorded: Callable[[Slip], object] = lambda slip: None
        self._client: RecorderClient | None = None
        self._slip: Slip | None = None
        self._is_waiting = False
        self._levels_left = 0
        self.is_ending = False
        self.end_measuring: Callable[[], object] | None = None  # of the delay, while that runs
        player_sync.heard.observe(self._on_heard)

    @property
    def is_running(self) -> bool:
        """Whether something is being recorded."""
        return self._slip is not None

    @property
    def start_s(self) -> float:
        """Where in the song the recording that runs began."""
        return self._slip.from_s if self._slip else 0.0

    def arm(self, track_id: str) -> None:
        """Listen to the input for a row, or (empty) let it go. Raises `DeviceError`."""
        if self.is_running or track_id == self.armed_track_id:
            return
        self.armed_track_id = track_id
        if track_id:
            self.listen()
        else:
            self._let_go()
        self.changed.emit(None)

    def listen(self) -> None:
        """Open the input that the settings name (again). Raises `DeviceError`."""
        from musicstudio.recording.client import RecorderClient

        if self._client is None:
            self._client = RecorderClient(
                lambda event: self._post(lambda: self._on_event(event)), lambda: self._post(self._on_death)
            )
        self._client.open(self._settings.values.input, self._settings.values.input_channels)

    def start(self, range_s: tuple[float, float] | None = None) -> None:
        """Record onto the armed row from the playhead on, after the count-in; playing, from now on.

        range_s: keep only what is played there. Raises `DeviceError` or `StorageError`.
        """
        track = self._document.committed.track(self.armed_track_id)
        if self.is_running or self._client is None or track is None:
            return
        slip = Slip(
            path=str(self._new_path()),
            track_id=track.id,
            track_name=track.name,
            from_s=self._begin_s(range_s),
            loop_s=self._player_sync.loop_s,
            range_s=range_s,
            delay_s=self._settings.values.recording_delay_s,
            channels=self._settings.values.input_channels,
            played_at=time.time(),
        )
        write_slip(slip)
        self._slip, self.frames = slip, 0
        self._client.record(Path(slip.path))
        self._is_waiting = True
        self.changed.emit(None)

    def _begin_s(self, range_s: tuple[float, float] | None) -> float:
        """Where the playhead is; a loop that lies before it is gone to, since behind it nothing would come round."""
        player, loop_s = self._player_sync.client, self._player_sync.loop_s
        if loop_s is None or range_s or player.is_playing or player.position_s < loop_s[1]:
            return player.position_s
        player.seek(loop_s[0])
        return loop_s[0]

    def _roll(self, slip: Slip) -> None:
        """The input is being kept, so the song may begin."""
        player, self._is_waiting = self._player_sync.client, False
        player.play_to_record(0 if player.is_playing else self._count_in_beats(slip.from_s))
        self.changed.emit(None)

    def stop(self) -> None:
        """End the recording and the playing; the takes come into the song in a moment."""
        if self._slip is None or self._client is None or self.is_ending:
            return
        self.is_ending = True
        self._player_sync.client.pause()
        if self._slip.anchor is not None or self._is_waiting:
            self._client.stop()
        else:
            self._levels_left = _LEVELS_TO_WAIT

    def leftovers(self) -> tuple[Slip, ...]:
        """Recordings whose end nobody saw, made whole."""
        try:
            return find_slips(self._folder)
        except StorageError as error:
            self._notify(str(error), "warning")
            return ()

    def close(self) -> None:
        """Let the input go. A recording that runs is closed whole, and placed when the song is opened again."""
        if self.end_measuring is not None:
            self.end_measuring()
        self._let_go()
        self._slip = None

    def _new_path(self) -> Path:
        from musicstudio.core.plain_files import require_own_folder

        try:
            require_own_folder(self._folder)
            self._folder.mkdir(exist_ok=True)
        except OSError as error:
            raise StorageError("There is no place in the song's folder for a recording.") from error
        return self._folder / f"{new_id('recording')}.wav"

    def _count_in_beats(self, at_s: float) -> int:
        tempo_map = self._document.committed.tempo_map
        meter = tempo_map.meter_at(tempo_map.ticks_at(at_s))
        return self._settings.values.count_in_bars * max(1, meter.bar_ticks // meter.beat_ticks)

    def _on_heard(self, moment: tuple[int, float]) -> None:
        if self._slip is None:
            return
        if self._slip.anchor is not None:
            self._notify(_TAKEN_UP_ANEW, "warning")
            return
        self._note(self._slip.with_anchor(Anchor(*moment)))

    def _note(self, slip: Slip) -> None:
        """Where it belongs is known better; should the studio end now, its next start knows it too."""
        self._slip = slip
        try:
            write_slip(slip)
        except StudioError as error:
            self._notify(str(error), "warning")

    def _on_event(self, event: Event) -> None:
        if isinstance(event, Level):
            self.peaks, self.frames = event.peaks, event.frames
            self._wait_for_moment()
            if self._slip and self._is_waiting and event.frames and not self.is_ending:
                self._roll(self._slip)
            if self._slip and self._slip.began_at is None and event.began_at is not None:
                self._note(self._slip.ended(0, event.began_at))
        elif isinstance(event, Opened):
            self._on_opened(event)
        elif isinstance(event, Recorded):
            self._on_ended(event)

    def _wait_for_moment(self) -> None:
        """The player was told to stop and says at once when the song was heard, if it can."""
        if self._levels_left:
            self._levels_left = 0 if self._slip is None or self._slip.anchor else self._levels_left - 1
            if not self._levels_left and self._client:
                self._client.stop()

    def _on_opened(self, event: Opened) -> None:
        self.inputs, self.input = event.names, event.name
        if event.reason:
            self._notify(event.reason, "error")
            self.armed_track_id, self.peaks = "", ()
        self.changed.emit(None)

    def _on_ended(self, event: Recorded) -> None:
        slip, self._slip, self.is_ending = self._slip, None, False
        if slip is None or event.path != slip.path:
            return
        self._player_sync.client.pause()
        if event.reason:
            self._notify(event.reason, "error")
        if event.gaps:
            times = "once" if event.gaps == 1 else f"{event.gaps} times"
            self._notify(f"The machine was too busy, and the input lost sound {times}.", "warning")
        slip = slip.ended(event.frames, event.began_at)
        if event.frames and (slip.anchor is None or event.began_at is None):
            self._notify(_LOST_ANCHOR, "warning")
        self.frames = 0
        self.changed.emit(None)
        self.on_recorded(slip)

    def _on_death(self) -> None:
        """The process is gone; what it wrote is there."""
        slip, self._slip, self.is_ending = self._slip, None, False
        self._let_go()
        if slip:
            self._player_sync.client.pause()
            self._notify("The recorder stopped unexpectedly; what was recorded until then is kept.", "error")
            for found in self.leftovers():
                if found.path == slip.path:
                    self.on_recorded(found)
        self.changed.emit(None)

    def _let_go(self) -> None:
        client, self._client = self._client, None
        self.armed_track_id, self.peaks, self.input = "", (), ""
        if client:
            client.close()


def can_be_recorded_on(track: Track | None) -> bool:
    """Whether sound can land on a row: audio rows only, as the others make theirs from notes."""
    return track is not None and track.kind == "audio"
