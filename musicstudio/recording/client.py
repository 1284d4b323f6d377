# SPDX-License-Identifier: GPL-3.0-or-later
"""How the studio talks to the recorder's process. Nothing here waits: events come on a thread."""

import contextlib
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from musicstudio.core.children import HELPER_FOLDER, helper_command, helper_environment
from musicstudio.core.errors import DeviceError

from .messages import Command, Event, Open, Record, Stop, receive_event, send

_MODULE = "musicstudio.recording.recorder_process"
_NO_CONSOLE = 0x08000000  # Windows' CREATE_NO_WINDOW
_END_WAIT_S = 2.0


class RecorderClient:
    """One recorder process, which listens to an input. Methods belong to one thread and return at once.

    on_event gets what the process says, on another thread; on_death, once, that it ended unasked.
    """

    def __init__(self, on_event: Callable[[Event], None], on_death: Callable[[], None]) -> None:
        """Raises `DeviceError` when the process cannot be started."""
        self._on_event, self._on_death = on_event, on_death
        self._is_closing = False
        try:
            self._process = subprocess.Popen(
                helper_command(_MODULE), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env=helper_environment(), cwd=HELPER_FOLDER,
                creationflags=_NO_CONSOLE if sys.platform == "win32" else 0,
            )  # fmt: skip
        except OSError as error:
            raise DeviceError("The recorder cannot be started.") from error
        self._thread = threading.Thread(target=self._listen, name="musicstudio-recorder", daemon=True)
        self._thread.start()

    def open(self, name: str, channels: int) -> None:
        """Listen to an input."""
        self._send(Open(name, channels))

    def record(self, path: Path) -> None:
        """Keep what comes in a new file, which must not be there."""
        self._send(Record(str(path)))

    def stop(self) -> None:
        """End the recording."""
        self._send(Stop())

    def close(self) -> None:
        """End the process; a recording is closed first. May be called twice."""
        if self._is_closing:
            return
        self._is_closing = True
        if self._process.stdin:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        try:
            self._process.wait(_END_WAIT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._thread.join(_END_WAIT_S)
        if self._process.stdout:
            self._process.stdout.close()

    def _send(self, command: Command) -> None:
        if self._process.stdin:
            with contextlib.suppress(OSError, ValueError):  # it is gone; the listener tells
                send(self._process.stdin, command)

    def _listen(self) -> None:
        stream = self._process.stdout
        while stream and (event := receive_event(stream)) is not None:
            self._on_event(event)
        if not self._is_closing:
            self._process.kill()
            self._on_death()
