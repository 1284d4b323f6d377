# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices without sound: a clock, for machines without a sound card, and a recorder, for tests and benchmarks."""

import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from musicstudio.core.errors import DeviceError
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.audio import Audio

from ..tape import Tape
from .base import LIVE_AHEAD_FRAMES, OutputDevice

RECORDER_PREFIX = "file:"


class NullDevice:
    """Reads the tape by the clock and drops it, so everything works in silence."""

    name = ""
    latency_frames = 0

    def __init__(self, tape: Tape, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock, self._began, self._tape = clock, clock(), tape
        self._live_end = 0
        tape.advance(0)

    def head(self) -> int:
        """See `OutputDevice`."""
        return int((self._clock() - self._began) * SAMPLE_RATE)

    def heard_from(self) -> float:
        """See `OutputDevice`."""
        return self._began * SAMPLE_RATE

    def allow(self, end: int) -> None:
        """See `OutputDevice`."""

    def live_room(self) -> int:
        """See `OutputDevice`."""
        return LIVE_AHEAD_FRAMES - max(0, self._live_end - self.head())

    def write_live(self, audio: Audio) -> None:
        """See `OutputDevice`."""
        self._live_end = max(self._live_end, self.head()) + audio.shape[1]

    def is_alive(self) -> bool:
        """See `OutputDevice`."""
        return True

    def underruns(self) -> int:
        """See `OutputDevice`."""
        return 0

    def close(self) -> None:
        """See `OutputDevice`."""


class Recorder(NullDevice):
    """Writes what it reads to a file of raw interleaved float32 stereo."""

    def __init__(self, path: Path, tape: Tape, clock: Callable[[], float] = time.perf_counter) -> None:
        self.name = f"{RECORDER_PREFIX}{path}"
        self._written, self._file = 0, path.open("wb")
        self._live: deque[tuple[int, Audio]] = deque()
        super().__init__(tape, clock)

    def head(self) -> int:
        """See `OutputDevice`."""
        head = super().head()
        if head > self._written:
            block = self._tape.read(self._written, head - self._written)
            self._file.write(self._with_live(block, self._written).T.tobytes())
            self._written = head
        return head

    def write_live(self, audio: Audio) -> None:
        """See `OutputDevice`."""
        self._live.append((max(self._live_end, self.head()), audio))
        super().write_live(audio)

    def _with_live(self, block: Audio, start: int) -> Audio:
        """A block with what is played beside the tape."""
        mixed = block.copy()
        for at, audio in self._live:
            first, last = max(start, at), min(start + block.shape[1], at + audio.shape[1])
            if first < last:
                mixed[:, first - start : last - start] += audio[:, first - at : last - at]
        while self._live and self._live[0][0] + self._live[0][1].shape[1] <= start + block.shape[1]:
            self._live.popleft()
        return mixed

    def close(self) -> None:
        """See `OutputDevice`."""
        self._file.close()


class SilentSystem:
    """A machine without sound devices (``none``), on which a file may be recorded to (``file:PATH``)."""

    def names(self) -> tuple[str, ...]:
        """See `DeviceSystem`."""
        return ()

    def open(self, name: str, tape: Tape) -> Recorder:
        """See `DeviceSystem`."""
        if not name.startswith(RECORDER_PREFIX):
            raise DeviceError("There is no sound device.")
        return Recorder(Path(name.removeprefix(RECORDER_PREFIX)), tape)

    def refresh(self) -> None:
        """See `DeviceSystem`."""

    def relax(self) -> bool:
        """See `DeviceSystem`."""
        return False

    def expect_load(self, is_busy: bool) -> None:
        """See `DeviceSystem`."""

    def suits(self, device: OutputDevice) -> bool:
        """See `DeviceSystem`."""
        return True
