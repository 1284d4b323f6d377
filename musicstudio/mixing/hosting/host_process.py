# SPDX-License-Identifier: GPL-3.0-or-later
"""The process that holds one plug-in: ``python -P -m musicstudio.mixing.hosting.host_process PATH NAME``.

It answers messages of one letter and a content (lengths before them, as in `musicstudio.core.helper_pipe`), never
pickled objects: `ABOUT`, `STATE` (set the whole state), `VALUES` (JSON: name to 0..1), `AUDIO` (float32,
interleaved, stereo), `NOTES` (of an instrument; JSON of `Held.play`'s arguments, answered by sound), `EDIT` (show the
plug-in's own window; answered when it is closed by JSON of its state and values). Each is answered
by its own letter, or by `FAILURE` with a sentence.
"""

import json
import os
import struct
import sys
import threading
import time
from base64 import b64encode
from contextlib import suppress
from itertools import pairwise
from typing import Any

import numpy as np

from musicstudio.core.helper_pipe import MessageWriter
from musicstudio.dsp.audio import Audio

ABOUT, STATE, VALUES, AUDIO, NOTES, EDIT, FAILURE = b"I", b"S", b"V", b"A", b"N", b"E", b"F"
LENGTH = struct.Struct("<I")
BLOCK_FRAMES = 4096
RATE = 48_000
_MEMORY_BYTES = 6 << 30
# What plug-in frameworks put among the parameters for themselves.
_INTERNAL = frozenset({"buffer_size_frames", "sample_rate_frames", "latency_frames", "current_program", "bypass"})


class Held:
    """A loaded plug-in, or two of a mono one. Raises whatever loading raises."""

    def __init__(self, path: str, name: str) -> None:
        import pedalboard

        def load() -> Any:
            return pedalboard.load_plugin(path, plugin_name=name or None)

        self._plugins = [load()]
        self._is_instrument = bool(self._plugins[0].is_instrument)
        if not self._is_instrument and not self._accepts(2):
            if not self._accepts(1):
                raise ValueError("it takes neither mono nor stereo sound")
            self._plugins.append(load())
        self.reset()

    def about(self) -> dict[str, Any]:
        """What the studio keeps of it."""
        plugin = self._plugins[0]
        return {
            "name": str(plugin.name), "maker": str(plugin.manufacturer_name),
            "is_instrument": bool(plugin.is_instrument),
            "latency_frames": int(plugin.reported_latency_samples), "is_mono": len(self._plugins) > 1,
            "state": b64encode(plugin.raw_state).decode("ascii"),
            "params": [self._param(name, param) for name, param in plugin.parameters.items() if name not in _INTERNAL],
        }  # fmt: skip

    def set_state(self, state: bytes) -> None:
        """The whole state, as it was saved."""
        for plugin in self._plugins:
            plugin.raw_state = state
        self.reset()

    def set_values(self, values: dict[str, float]) -> None:
        """Parameters by name, 0 to 1. Names that it does not know are passed over."""
        for plugin in self._plugins:
            known = plugin.parameters
            for name, value in values.items():
                if name in known:
                    known[name].raw_value = min(max(float(value), 0.0), 1.0)

    def reset(self) -> None:
        """Forget all sound, and be ready for blocks of any size.

        pedalboard makes an instrument sound when it readies it, and waits up to ten seconds for that: one that was
        turned to silence is better not readied again.
        """
        self._has_played = False
        if self._is_instrument:
            self._plugins[0].reset()
            return
        channels = 2 if len(self._plugins) == 1 else 1
        for plugin in self._plugins:
            plugin.reset()
            silent = np.zeros((channels, BLOCK_FRAMES), np.float32)
            plugin.process(silent, RATE, buffer_size=BLOCK_FRAMES, reset=False)

    def process(self, audio: Audio) -> Audio:
        """The next block (2, frames); as many frames come back."""
        options = {"sample_rate": RATE, "buffer_size": BLOCK_FRAMES, "reset": False}
        if len(self._plugins) == 1:
            made = self._plugins[0].process(audio, **options)
        else:
            sides = [plugin.process(audio[n : n + 1], **options) for n, plugin in enumerate(self._plugins)]
            made = np.concatenate(sides)
        missing = audio.shape[1] - made.shape[1]
        made = np.pad(made, ((0, 0), (max(0, missing), 0)))[:, -audio.shape[1] :]
        return np.asarray(np.nan_to_num(made, nan=0.0, posinf=0.0, neginf=0.0), dtype=np.float32)

    def play(
        self,
        messages: list[tuple[float, list[int]]],
        turns: list[tuple[int, dict[str, float]]],
        frames: int,
        is_first: bool,
    ) -> Audio:
        """The next frames (2, frames) of an instrument. messages: seconds from here, and the bytes of a MIDI message.

        turns: frames from here, in order, and the parameters to be set there. is_first: nothing sounds from before.
        """
        if not self._is_instrument:
            raise ValueError("it is an effect, and plays no notes")
        if is_first and self._has_played:
            self.reset()
        self._has_played = True
        edges = sorted({0, frames, *(min(max(at, 0), frames) for at, _ in turns)})
        pieces = [np.zeros((2, 0), np.float32)]
        for start, end in pairwise(edges):
            for at, values in turns:
                if at == start:
                    self.set_values(values)
            here = [(at_s - start / RATE, message) for at_s, message in messages if start <= round(at_s * RATE) < end]
            pieces.append(self._play_piece(here, end - start))
        return np.concatenate(pieces, axis=1)

    def _play_piece(self, messages: list[tuple[float, list[int]]], frames: int) -> Audio:
        told = [(bytes(message), max(0.0, float(at_s))) for at_s, message in messages]
        length_s = (frames + 0.5) / RATE  # it cuts what is no whole frame
        made = self._plugins[0].process(told, length_s, RATE, num_channels=2, buffer_size=BLOCK_FRAMES, reset=False)
        made = np.broadcast_to(made, (2, made.shape[1])) if made.shape[0] == 1 else made[:2]
        made = np.pad(made[:, :frames], ((0, 0), (0, max(0, frames - made.shape[1]))))
        return np.asarray(np.nan_to_num(made, nan=0.0, posinf=0.0, neginf=0.0), dtype=np.float32)

    def edit(self) -> dict[str, Any]:
        """Show the window until it is closed; the state and the values that it left."""
        plugin = self._plugins[0]
        plugin.show_editor()
        values = {name: float(param.raw_value) for name, param in plugin.parameters.items() if name not in _INTERNAL}
        return {"state": b64encode(plugin.raw_state).decode("ascii"), "values": values}

    def _accepts(self, channels: int) -> bool:
        silent = np.zeros((channels, BLOCK_FRAMES), np.float32)
        try:
            made = self._plugins[0].process(silent, RATE, buffer_size=BLOCK_FRAMES, reset=False)
        except ValueError:
            return False
        return bool(made.shape[0] == channels)

    @staticmethod
    def _param(name: str, param: Any) -> dict[str, Any]:
        return {
            "name": name,
            "title": str(param.name),
            "default": float(param.raw_value),
            "unit": str(param.label or ""),
        }


