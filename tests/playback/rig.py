# SPDX-License-Identifier: GPL-3.0-or-later
"""The player without a process or a clock: a device that reads the tape when the test says so, and records it."""

import numpy as np

from musicstudio.core.errors import DeviceError
from musicstudio.playback.graph.plan import PlanMaker
from musicstudio.playback.graph.sources import Media
from musicstudio.playback.player.core import Player
from musicstudio.playback.player.devices.base import LIVE_AHEAD_FRAMES, OutputDevice
from musicstudio.playback.player.messages import ChooseDevice, Command, Event, Notice, PlanDifference
from musicstudio.playback.player.tape import Tape
from musicstudio.project.model import Project


class HandDevice:
    """Reads when moved by hand. Set ``is_plugged`` to False to pull it out."""

    def __init__(self, name: str, tape: Tape, latency_frames: int = 0, born_at: int = 0) -> None:
        self.latency_frames, self.born_at = latency_frames, born_at
        self.name, self.is_plugged, self._tape, self._head = name, True, tape, 0
        self.read: list[np.ndarray] = []
        self.gaps, self.is_closed = 0, False
        self._live: list[np.ndarray] = []
        tape.advance(0)

    def move(self, frames: int) -> None:
        """Read the next frames."""
        block = self._tape.read(self._head, frames).copy()
        waiting = np.concatenate(self._live, axis=1) if self._live else np.zeros((2, 0), np.float32)
        block[:, : waiting.shape[1]] += waiting[:, :frames]
        self._live = [waiting[:, frames:]]
        self.read.append(block)
        self._head += frames

    def head(self) -> int:
        """See `OutputDevice`."""
        return self._head

    def heard_from(self) -> float:
        """See `OutputDevice`; the clock is what the first device has read."""
        return float(self.born_at + self.latency_frames)

    def allow(self, end: int) -> None:
        """See `OutputDevice`."""

    def live_room(self) -> int:
        """See `OutputDevice`."""
        return LIVE_AHEAD_FRAMES - sum(part.shape[1] for part in self._live)

    def write_live(self, audio: np.ndarray) -> None:
        """See `OutputDevice`."""
        self._live.append(audio)

    def is_alive(self) -> bool:
        """See `OutputDevice`."""
        return self.is_plugged

    def underruns(self) -> int:
        """See `OutputDevice`."""
        return self.gaps

    def close(self) -> None:
        """See `OutputDevice`."""
        self.is_closed = True


class HandSystem:
    """A machine with some devices; opening one that is not in ``present`` fails."""

    def __init__(self, *present: str) -> None:
        self.present = list(present)
        self.opened: list[HandDevice] = []
        self.relaxed = 0
        self.latency_frames = 0

    def names(self) -> tuple[str, ...]:
        """See `DeviceSystem`."""
        return tuple(self.present)

    def open(self, name: str, tape: Tape) -> HandDevice:
        """See `DeviceSystem`."""
        if not self.present or (name and name not in self.present):
            raise DeviceError(f"The sound device “{name}” is not there.")
        now = self.opened[-1].born_at + self.opened[-1].head() if self.opened else 0
        self.opened.append(HandDevice(name or self.present[0], tape, self.latency_frames, now))
        return self.opened[-1]

    def refresh(self) -> None:
        """See `DeviceSystem`."""

    def relax(self) -> bool:
        """See `DeviceSystem`."""
        self.relaxed += 1
        return True

    def expect_load(self, is_busy: bool) -> None:
        """See `DeviceSystem`; the test says what latency suits."""

    def suits(self, device: OutputDevice) -> bool:
        """See `DeviceSystem`."""
        return device.latency_frames == self.latency_frames


class Rig:
    """A player with a hand-moved device; `hear` returns what the device read."""

    def __init__(self, project: Project, media: Media, *devices: str) -> None:
        self.events: list[Event] = []
        self.system = HandSystem(*(devices or ("speakers",)))
        self.player = Player(media, self.system, self.events.append)
        self._maker, self._difference = PlanMaker(), PlanDifference()
        self.do(ChooseDevice())
        self.load(project)

    @property
    def device(self) -> HandDevice:
        """The device in use."""
        return self.system.opened[-1]

    @property
    def notices(self) -> list[str]:
        """What the user was told."""
        return [event.text for event in self.events if isinstance(event, Notice)]

    def load(self, project: Project) -> None:
        """Give the player a version of the song."""
        self.do(self._difference.load(self._maker.plan(project)))

    def do(self, command: Command) -> None:
        """Give a command."""
        self.player.handle(command)

    def hear(self, frames: int, step: int = 240) -> np.ndarray:
        """Let the device read on, (2, frames)."""
        first = len(self.device.read)
        for start in range(0, frames, step):
            while self.player.turn():
                pass
            for device in self.system.opened:
                if not device.is_closed:
                    device.move(min(step, frames - start))
        self.player.turn()
        return np.concatenate(self.device.read[first:], axis=1)


def sounding(audio: np.ndarray, threshold: float = 1e-5) -> np.ndarray:
    """From the first to the last frame that is not silent."""
    loud = np.flatnonzero(np.abs(audio).max(axis=0) > threshold)
    return audio[:, loud[0] : loud[-1] + 1]
