# SPDX-License-Identifier: GPL-3.0-or-later
"""The two ends of the pipe from a helper process: whole messages in, whole messages out, a wait with an end.

Plain pipes with a length before each message, because a helper that is started as a program has no others on every
system; see `musicstudio.core.children`.
"""

import os
import queue
import struct
import subprocess
import sys
import threading
from typing import IO

from .children import HELPER_FOLDER, helper_command, helper_environment

_LENGTH = struct.Struct("<I")
_MAX_BYTES = 64 << 20
_MAX_WAITING = 8
_CLOSING_LOOK_S = 0.05
_NO_CONSOLE = 0x08000000  # Windows' CREATE_NO_WINDOW


class MessageWriter:
    """The process's end: its standard output, which from then on nothing else writes to."""

    def __init__(self) -> None:
        self._stream = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)

    def send_bytes(self, message: bytes) -> None:
        """Write one message. Raises BrokenPipeError when nobody reads any more."""
        self._stream.write(_LENGTH.pack(len(message)) + message)
        self._stream.flush()

    def close(self) -> None:
        """No more messages."""
        self._stream.close()


class MessageReader:
    """The studio's end: a thread that reads ahead a few messages. The other methods belong to one thread."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._messages: queue.Queue[bytes | None] = queue.Queue(_MAX_WAITING)
        self._next: list[bytes | None] = []
        self._is_closed = False
        self._thread = threading.Thread(target=self._read, name="musicstudio-helper-pipe", daemon=True)
        self._thread.start()

    def poll(self, wait_s: float) -> bool:
        """Whether a message, or the end, comes within a time."""
        if not self._next:
            try:
                self._next.append(self._messages.get(timeout=wait_s))
            except queue.Empty:
                return False
        return True

    def recv_bytes(self) -> bytes:
        """The next message, which `poll` has seen. Raises EOFError at the end of them."""
        message = self._next.pop()
        if message is None:
            self._next.append(None)
            raise EOFError
        return message

    def close(self) -> None:
        """Let go, once the process has ended."""
        self._is_closed = True
        self._thread.join()
        self._stream.close()

    def _read(self) -> None:
        message: bytes | None = b""
        while message is not None and not self._is_closed:
            message = _receive(self._stream)
            self._put(message)

    def _put(self, message: bytes | None) -> None:
        while not self._is_closed:
            try:
                return self._messages.put(message, timeout=_CLOSING_LOOK_S)
            except queue.Full:
                continue
        return None


def start_helper(module: str, arguments: list[str]) -> tuple["subprocess.Popen[bytes]", MessageReader]:
    """A helper process that ends with this one, and what it says. Raises OSError when it cannot be started."""
    process = subprocess.Popen(
        [*helper_command(module), *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=helper_environment(),
        cwd=HELPER_FOLDER, creationflags=_NO_CONSOLE if sys.platform == "win32" else 0,
    )  # fmt: skip
    assert process.stdout is not None
    return process, MessageReader(process.stdout)


def end_helper(process: "subprocess.Popen[bytes]", reader: MessageReader) -> None:
    """End a helper at once, whatever it does."""
    process.kill()
    process.wait()
    assert process.stdin is not None
    process.stdin.close()
    reader.close()


def end_with_parent() -> None:
    """End this process when its standard input ends: the studio holds the other end and writes nothing."""

    def wait() -> None:
        os.read(0, 1)
        os._exit(1)

    threading.Thread(target=wait, name="end-with-parent", daemon=True).start()


def _receive(stream: IO[bytes]) -> bytes | None:
    head = stream.read(_LENGTH.size)
    size = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else _MAX_BYTES + 1
    body = stream.read(size) if size <= _MAX_BYTES else b""
    return body if len(body) == size else None
