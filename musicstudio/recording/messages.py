# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes over the recorder's pipes: one JSON object a line."""

from typing import IO, TypeVar

import msgspec
from msgspec import Struct


class Open(Struct, frozen=True, tag=True):
    """Listen to an input (empty: the system's choice) in one or two channels; nothing is kept yet."""

    name: str = ""
    channels: int = 1


class Record(Struct, frozen=True, tag=True):
    """Keep what comes from now on in a new file."""

    path: str


class Stop(Struct, frozen=True, tag=True):
    """End the recording; the input stays open."""


Command = Open | Record | Stop


class Opened(Struct, frozen=True, tag=True):
    """The inputs there are, and the one that is listened to; empty with a reason in a sentence if none is."""

    names: tuple[str, ...]
    name: str
    reason: str = ""


class Level(Struct, frozen=True, tag=True):
    """Highest value of each channel since the last one, linear; frames recorded so far, 0 when nothing is kept.

    began_at: see `Recorded`.
    """

    peaks: tuple[float, ...]
    frames: int
    began_at: float | None = None


class Recorded(Struct, frozen=True, tag=True):
    """A recording has ended.

    began_at: when its first frame reached the input, in frames on the clock of all devices; None if unknown. gaps: how
    often sound was lost. reason: why it ended by itself, in a sentence, else empty.
    """

    path: str
    frames: int
    began_at: float | None
    gaps: int = 0
    reason: str = ""


Event = Opened | Level | Recorded

_COMMANDS = msgspec.json.Decoder(Command)
_EVENTS = msgspec.json.Decoder(Event)
_ENCODER = msgspec.json.Encoder()
_MAX_LINE_BYTES = 1 << 20
T = TypeVar("T")


def send(stream: IO[bytes], message: Command | Event) -> None:
    """Write one message. Raises OSError when the other side is gone."""
    stream.write(_ENCODER.encode(message) + b"\n")
    stream.flush()


def receive_command(stream: IO[bytes]) -> Command | None:
    """The next command; None when the other side is gone or makes no sense."""
    return _decode(_COMMANDS, stream)


def receive_event(stream: IO[bytes]) -> Event | None:
    """The next event; None when the recorder is gone or makes no sense."""
    return _decode(_EVENTS, stream)


def _decode(decoder: "msgspec.json.Decoder[T]", stream: IO[bytes]) -> T | None:
    line = stream.readline(_MAX_LINE_BYTES)
    try:
        return decoder.decode(line) if line.endswith(b"\n") else None
    except (ValueError, RecursionError):
        return None
