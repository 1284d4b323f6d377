# SPDX-License-Identifier: GPL-3.0-or-later
"""What every output device is to the player."""

from typing import Protocol

from musicstudio.dsp.audio import Audio

from ..tape import Tape

LIVE_AHEAD_FRAMES = 1200
"""How far ahead of the ear what a hand plays is written: 25 ms, as the player looks every 5 ms."""


class OutputDevice(Protocol):
    """A reader of the tape. Made open and running; all calls come from the player's one thread.

    name: as listed, empty if nothing can be heard. latency_frames: from being read to being heard.
    """

    name: str
    latency_frames: int

    def head(self) -> int:
        """Tape frames read so far. Never falls."""

    def heard_from(self) -> float | None:
        """When frame 0 was heard, or would have been had it run since like now: in frames, on a clock that all devices
        of the system share. None while that is not known; ask again, a few milliseconds later.
        """

    def allow(self, end: int) -> None:
        """Let it read up to a tape frame."""

    def live_room(self) -> int:
        """Frames that may be written to be heard beside the tape now, so that little waits."""

    def write_live(self, audio: Audio) -> None:
        """Play this beside the tape, after what was written before; at once, if that has been heard."""

    def is_alive(self) -> bool:
        """False once it stopped by itself (unplugged, server gone)."""

    def underruns(self) -> int:
        """How often the device itself reported a gap since it was opened."""

    def close(self) -> None:
        """Stop and release it. Never raises."""


class DeviceSystem(Protocol):
    """The devices of this machine."""

    def names(self) -> tuple[str, ...]:
        """Devices that can be played through, the system's choice first."""

    def open(self, name: str, tape: Tape) -> OutputDevice:
        """Open a device by name, or the system's choice for an empty name. Raises DeviceError."""

    def refresh(self) -> None:
        """Look for devices again. All devices must be closed."""

    def relax(self) -> bool:
        """There were gaps: use longer buffers for devices opened from now on. False if they are the longest already."""

    def expect_load(self, is_busy: bool) -> None:
        """The machine will be busy, or no longer: devices opened from now on get the buffers that suit."""

    def suits(self, device: OutputDevice) -> bool:
        """Whether a device that is open has the buffers that one opened now would get."""
