# SPDX-License-Identifier: GPL-3.0-or-later
"""The process that decodes one foreign file: ``python -P -m musicstudio.media.decoder_process PATH KIND``.

If a decoder crashes, hangs or eats memory, only this process ends.

It sends messages of one letter and a content, never pickled objects: `INFO`, then `BLOCK`s (float32, interleaved), then
`DONE`; or at any time `FAILURE` with the end of a sentence that begins with the file's name.
"""

import os
import shutil
import struct
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from .decoder_pipe import MessageWriter, end_with_parent
from .sequential import open_sequential
from .sniffing import Kind

BLOCK_FRAMES = 1 << 15
INFO, BLOCK, DONE, FAILURE = b"I", b"B", b"D", b"F"
_MEMORY_BYTES = 4 << 30
_CPU_S = 3600
_FFMPEG_RATE = 48_000
_UNKNOWN_FRAMES = 1 << 60
_INFO = struct.Struct("<IIQ")


class Info(NamedTuple):
    """What comes. frames: how many there will be, or 0 when nobody knows."""

    channels: int
    rate: int
    frames: int

    def packed(self) -> bytes:
        """As the content of a message."""
        return _INFO.pack(*self)

    @classmethod
    def unpacked(cls, content: bytes) -> "Info":
        """Back from the content of a message. Raises struct.error."""
        return cls(*_INFO.unpack(content))


def main(arguments: list[str]) -> int:
    """Decode the file of a path, which is of a `Kind`, to standard output."""
    pipe = MessageWriter()
    end_with_parent()
    decode_into(pipe, arguments[0], Kind(arguments[1]))
    return 0


def decode_into(pipe: MessageWriter, path: str, kind: Kind) -> None:
    """Decode a whole file into a pipe. Runs in a process of its own."""
    _limit_resources()
    decode = _decode_with_ffmpeg if kind is Kind.M4A else _decode
    with suppress(BrokenPipeError):
        try:
            failure = decode(pipe, path)
        except (RuntimeError, OSError, ValueError, MemoryError):
            failure = "is damaged or of a kind that cannot be read"
        pipe.send_bytes(FAILURE + failure.encode() if failure else DONE)
    pipe.close()


def _decode(pipe: MessageWriter, path: str) -> str:
    """Why it failed, or an empty text."""
    sent = 0
    with open_sequential(path) as file:
        frames = file.frames if file.frames < _UNKNOWN_FRAMES else 0
        pipe.send_bytes(INFO + Info(file.channels, file.samplerate, frames).packed())
        try:
            while len(block := file.read(BLOCK_FRAMES, dtype="float32", always_2d=True)):
                sent += len(block)
                pipe.send_bytes(BLOCK + block.tobytes())
        except RuntimeError:
            return f"is damaged after {sent / file.samplerate:.1f} s"
        is_short = sent < frames * 0.99 - file.samplerate * 0.1
        return f"is cut off after {sent / file.samplerate:.1f} s" if is_short else ""


def _decode_with_ffmpeg(pipe: MessageWriter, path: str) -> str:
    program = shutil.which("ffmpeg")
    if program is None:
        return "can be read only where the program ffmpeg is installed"
    command = [program, "-v", "error", "-nostdin", "-protocol_whitelist", "file,pipe", "-i", f"file:{path}", "-vn"]
    command += ["-ac", "2", "-ar", str(_FFMPEG_RATE), "-f", "f32le", "pipe:1"]
    pipe.send_bytes(INFO + Info(2, _FFMPEG_RATE, 0).packed())
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        while data := process.stdout.read(BLOCK_FRAMES * 8):
            pipe.send_bytes(BLOCK + data)
    return "" if process.returncode == 0 else "is damaged or of a kind that cannot be read"


def _limit_resources() -> None:
    """Bound memory and time, and keep the messages of decoders off the terminal."""
    with suppress(OSError), Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    if sys.platform == "win32":
        return
    import resource

    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
