# SPDX-License-Identifier: GPL-3.0-or-later
"""Sound devices through PortAudio. A callback in C (rtmixer) reads the tape, so no Python runs when the device wants
sound."""

import contextlib
import time
from typing import Any

import numpy as np
import rtmixer
import sounddevice

from musicstudio.core.errors import DeviceError
from musicstudio.core.sound_system import likely_devices, stream_settings
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio

from ..tape import CAPACITY, Tape
from .base import LIVE_AHEAD_FRAMES, OutputDevice

# The first answers a play button at once; the others are for machines too busy for it. Measured with three busy
# programs for each core: gaps with up to 60 ms, none from 80 ms on.
_LATENCIES_S = (0.03, 0.12, 0.3)
_BUSY_STEP = 1
_STUCK_S = 1.5
_ONE_FRAME = np.zeros((1, 2), np.float32)


class PortAudioSystem:
    """All output devices that PortAudio lists."""

    def __init__(self) -> None:
        self._learned = 0
        self._is_busy = False

    def names(self) -> tuple[str, ...]:
        """See `DeviceSystem`."""
        try:
            devices = [device["name"] for device in sounddevice.query_devices() if device["max_output_channels"] >= 2]
        except (sounddevice.PortAudioError, OSError):
            return ()
        first = [name for name in likely_devices("output") if name in devices]
        return tuple(dict.fromkeys([*first, *devices]))

    def open(self, name: str, tape: Tape) -> "PortAudioDevice":
        """See `DeviceSystem`."""
        candidates = [name] if name else [*likely_devices("output"), *self.names()]
        if name and name not in self.names():
            raise DeviceError(f"The sound device “{name}” is not there.")
        reason: Exception | None = None
        for candidate in candidates:
            try:
                return PortAudioDevice(candidate, tape, _LATENCIES_S[self._step])
            except Exception as error:  # PortAudio's errors differ by system, and none may end the player
                reason = error
        raise DeviceError(f"The sound device “{name or 'default'}” does not open.") from reason

    def refresh(self) -> None:
        """See `DeviceSystem`. PortAudio lists devices once, when it starts; so it is started again."""
        sounddevice._terminate()
        sounddevice._initialize()

    def relax(self) -> bool:
        """See `DeviceSystem`."""
        before = self._step
        self._learned = min(before + 1, len(_LATENCIES_S) - 1)
        return self._step > before

    def expect_load(self, is_busy: bool) -> None:
        """See `DeviceSystem`."""
        self._is_busy = is_busy

    def suits(self, device: OutputDevice) -> bool:
        """See `DeviceSystem`."""
        return not isinstance(device, PortAudioDevice) or device.asked_latency_s == _LATENCIES_S[self._step]

    @property
    def _step(self) -> int:
        return max(self._learned, _BUSY_STEP if self._is_busy else 0)


class PortAudioDevice:
    """One running output stream."""

    def __init__(self, name: str, tape: Tape, latency_s: float) -> None:
        self.name, self.asked_latency_s = name, latency_s
        self._ring = rtmixer.RingBuffer(8, buffer=tape.memory)
        self._allowed = 0
        self._head, self._moved_at = 0, time.perf_counter()
        self._stream = rtmixer.Mixer(
            device=name, channels=2, samplerate=SAMPLE_RATE, latency=latency_s, blocksize=0, **stream_settings()
        )
        self.allow(tape.advance(0))
        self._stream.play_ringbuffer(self._ring)
        self._stream.start()
        self.latency_frames = round(self._stream.latency * SAMPLE_RATE)
        self._underruns = 0
        self._live, self._live_played = rtmixer.RingBuffer(8, 4096), None
        self._asked: Any = None
        self._probe: tuple[int, Any] | None = None

    def head(self) -> int:
        """See `OutputDevice`. The ring counts to twice its size; this goes on counting."""
        step = (self._ring._ptr.readIndex - self._head) % (2 * CAPACITY)
        if step:
            self._head += step
            self._moved_at = time.perf_counter()
        return self._head

    def heard_from(self) -> float | None:
        """See `OutputDevice`. A single silent frame is played beside the tape: the callback that takes it notes when
        it will be heard, and it begins to read the tape where that stood when the frame was handed over.
        """
        found = None
        if self._probe and self.head() > self._probe[0]:
            head, played = self._probe
            found = played.actual_time * SAMPLE_RATE - head if played.actual_time else None
            self._probe = None
        if self._probe is None:
            self._probe = self.head(), self._stream.play_buffer(_ONE_FRAME, channels=2)
        return found

    def allow(self, end: int) -> None:
        """See `OutputDevice`."""
        if end > self._allowed:
            self._ring.advance_write_index(end - self._allowed)
            self._allowed = end

    def live_room(self) -> int:
        """See `OutputDevice`."""
        return min(LIVE_AHEAD_FRAMES - int(self._live.read_available), int(self._live.write_available))

    def write_live(self, audio: Audio) -> None:
        """See `OutputDevice`. A ring that ran empty has ended, and is begun again with what it holds now."""
        self._live.write(np.ascontiguousarray(audio.T, dtype=np.float32))
        if self._live_played is None or self._live_played not in self._stream.actions:
            self._live_played = self._stream.play_ringbuffer(self._live, channels=2)

    def is_alive(self) -> bool:
        """See `OutputDevice`. A device that no longer reads counts as gone even if PortAudio does not say so."""
        self.head()
        return bool(self._stream.active) and time.perf_counter() - self._moved_at < _STUCK_S

    def underruns(self) -> int:
        """See `OutputDevice`. The callback's own count, asked for now and then."""
        if self._asked is not None and self._asked not in self._stream.actions:
            self._underruns += self._asked.stats.output_underflows
            self._asked = None
        if self._asked is None:
            self._asked = self._stream.fetch_and_reset_stats()
        return self._underruns

    def close(self) -> None:
        """See `OutputDevice`."""
        with contextlib.suppress(Exception):
            self._stream.abort(ignore_errors=True)
            self._stream.close(ignore_errors=True)
