# SPDX-License-Identifier: GPL-3.0-or-later
"""What kind of audio a file is, by its first bytes: only kinds on the list reach a decoder, whatever its name says."""

import struct
from collections.abc import Iterator
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from musicstudio.core.errors import MediaError

_UNKNOWN_SIZE = 2**32 - 1
_W64_START = bytes.fromhex("726966662e91cf11a5d628db04c10000")
_OGG_TAIL_BYTES = 1 << 17
_ODD_BYTES = 2


class Kind(StrEnum):
    """Kinds of audio that are read."""

    WAV = "WAV"
    RF64 = "RF64"
    W64 = "Wave64"
    AIFF = "AIFF"
    FLAC = "FLAC"
    OGG = "Ogg"
    MP3 = "MP3"
    M4A = "M4A"


def sniff(path: Path) -> Kind:
    """The kind of a file. Raises `MediaError` when it is missing, empty, not readable or nothing on the list."""
    try:
        if path.is_dir():
            raise MediaError(f"“{path.name}” is a folder, not an audio file.")
        with path.open("rb") as file:
            head = file.read(64)
    except OSError as error:
        reason = "is not there" if isinstance(error, FileNotFoundError) else "cannot be read"
        raise MediaError(f"The audio file “{path.name}” {reason}.") from error
    if not head:
        raise MediaError(f"The audio file “{path.name}” is empty.")
    kind = _kind_of(head)
    if kind is None:
        known = ", ".join(Kind)
        raise MediaError(f"“{path.name}” is not an audio file that can be read ({known} and Opus can).")
    return kind


def check_whole(path: Path, kind: Kind) -> None:
    """Raise `MediaError` when the container says that it is longer than the file."""
    with suppress(OSError, struct.error), path.open("rb") as file:
        size_bytes = path.stat().st_size
        missing = _end_of(file, kind, size_bytes) - size_bytes
        if missing > _ODD_BYTES:
            raise MediaError(f"“{path.name}” is cut off: {missing:,} bytes are missing at its end.")


def is_ogg_ended(path: Path) -> bool:
    """Whether the last page of an Ogg file is marked as the last (bit 2 of its flags, RFC 3533)."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _OGG_TAIL_BYTES))
        tail = file.read()
    last = tail.rfind(b"OggS")
    return last < 0 or bool(tail[last + 5] & 4)


def _kind_of(head: bytes) -> Kind | None:
    if head[8:12] == b"WAVE" and head[:4] in (b"RIFF", b"RF64", b"BW64"):
        return Kind.WAV if head[:4] == b"RIFF" else Kind.RF64
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return Kind.AIFF
    if head.startswith(_W64_START):
        return Kind.W64
    for magic, kind in ((b"fLaC", Kind.FLAC), (b"OggS", Kind.OGG), (b"ID3", Kind.MP3)):
        if head.startswith(magic):
            return kind
    if head[4:8] == b"ftyp":
        return Kind.M4A
    return Kind.MP3 if _is_mpeg_frame(head) else None


def _is_mpeg_frame(head: bytes) -> bool:
    """Frame sync, and no value that ISO 11172-3 reserves for version, layer, bit rate and sample rate."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    return version != 1 and layer != 0 and head[2] >> 4 != 15 and head[2] >> 2 & 3 != 3


def _end_of(file: BinaryIO, kind: Kind, size_bytes: int) -> int:
    """Where the last sample should end by the sizes in the container; 0 where it has none."""
    match kind:
        case Kind.WAV:
            return _end_of_chunk(file, 12, "<I", b"data", size_bytes)
        case Kind.AIFF:
            return _end_of_chunk(file, 12, ">I", b"SSND", size_bytes)
        case Kind.RF64:
            file.seek(12)
            name, _, _, data_bytes = struct.unpack("<4sIQQ", file.read(24))
            return 44 + data_bytes if name == b"ds64" else 0
        case Kind.W64:
            file.seek(16)
            return int(struct.unpack("<Q", file.read(8))[0])
        case _:
            return 0


def _end_of_chunk(file: BinaryIO, start: int, size_format: str, name: bytes, size_bytes: int) -> int:
    for found, place, length in _chunks(file, start, size_format, size_bytes):
        if found == name:
            return 0 if length in (0, _UNKNOWN_SIZE) else place + length
    return 0


def _chunks(file: BinaryIO, place: int, size_format: str, size_bytes: int) -> Iterator[tuple[bytes, int, int]]:
    while place + 8 <= size_bytes:
        file.seek(place)
        header = file.read(8)
        length = struct.unpack(size_format, header[4:])[0]
        yield header[:4], place + 8, length
        place += 8 + length + length % 2
