# SPDX-License-Identifier: GPL-3.0-or-later
"""What is recorded from: a device through PortAudio, whose callback in C fills a ring, or a file that plays itself."""

import contextlib
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, Protocol

import numpy as np
import soundfile

from musicstudio.core.errors import DeviceError
from musicstudio.core.sound_system import likely_devices, stream_settings
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio, silence

FILE_PREFIX = "file:"
RING_FRAMES = 1 << 19
"""Eleven seconds: so long may the disk or the process be held up before anything is lost."""
_LATENCY_S = 0.03
_SETTLING_FRAMES = 24_000
_PROBES = 101


class Input(Protocol):
    """An open input. Made running; all calls come from one thread.

    name: as listed. channels: 1 or 2. gaps: how often sound was lost since it was opened.
    """

    name: str
    channels: int
    gaps: int

    def read(self) -> Audio:
        """What came since the last call, (channels, frames), perhaps nothing. Raises `DeviceError` when it is gone."""

    def began_at(self) -> float | None:
        """When the first frame that was ever read reached the input: in frames, on the clock that all devices of the
        system share. None while that is not known.
        """

    def close(self) -> None:
        """Release it. Never raises."""


def input_names() -> tuple[str, ...]:
    """Devices that can be recorded from, the system's choice first."""
    try:
        import sounddevice

        devices = [device["name"] for device in sounddevice.query_devices() if device["max_input_channels"] >= 1]
    except Exception:  # PortAudio's errors differ by system; where its library is missing there are no inputs
        return ()
    return tuple(dict.fromkeys([*(name for name in likely_devices("input") if name in devices), *devices]))


def open_input(name: str, channels: int) -> Input:
    """Open an input by name, or the system's choice for an empty name. Raises `DeviceError`."""
    if name.startswith(FILE_PREFIX):
        return FileInput(Path(name.removeprefix(FILE_PREFIX)), channels)
    names = input_names()
    if name and name not in names:
        raise DeviceError(f"The input “{name}” is not there.")
    reason: Exception | None = None
    for candidate in [name] if name else names:
        try:
            return PortAudioInput(candidate, channels)
        except Exception as error:  # as above
            reason = error
    raise DeviceError(
        f"The input “{name}” does not open." if name else "There is no microphone or line input that opens."
    ) from reason


class PortAudioInput:
    """One running input stream."""

    def __init__(self, name: str, channels: int) -> None:
        import rtmixer

        self.name, self.channels, self.gaps = name, channels, 0
        self._ring = rtmixer.RingBuffer(4 * channels, RING_FRAMES)
        self._stream = rtmixer.Recorder(
            device=name, channels=channels, samplerate=SAMPLE_RATE, latency=_LATENCY_S, blocksize=0, **stream_settings()
        )
        self._stream.record_ringbuffer(self._ring)
        self._stream.start()
        self._asked: Any = None
        self._taken = 0
        self._probe: tuple[int, Any] | None = None
        self._starts: deque[float] = deque(maxlen=_PROBES)

    def read(self) -> Audio:
        """See `Input`."""
        self._count_gaps()
        self._look_at_clock()
        waiting = self._ring.read_available
        if not waiting and not self._stream.active:
            raise DeviceError(f"The input “{self.name}” is gone.")
        self._taken += waiting
        frames = np.frombuffer(self._ring.read(waiting), np.float32).reshape(-1, self.channels)
        return np.ascontiguousarray(frames.T)

    def began_at(self) -> float | None:
        """See `Input`."""
        return median(self._starts) if self._starts else None

    def close(self) -> None:
        """See `Input`."""
        with contextlib.suppress(Exception):
            self._stream.abort(ignore_errors=True)
            self._stream.close(ignore_errors=True)

    def _look_at_clock(self) -> None:
        """A single frame is recorded beside the ring, again and again: the callback that brings it notes when it came
        in, and appends to the ring where that stood when it was asked for. What drivers say when they start is wrong.
        """
        if self._probe and self._probe[1] not in self._stream.actions:
            at, recorded = self._probe
            if recorded.actual_time > 0 and at > _SETTLING_FRAMES:
                self._starts.append(recorded.actual_time * SAMPLE_RATE - at)
            self._probe = None
        if self._probe is None:
            at = self._taken + self._ring.read_available
            self._probe = at, self._stream.record_buffer(bytearray(4 * self.channels), self.channels)

    def _count_gaps(self) -> None:
        if self._asked is not None and self._asked not in self._stream.actions:
            self.gaps += self._asked.stats.input_overflows
            self._asked = None
        if self._asked is None:
            self._asked = self._stream.fetch_and_reset_stats()


class FileInput:
    """A sound file that plays itself by the clock from the moment it is opened: for tests, and for trying out.

    After its end comes silence.
    """

    def __init__(self, path: Path, channels: int, clock: Callable[[], float] = time.perf_counter) -> None:
        self.name, self.channels, self.gaps = f"{FILE_PREFIX}{path}", channels, 0
        try:
            audio, rate = soundfile.read(path, dtype="float32", always_2d=True)
        except Exception as error:
            raise DeviceError(f"“{path.name}” cannot be recorded from.") from error
        if rate != SAMPLE_RATE:
            raise DeviceError(f"“{path.name}” must have {SAMPLE_RATE} samples a second to be recorded from.")
        self._audio = np.ascontiguousarray(audio.T[:channels].repeat(-(-channels // audio.shape[1]), axis=0)[:channels])
        self._clock, self._began, self._read = clock, clock(), 0

    def read(self) -> Audio:
        """See `Input`."""
        end = int((self._clock() - self._began) * SAMPLE_RATE)
        heard = self._audio[:, self._read : end]
        missing = end - self._read - heard.shape[1]
        self._read = end
        return np.concatenate([heard, silence(missing, self.channels)], axis=1)

    def began_at(self) -> float:
        """See `Input`."""
        return self._began * SAMPLE_RATE

    def close(self) -> None:
        """See `Input`."""