def main(arguments: list[str]) -> int:
    """Serve one plug-in until the studio closes the pipe."""
    pipe = MessageWriter()
    _limit_memory()
    _end_with_parent()
    try:
        held = Held(*arguments[:2])
    except Exception as error:
        pipe.send_bytes(FAILURE + str(error).split("\n")[0][:300].encode())
        return 1
    pipe.send_bytes(ABOUT + json.dumps(held.about()).encode())
    stream = os.fdopen(0, "rb", closefd=False)
    while (message := _receive(stream)) is not None:
        pipe.send_bytes(_answer(held, message[:1], message[1:]))
    os._exit(0)


def _answer(held: Held, letter: bytes, content: bytes) -> bytes:
    try:
        if letter == AUDIO:
            audio = np.ascontiguousarray(np.frombuffer(content, np.float32).reshape(-1, 2).T)
            return AUDIO + np.ascontiguousarray(held.process(audio).T, dtype=np.float32).tobytes()
        if letter == EDIT:
            return EDIT + json.dumps(held.edit()).encode()
        if letter == NOTES:
            return NOTES + np.ascontiguousarray(held.play(**json.loads(content)).T, dtype=np.float32).tobytes()
        if letter == STATE:
            held.set_state(content)
        else:
            held.set_values(json.loads(content))
        return letter
    except Exception as error:
        return FAILURE + str(error).split("\n")[0][:300].encode()


def _receive(stream: Any) -> bytes | None:
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (size,) = LENGTH.unpack(head)
    body = stream.read(size)
    return body if len(body) == size else None


def _end_with_parent() -> None:
    """End when the studio has gone, even while the plug-in hangs."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os._exit(1)

    threading.Thread(target=watch, name="end-with-parent", daemon=True).start()


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
