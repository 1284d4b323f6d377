# SPDX-License-Identifier: GPL-3.0-or-later
"""The process that decodes one foreign file: ``python -P -m musicstudio.media.decoder_process PATH KIND``.

If a decoder crashes, hangs or eats memory, only this process ends.

It sends messages of one letter and a content, never pickled objects: `INFO`, then `BLOCK`s (float32, interleaved) and
again `INFO` where the sound changes its form, then `DONE`; at any time `NOTICE` with the end of a sentence that begins
with the file's name, or `FAILURE` with one, which is the last message.
"""

import os
import struct
import sys
from contextlib import suppress
from pathlib import Path

from musicstudio.core.helper_pipe import MessageWriter, end_with_parent

from .decoders import Info, Notice, Part, Undecodable, gather_blocks
from .decoding_kinds import parts_of
from .sniffing import Kind

INFO, BLOCK, NOTICE, DONE, FAILURE = b"I", b"B", b"N", b"D", b"F"
_MEMORY_BYTES = 4 << 30
_CPU_S = 3600
_INFO = struct.Struct("<IIQ")


def pack_info(info: Info) -> bytes:
    """As the content of a message."""
    return _INFO.pack(info.channels, info.rate, info.frames) + ",".join(info.layout).encode()


def unpack_info(content: bytes) -> Info:
    """Back from the content of a message. Raises struct.error, UnicodeDecodeError."""
    layout = content[_INFO.size :].decode("ascii")
    channels, rate, frames = _INFO.unpack_from(content)
    return Info(channels, rate, frames, tuple(layout.split(",")) if layout else ())


def main(arguments: list[str]) -> int:
    """Decode the file of a path, which is of a `Kind`, to standard output."""
    pipe = MessageWriter()
    end_with_parent()
    decode_into(pipe, arguments[0], Kind(arguments[1]))
    return 0


def decode_into(pipe: MessageWriter, path: str, kind: Kind) -> None:
    """Decode a whole file into a pipe. Runs in a process of its own."""
    _limit_resources()
    with suppress(BrokenPipeError):
        try:
            for part in gather_blocks(parts_of(Path(path), kind)):
                pipe.send_bytes(_message(part))
            pipe.send_bytes(DONE)
        except BrokenPipeError:
            raise
        except Undecodable as failure:
            pipe.send_bytes(FAILURE + str(failure).encode())
        except Exception:  # whatever happens, the other side hears of it
            pipe.send_bytes(FAILURE + b"is damaged or of a kind that cannot be read")
    pipe.close()


def _message(part: Part) -> bytes:
    if isinstance(part, Info):
        return INFO + pack_info(part)
    return NOTICE + part.text.encode() if isinstance(part, Notice) else BLOCK + part.tobytes()


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
