# SPDX-License-Identifier: GPL-3.0-or-later
"""The studio's end of a plug-in's process: ask, wait no longer than agreed, end it."""

import json
import subprocess
import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from musicstudio.core.errors import MediaError
from musicstudio.core.helper_pipe import MessageReader, end_helper, start_helper
from musicstudio.dsp.audio import Audio

from . import host_process
from .host_process import ABOUT, AUDIO, EDIT, FAILURE, LENGTH, NOTES, STATE, VALUES

LOADING_S = 15.0


class Child:
    """One plug-in in a process. One thread at a time.

    Raises `MediaError` with the end of a sentence on any trouble, and is then to be closed.
    """

    def __init__(self, path: str, name: str = "") -> None:
        self._process: subprocess.Popen[bytes]
        self._pipe: MessageReader
        self._about: dict[str, Any] | None = None
        try:
            self._process, self._pipe = start_helper(host_process.__name__, [path, name])
        except OSError as error:
            raise MediaError("its process could not be started") from error

    def about(self, patience_s: float = LOADING_S) -> dict[str, Any]:
        """What it is; waits until it is loaded."""
        if self._about is None:
            self._about = json.loads(self._receive(ABOUT, patience_s))
        return dict(self._about)

    def is_loaded(self) -> bool:
        """Whether it answers already; does not wait."""
        if self._about is None and self._pipe.poll(0.0):
            self.about(0.1)
        return self._about is not None

    def set_state(self, state: bytes) -> None:
        """Set the whole state, as it was saved."""
        self._ask(STATE, state, LOADING_S)

    def set_values(self, values: dict[str, float]) -> None:
        """Set parameters, 0 to 1."""
        self._ask(VALUES, json.dumps(values).encode(), LOADING_S)

    def process(self, audio: Audio, patience_s: float) -> Audio:
        """A block (2, frames) through it."""
        content = np.ascontiguousarray(audio.T, dtype=np.float32).tobytes()
        answer = self._ask(AUDIO, content, patience_s)
        made = np.frombuffer(answer, np.float32)
        if made.size != audio.size:
            raise MediaError("it gave back another length")
        return np.ascontiguousarray(made.reshape(-1, 2).T)

    def play(
        self,
        messages: list[tuple[float, list[int]]],
        frames: int,
        is_first: bool,
        patience_s: float,
        turns: Sequence[tuple[int, dict[str, float]]] = (),
    ) -> Audio:
        """The next frames of an instrument; see `musicstudio.mixing.hosting.host_process.Held.play`."""
        asked = {"messages": messages, "turns": list(turns), "frames": frames, "is_first": is_first}
        content = json.dumps(asked).encode()
        made = np.frombuffer(self._ask(NOTES, content, patience_s), np.float32)
        if made.size != 2 * frames:
            raise MediaError("it gave back another length")
        return np.ascontiguousarray(made.reshape(-1, 2).T)

    def open_window(self) -> None:
        """Show the plug-in's window."""
        self._send(EDIT, b"")

    def is_window_open(self) -> bool:
        """Whether it is still open; waits a tenth of a second for its end."""
        return not self._pipe.poll(0.1)

    def left_in_window(self) -> dict[str, Any]:
        """The ``state`` and ``values`` that stood when it was closed."""
        left: dict[str, Any] = json.loads(self._receive(EDIT, 0.1))
        return left

    def close(self) -> None:
        """End the process."""
        end_helper(self._process, self._pipe)

    def _ask(self, letter: bytes, content: bytes, patience_s: float) -> bytes:
        self._send(letter, content)
        return self._receive(letter, patience_s)

    def _send(self, letter: bytes, content: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(LENGTH.pack(1 + len(content)) + letter + content)
            self._process.stdin.flush()
        except (OSError, ValueError) as error:
            raise MediaError("it stopped") from error

    def _receive(self, letter: bytes, patience_s: float) -> bytes:
        end_s = time.monotonic() + patience_s
        while not self._pipe.poll(0.05 if patience_s > 0.05 else patience_s):
            if time.monotonic() > end_s:
                raise MediaError("it does not answer")
        try:
            message = self._pipe.recv_bytes()
        except EOFError as error:
            raise MediaError("it crashed") from error
        if message[:1] == FAILURE:
            raise MediaError(f"it says: {message[1:].decode(errors='replace').rstrip('. ')}")
        if message[:1] != letter:
            raise MediaError("it answered out of turn")
        return message[1:]
