# SPDX-License-Identifier: GPL-3.0-or-later
"""A player without sound: what stands in while no player process runs (the command line, notebooks, tests)."""

from collections.abc import Iterable, Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from musicstudio.dsp.audio import Audio
from musicstudio.dsp.bands import BANDS
from musicstudio.project.model import Project

from .player.monitor import Monitor

SILENCE_DB = -120.0
Levels = tuple[float, float]


class SongPlayer(Protocol):
    """What the session and the window need of a player; `musicstudio.playback.client.PlayerClient` has it."""

    @property
    def position_s(self) -> float: ...
    @property
    def is_playing(self) -> bool: ...
    @property
    def device(self) -> str: ...
    @property
    def generation(self) -> int: ...
    @property
    def underruns(self) -> int: ...
    @property
    def cpu(self) -> float: ...
    @property
    def lufs_short(self) -> float: ...
    @property
    def master_levels(self) -> Levels: ...
    @property
    def master_rms_levels(self) -> Levels: ...
    @property
    def master_reduction_db(self) -> float: ...
    @property
    def lufs_momentary(self) -> float: ...
    @property
    def correlation(self) -> float: ...
    @property
    def stereo(self) -> NDArray[np.float32]: ...
    @property
    def spectrum_db(self) -> NDArray[np.float32]: ...
    @property
    def around_db(self) -> NDArray[np.float32]: ...
    @property
    def stopped_plugins(self) -> Mapping[str, str]: ...
    def start_again(self, device_id: str) -> None: ...
    def levels(self, track_id: str) -> Levels: ...
    def rms_levels(self, track_id: str) -> Levels: ...
    def reduction_db(self, track_id: str) -> float: ...
    def device_meter(self, device_id: str) -> Levels | None: ...
    def monitor(self, monitor: Monitor) -> None: ...
    def watch(self, owner_id: str, device_id: str) -> None: ...
    def devices(self) -> tuple[str, ...]: ...
    def refresh_devices(self) -> None: ...
    def load(self, project: Project) -> None: ...
    def distrust(self, content_hashes: Iterable[str]) -> None: ...
    def look_after(self) -> None: ...
    def toggle(self) -> None: ...
    def play(self) -> None: ...
    def play_to_record(self, count_in_beats: int) -> None: ...
    def pause(self) -> None: ...
    def stop(self) -> None: ...
    def seek(self, seconds: float) -> None: ...
    def set_loop(self, start_s: float | None, end_s: float | None = None) -> None: ...
    def set_metronome(self, is_on: bool) -> None: ...
    def keep_sound(self, sound_id: str, audio: Audio) -> None: ...
    def begin_note(self, key: int, sound_id: str, gain: float = 1.0) -> None: ...
    def end_note(self, key: int) -> None: ...
    def choose_device(self, name: str) -> None: ...
    def set_busy(self, is_busy: bool) -> None: ...
    def close(self) -> None: ...


class SilentPlayer:
    """Keeps what it is told: a position that stands still, whether it plays, loop, metronome and device."""

    def __init__(self) -> None:
        self.position_s = 0.0
        self.is_playing = False
        self.device = ""
        self.underruns = 0
        self.cpu = 0.0
        self.lufs_short = SILENCE_DB
        self.lufs_momentary = SILENCE_DB
        self.master_levels: Levels = (SILENCE_DB, SILENCE_DB)
        self.master_rms_levels: Levels = (SILENCE_DB, SILENCE_DB)
        self.master_reduction_db = self.correlation = 0.0
        self.stereo: NDArray[np.float32] = np.zeros((2, 1), dtype=np.float32)
        self.around_db: NDArray[np.float32] = np.full((2, BANDS), SILENCE_DB, dtype=np.float32)
        self.monitored = Monitor()
        self.stopped_plugins: dict[str, str] = {}
        self.watched = ("", "")
        self.spectrum_db: NDArray[np.float32] = np.full(BANDS, SILENCE_DB, dtype=np.float32)
        self.loop_s: tuple[float, float] | None = None
        self.has_metronome = False
        self.project: Project | None = None
        self.keys_down: list[int] = []
        self.generation = 0

    def levels(self, track_id: str) -> Levels:
        """Silence."""
        return (SILENCE_DB, SILENCE_DB)

    def rms_levels(self, track_id: str) -> Levels:
        """Silence."""
        return (SILENCE_DB, SILENCE_DB)

    def reduction_db(self, track_id: str) -> float:
        """None."""
        return 0.0

    def device_meter(self, device_id: str) -> Levels | None:
        """Nothing goes through it."""
        return None

    def start_again(self, device_id: str) -> None:
        """What would play again."""
        self.stopped_plugins.pop(device_id, None)

    def monitor(self, monitor: Monitor) -> None:
        """How it would be listened to."""
        self.monitored = monitor

    def watch(self, owner_id: str, device_id: str) -> None:
        """What would be looked into."""
        self.watched = (owner_id, device_id)

    def devices(self) -> tuple[str, ...]:
        """None."""
        return ()

    def refresh_devices(self) -> None:
        """There are none to look for."""

    def look_after(self) -> None:
        """Nothing can hang."""

    def distrust(self, content_hashes: Iterable[str]) -> None:
        """All is silent anyway."""

    def load(self, project: Project) -> None:
        """The song that would be heard."""
        self.project = project

    def toggle(self) -> None:
        """Play, or pause."""
        self.is_playing = not self.is_playing

    def play(self) -> None:
        """Play."""
        self.is_playing = True

    def play_to_record(self, count_in_beats: int) -> None:
        """Play; when that is heard is never told, as nothing is."""
        self.is_playing = True

    def pause(self) -> None:
        """Stop here."""
        self.is_playing = False

    def stop(self) -> None:
        """Stop; stopped already, go to the start of the song."""
        self.position_s = self.position_s if self.is_playing else 0.0
        self.is_playing = False

    def seek(self, seconds: float) -> None:
        """Go to a moment of the song."""
        self.position_s = max(0.0, seconds)

    def set_loop(self, start_s: float | None, end_s: float | None = None) -> None:
        """Repeat a span, or none."""
        self.loop_s = None if start_s is None or end_s is None else (start_s, end_s)

    def set_metronome(self, is_on: bool) -> None:
        """Clicks on the beat, or none."""
        self.has_metronome = is_on

    def keep_sound(self, sound_id: str, audio: Audio) -> None:
        """Nothing is heard."""

    def begin_note(self, key: int, sound_id: str, gain: float = 1.0) -> None:
        """The key is down."""
        self.keys_down.append(key)

    def end_note(self, key: int) -> None:
        """The key is up."""
        self.keys_down = [each for each in self.keys_down if each != key]

    def choose_device(self, name: str) -> None:
        """The device that would be played through."""
        self.device = name

    def set_busy(self, is_busy: bool) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to let go of."""
