# SPDX-License-Identifier: GPL-3.0-or-later
"""How the studio talks to the player process. Nothing here waits for the player: commands go out on a thread, values
are read from shared memory. If the player dies it is started again and goes on where it was.
"""

import time
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.units import SAMPLE_RATE, db_from_gain, frames_from_seconds
from musicstudio.dsp.audio import Audio
from musicstudio.dsp.bands import BANDS, FLOOR_DB
from musicstudio.project.model import Project

from .link import OnEvent, OnHeard, OnMissing, PlayerLink
from .player import messages
from .player.monitor import Monitor, Watch
from .player.status import ID_BYTES, NO_LEVELS, State, Status

Levels = tuple[float, float]


class PlayerClient:
    """Playing one song. Every method returns at once; call them from one thread (the window's).

    ``on_event(text)`` gets sentences for the user, on another thread: a lost device, a restart;
    ``on_missing(content_hash, text)``, where given, gets the files that cannot be read; ``on_heard(song_frame,
    clock_frame)`` when the song was heard that is recorded to.
    """

    def __init__(
        self,
        media_dir: Path,
        on_event: OnEvent = lambda text: None,
        is_silent: bool = False,
        on_missing: OnMissing | None = None,
        on_heard: OnHeard = lambda song_frame, clock_frame: None,
    ) -> None:
        """is_silent: no sound devices at all, for tests. Nothing runs before `start`."""
        self._link = PlayerLink(media_dir, on_event, is_silent, on_missing, on_heard)
        self._rows: dict[str, int] = {}
        self._loop: tuple[int, int] = (0, 0)

    def start(self) -> None:
        """Start the player process."""
        self._link.start()

    def close(self) -> None:
        """Stop the sound and the process. May be called twice."""
        self._link.close()

    def look_after(self) -> None:
        """Have a player that hangs started again. To be called every few seconds."""
        self._link.look_after()

    def load(self, project: Project) -> None:
        """Play this version of the song from now on; heard within some 50 ms while playing. Costs microseconds."""
        self._rows = {track.id: row for row, track in enumerate(project.tracks)}
        self._link.load(project)

    def distrust(self, content_hashes: Iterable[str]) -> None:
        """Play this audio, which is known to be damaged, as silence, and no other."""
        self._link.send(messages.Distrust(tuple(sorted(content_hashes))))

    def play(self) -> None:
        """Play from the present position (from the beginning, if that is at the end)."""
        self._link.send(messages.Play())

    def play_to_record(self, count_in_beats: int) -> None:
        """Play from the present position after some beats of clicks; ``on_heard`` gets when that was heard."""
        self._link.send(messages.Play(count_in_beats, tells_when=True))

    def stop(self) -> None:
        """Stop and go back to where playing began; stopped already, go to the start of the song."""
        self._link.send(messages.Stop(rewinds=True))

    def pause(self) -> None:
        """Stop and stay here."""
        self._link.send(messages.Stop())

    def toggle(self) -> None:
        """Play, or pause if playing."""
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def seek(self, seconds: float) -> None:
        """Go to a moment of the song, playing or not."""
        self._link.send(messages.Seek(max(0, frames_from_seconds(seconds))))

    def set_loop(self, start_s: float | None, end_s: float | None = None) -> None:
        """Repeat a span of at least 50 ms, or play on for None."""
        span = (
            (0, 0) if start_s is None or end_s is None else (frames_from_seconds(start_s), frames_from_seconds(end_s))
        )
        self._loop = span
        self._link.send(messages.Loop(*span))

    def set_metronome(self, is_on: bool) -> None:
        """Clicks on the beat."""
        self._link.send(messages.Metronome(is_on))

    def monitor(self, monitor: Monitor) -> None:
        """Listen to the song otherwise than it is; see `Monitor`. Heard within some 50 ms."""
        self._link.send(monitor)

    def watch(self, owner_id: str, device_id: str) -> None:
        """Look into a device of a track, or of the master for "master"; empty for none."""
        self._link.send(Watch(owner_id, device_id))

    @property
    def generation(self) -> int:
        """Which process plays: a new one knows none of the sounds that `keep_sound` gave to the one before."""
        return self._link.launches

    def keep_sound(self, sound_id: str, audio: Audio) -> None:
        """A sound, stereo at 48 kHz, that `begin_note` plays by its name."""
        self._link.send(messages.LiveSound(sound_id, np.ascontiguousarray(audio.T, dtype=np.float32).tobytes()))

    def begin_note(self, key: int, sound_id: str, gain: float = 1.0) -> None:
        """A key goes down: its sound begins at once, beside the song, playing or not."""
        self._link.send(messages.LiveOn(key, sound_id, gain))

    def end_note(self, key: int) -> None:
        """A key comes up: its sound fades."""
        self._link.send(messages.LiveOff(key))

    @property
    def stopped_plugins(self) -> Mapping[str, str]:
        """Why third-party effects are bypassed, sentences by their devices' ids."""
        return self._link.stopped_plugins

    def start_again(self, device_id: str) -> None:
        """Let a third-party effect that stopped play again."""
        self._link.stopped_plugins.pop(device_id, None)
        self._link.send(messages.StartAgain(device_id))

    def choose_device(self, name: str) -> None:
        """Play through a device of `devices`; empty for the system's choice."""
        self._link.send(messages.ChooseDevice(name))

    def refresh_devices(self) -> None:
        """Look for devices again (one was plugged in). Sound pauses for a moment."""
        self._link.send(messages.RefreshDevices())

    def set_busy(self, is_busy: bool) -> None:
        """Tell when heavy work begins and ends; meanwhile the device gets longer buffers, so not even one gap comes.

        The change is unheard, also while playing. Until it ends, play answers some 0.15 s later.
        """
        self._link.send(messages.Busy(is_busy))

    def devices(self) -> tuple[str, ...]:
        """The sound devices, the system's choice first, as last listed."""
        return self._link.devices.names

    @property
    def device(self) -> str:
        """The device in use; empty when the song plays in silence."""
        return self._link.devices.current

    @property
    def state(self) -> State:
        """The transport's state."""
        return self._status.state

    @property
    def is_playing(self) -> bool:
        """Whether the song runs."""
        return self._status.is_playing

    @property
    def position_s(self) -> float:
        """The moment of the song that is heard right now, moving smoothly."""
        position_s = self._status.position_s(time.perf_counter())
        start, end = (frame / SAMPLE_RATE for frame in self._loop)
        return position_s - (end - start) if 0 < end <= position_s < end + 0.2 and self.is_playing else position_s

    def levels(self, track_id: str) -> Levels:
        """Peak of a track in dBFS, left and right, after its fader; -120 when silent or unknown."""
        row = self._rows.get(track_id)
        peaks = self._link.lane(row) if row is not None else NO_LEVELS
        return db_from_gain(peaks[0]), db_from_gain(peaks[1])

    def rms_levels(self, track_id: str) -> Levels:
        """RMS of a track in dBFS, left and right."""
        row = self._rows.get(track_id)
        levels = self._link.lane(row) if row is not None else NO_LEVELS
        return db_from_gain(levels[2]), db_from_gain(levels[3])

    def reduction_db(self, track_id: str) -> float:
        """By how many dB the dynamics of a track turn it down now."""
        row = self._rows.get(track_id)
        return self._link.lane(row)[4] if row is not None else 0.0

    @property
    def master_reduction_db(self) -> float:
        """By how many dB the master's dynamics and its limiter turn it down now."""
        return self._status.master_reduction_db

    @property
    def master_rms_levels(self) -> Levels:
        """RMS of what is heard in dBFS, left and right."""
        left, right = self._status.master[2:]
        return db_from_gain(left), db_from_gain(right)

    @property
    def correlation(self) -> float:
        """Of left and right of what is heard, -1 to 1; 0 for silence."""
        return self._status.correlation

    @property
    def stereo(self) -> NDArray[np.float32]:
        """Some samples of what is heard, left and right, shape (2, points)."""
        memory = self._link.memory
        return memory.stereo() if memory else np.zeros((2, 1), dtype=np.float32)

    @property
    def around_db(self) -> NDArray[np.float32]:
        """Spectra before and after the watched device, dBFS, shape (2, BANDS)."""
        memory = self._link.memory
        return memory.around_db() if memory else np.full((2, BANDS), FLOOR_DB, dtype=np.float32)

    def device_meter(self, device_id: str) -> Levels | None:
        """Of a device in the watched strip: loudest sample that it listens to in dBFS, and reduction in dB."""
        memory = self._link.memory
        return memory.watched_meters().get(device_id[:ID_BYTES]) if memory else None

    @property
    def master_levels(self) -> Levels:
        """Peak of what is heard in dBFS, left and right."""
        left, right = self._status.master[:2]
        return db_from_gain(left), db_from_gain(right)

    @property
    def spectrum_db(self) -> NDArray[np.float32]:
        """What is heard, in the `BANDS` bands of `musicstudio.dsp.bands` (20 Hz to 20 kHz), dBFS; 25 times a second."""
        return self._link.spectrum_db()

    @property
    def lufs_short(self) -> float:
        """Short-term loudness (3 s) of what is heard, LUFS; -120 for silence."""
        return self._status.short_term_lufs

    @property
    def lufs_momentary(self) -> float:
        """Momentary loudness (0.4 s) of what is heard, LUFS."""
        return self._status.momentary_lufs

    @property
    def underruns(self) -> int:
        """Gaps since the device was opened: the player's own and those that the device reported."""
        return self._status.underruns

    @property
    def cpu(self) -> float:
        """Share of one core that rendering takes, 0 to 1; 0 when stopped."""
        return self._status.cpu

    @property
    def latency_s(self) -> float:
        """From the player's hand to the ear, as the device states it."""
        return self._status.latency_s

    @property
    def is_alive(self) -> bool:
        """Whether the player process runs."""
        return self._link.is_alive

    @property
    def _status(self) -> Status:
        return self._link.status()
