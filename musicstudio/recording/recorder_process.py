# SPDX-License-Identifier: GPL-3.0-or-later
"""The recorder's process: commands from standard input, events to standard output, sound into a file.

``python -m musicstudio.recording.recorder_process``. When its input ends it closes the file and ends.
"""

import contextlib
import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from musicstudio.core.children import go_first
from musicstudio.core.errors import DeviceError, StorageError, StudioError
from musicstudio.core.units import SAMPLE_RATE

from .inputs import Input, input_names, open_input
from .messages import Command, Event, Level, Open, Opened, Record, Recorded, receive_command, send
from .wave_writer import WaveWriter

_TURN_S = 0.01
_LEVEL_EVERY_S = 0.05
MAX_LENGTH_S = 3 * 3600.0
_TOO_LONG = "A recording ends after three hours; what was recorded is kept."


class Recorder:
    """Everything but the pipes. One thread calls `handle` and `turn`."""

    def __init__(self, tell: Callable[[Event], None], open_device: Callable[[str, int], Input] = open_input) -> None:
        self._tell, self._open_device = tell, open_device
        self._input: Input | None = None
        self._writer: WaveWriter | None = None
        self._heard_frames = self._first_frame = self._gaps_before = 0
        self._peaks: tuple[float, ...] = ()
        self._told_at = 0.0

    def handle(self, command: Command) -> None:
        """Obey one command. Never raises for what a device or a disk can do."""
        if isinstance(command, Open):
            self._open(command)
        elif isinstance(command, Record):
            self._record(Path(command.path))
        else:
            self._end()

    def turn(self) -> None:
        """Take what came, keep it if something is recorded, and tell the level now and then."""
        if self._input is None:
            return
        try:
            audio = self._input.read()
            self._heard_frames += audio.shape[1]
            if self._writer:
                self._writer.write(audio)
                if self._writer.frames > MAX_LENGTH_S * SAMPLE_RATE:
                    self._end(_TOO_LONG)
        except (DeviceError, StorageError) as error:
            self._end(str(error))
            if isinstance(error, DeviceError):
                self._lose(str(error))
            return
        self._tell_level(np.abs(audio).max(axis=1, initial=0.0))

    def give_up(self, reason: str) -> None:
        """End for a reason, in a sentence, which is told."""
        with contextlib.suppress(OSError):
            self._end(reason)
            self._lose(reason)

    def close(self) -> None:
        """End the recording and let the input go."""
        with contextlib.suppress(OSError):
            self._end()
        if self._input:
            self._input.close()

    def _open(self, command: Open) -> None:
        self._end()
        if self._input:
            self._input.close()
        self._input, self._heard_frames, self._peaks = None, 0, (0.0,) * command.channels
        try:
            self._input = self._open_device(command.name, command.channels)
        except DeviceError as error:
            self._lose(str(error))
            return
        self._tell(Opened(input_names(), self._input.name))

    def _lose(self, reason: str) -> None:
        if self._input:
            self._input.close()
        self._input = None
        self._tell(Opened(input_names(), "", reason))

    def _record(self, path: Path) -> None:
        self._end()
        if self._input is None:
            self._tell(Recorded(str(path), 0, None, reason="There is no input to record from."))
            return
        try:
            self._writer = WaveWriter(path, self._input.channels)
        except StudioError as error:
            self._tell(Recorded(str(path), 0, None, reason=str(error)))
            return
        self._first_frame, self._gaps_before = self._heard_frames, self._input.gaps

    def _end(self, reason: str = "") -> None:
        writer, self._writer = self._writer, None
        if writer is None or self._input is None:
            return
        try:
            writer.close()
        except StorageError as error:
            reason = reason or str(error)
        gaps = self._input.gaps - self._gaps_before
        self._tell(Recorded(str(writer.path), writer.frames, self._began_at(self._input), gaps, reason))

    def _began_at(self, device: Input) -> float | None:
        opened_at = device.began_at()
        return opened_at + self._first_frame if opened_at is not None else None

    def _tell_level(self, peaks: "np.ndarray[tuple[int], np.dtype[np.float32]]") -> None:
        self._peaks = tuple(max(old, float(new)) for old, new in zip(self._peaks, peaks, strict=True))
        if (now := time.perf_counter()) - self._told_at >= _LEVEL_EVERY_S:
            self._told_at = now
            writer, device = self._writer, self._input
            began_at = self._began_at(device) if writer and device else None
            self._tell(Level(self._peaks, writer.frames if writer else 0, began_at))
            self._peaks = (0.0,) * len(self._peaks)


def main() -> int:
    """Run until standard input ends."""
    events = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    commands: queue.SimpleQueue[Command | None] = queue.SimpleQueue()
    threading.Thread(target=_read_commands, args=(commands,), daemon=True).start()
    recorder = Recorder(lambda event: send(events, event))
    go_first()
    try:
        while True:
            with contextlib.suppress(queue.Empty):
                command = commands.get(timeout=_TURN_S)
                if command is None:
                    return 0
                recorder.handle(command)
            recorder.turn()
    except BrokenPipeError:
        return 0
    except Exception as error:  # a fault of ours or of a driver: what was recorded is kept, and it is told
        recorder.give_up(f"The recorder stopped with an internal error ({type(error).__name__}).")
        return 1
    finally:
        recorder.close()


def _read_commands(commands: "queue.SimpleQueue[Command | None]") -> None:
    try:
        while (command := receive_command(sys.stdin.buffer)) is not None:
            commands.put(command)
    finally:  # whatever ends this thread ends the process
        commands.put(None)


if __name__ == "__main__":
    sys.exit(main())
