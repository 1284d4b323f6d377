# SPDX-License-Identifier: GPL-3.0-or-later
"""Sizes that containers of plain samples declare, against what is there: who records to a pipe, or is cut off, leaves
a placeholder (0, -1, the largest number...) or a promise that the file does not keep. The samples end where the file
ends, whatever was written before they were known.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from .file_view import FileView
from .sniffing import Kind

_MIN_PLACEHOLDER = 0x7F00_0000
_MAX_UINT32 = 2**32 - 1
_W64_DATA = b"data" + bytes.fromhex("f3acd3118cd100c04f8edb8a")
_ODD_BYTES = 2
_MAX_CHUNKS = 10_000
_MAX_LEAD_BYTES = 1 << 20


class Sizes(NamedTuple):
    """What must be corrected for a decoder to read on to the end. missing_bytes: how many were promised and are not
    there; more_bytes: how many are there beyond a promise that was never brought up to date; is_beyond_32_bits: the
    samples are more than a header of this kind can say. head, start: where a chunk's size leads astray, a header in
    place of all that lies before the samples, and where they begin.
    """

    corrections: dict[int, bytes]
    missing_bytes: int = 0
    more_bytes: int = 0
    is_beyond_32_bits: bool = False
    head: bytes = b""
    start: int = 0


class _Chunk(NamedTuple):
    name: bytes
    place: int
    length: int


def true_sizes(file: FileView, kind: Kind, file_bytes: int) -> Sizes:
    """The sizes of a file (which begins at its first byte) as they are."""
    try:
        match kind:
            case Kind.WAV:
                return _of_wav(file, file_bytes)
            case Kind.RF64:
                return _of_rf64(file, file_bytes)
            case Kind.W64:
                return _of_w64(file, file_bytes)
            case Kind.AIFF:
                return _of_aiff(file, file_bytes)
            case _:
                return Sizes({})
    except struct.error:
        return Sizes({})


def _of_wav(file: FileView, file_bytes: int) -> Sizes:
    order = ">" if _read(file, 0, 4) == b"RIFX" else "<"
    data = _find_chunk(_chunks(file, f"{order}I", file_bytes), b"data")
    if data is None:
        return _without_lead(file, order, file_bytes)
    there = file_bytes - data.place
    wrong = _wrong(file, data, there, f"{order}I")
    if wrong is None:
        return Sizes({})
    is_beyond = there > _MAX_UINT32 - data.place
    written = 0 if is_beyond else there
    corrections = {
        4: struct.pack(f"{order}I", _MAX_UINT32 if is_beyond else file_bytes - 8),
        data.place - 4: struct.pack(f"{order}I", written),
    }
    return Sizes(corrections, *wrong, is_beyond)


def _without_lead(file: FileView, order: str, file_bytes: int) -> Sizes:
    """For a WAV whose chunks do not lie where their sizes say (odd ones without padding, above all): its format and its
    samples are found by name.
    """
    head = _read(file, 0, _MAX_LEAD_BYTES)
    form, data = head.find(b"fmt "), head.find(b"data", 12)
    if not 12 <= form < data or len(head) < data + 8:
        return Sizes({})
    form_bytes, data_bytes = (struct.unpack_from(f"{order}I", head, at + 4)[0] for at in (form, data))
    if not 16 <= form_bytes <= 64 or form + 8 + form_bytes > data:
        return Sizes({})
    start = data + 8
    there = min(file_bytes - start, data_bytes or file_bytes, _MAX_UINT32 - 128)
    chunk = head[form : form + 8 + form_bytes] + b"\0" * (form_bytes % 2)
    sizes = [struct.pack(f"{order}I", value) for value in (4 + len(chunk) + 8 + there, there)]
    return Sizes({}, head=head[:4] + sizes[0] + b"WAVE" + chunk + b"data" + sizes[1], start=start)


def _of_rf64(file: FileView, file_bytes: int) -> Sizes:
    chunks = list(_chunks(file, "<I", file_bytes))
    ds64, form, data = (_find_chunk(iter(chunks), name) for name in (b"ds64", b"fmt ", b"data"))
    if ds64 is None or form is None or data is None:
        return Sizes({})
    declared = struct.unpack("<Q", _read(file, ds64.place + 8, 8))[0]
    there = file_bytes - data.place
    length = declared if data.length in (0, _MAX_UINT32) else data.length
    wrong = _wrong(file, data._replace(length=length), there, "<I", _MIN_PLACEHOLDER << 32)
    if wrong is None and declared == length:
        return Sizes({})
    there = there if wrong else min(length, there)
    frame_bytes = max(1, struct.unpack("<H", _read(file, form.place + 12, 2))[0])
    fresh = struct.pack("<QQQ", file_bytes - 8, there, there // frame_bytes)
    return Sizes({ds64.place: fresh, data.place - 4: struct.pack("<I", _MAX_UINT32)}, *(wrong or ()))


def _of_w64(file: FileView, file_bytes: int) -> Sizes:
    place = 40
    for _ in range(_MAX_CHUNKS):
        head = _read(file, place, 24)
        if len(head) < 24:
            break
        length = struct.unpack("<Q", head[16:])[0]
        if head[:16] == _W64_DATA:
            there = file_bytes - place
            if length == there or (24 < length < there):
                return Sizes({})
            missing = length - there if there < length < _MIN_PLACEHOLDER << 32 else 0
            fresh = {16: struct.pack("<Q", file_bytes), place + 16: struct.pack("<Q", there)}
            return Sizes(fresh, missing) if there > 24 else Sizes({})
        place += max(24, length + -length % 8)
    return Sizes({})


def _of_aiff(file: FileView, file_bytes: int) -> Sizes:
    chunks = list(_chunks(file, ">I", file_bytes))
    common, sound = _find_chunk(iter(chunks), b"COMM"), _find_chunk(iter(chunks), b"SSND")
    if sound is None:
        return Sizes({})
    there = file_bytes - sound.place
    wrong = _wrong(file, sound, there, ">I")
    if wrong is None:
        return Sizes({})
    fresh = {4: struct.pack(">I", min(_MAX_UINT32, file_bytes - 8))}
    fresh[sound.place - 4] = struct.pack(">I", min(_MAX_UINT32, there))
    if common is not None and _read(file, 8, 4) == b"AIFF":
        channels, _, bits = struct.unpack(">HIH", _read(file, common.place, 8))
        frames = (there - 8) // max(1, channels * -(-bits // 8))
        fresh[common.place + 2] = struct.pack(">I", min(_MAX_UINT32, frames))
    return Sizes(fresh, *wrong)


def _wrong(
    file: FileView, data: _Chunk, there: int, size: str, placeholder: int = _MIN_PLACEHOLDER
) -> tuple[int, int] | None:
    """(missing, more) where a chunk's length is not true; None where it is."""
    if there <= 0 or data.length == there:
        return None
    if data.length > there:
        missing = data.length - there
        return None if missing <= _ODD_BYTES else (0 if data.length >= placeholder else missing, 0)
    end = data.place + data.length + data.length % 2
    is_followed = _is_chunk(_read(file, end, 8), file_bytes_left=there - data.length, size=size)
    if is_followed or there - data.length <= max(data.length, _ODD_BYTES):
        return None
    return 0, there - data.length if data.length else 0


def _is_chunk(header: bytes, file_bytes_left: int, size: str) -> bool:
    if len(header) < 8:
        return True
    is_name = all(32 <= each < 127 for each in header[:4])
    return is_name and struct.unpack(size, header[4:])[0] <= file_bytes_left


def _find_chunk(chunks: Iterator[_Chunk], name: bytes) -> _Chunk | None:
    return next((chunk for chunk in chunks if chunk.name == name), None)


def _chunks(file: FileView, size: str, file_bytes: int) -> Iterator[_Chunk]:
    place = 12
    for _ in range(_MAX_CHUNKS):
        if place + 8 > file_bytes:
            return
        header = _read(file, place, 8)
        length = struct.unpack(size, header[4:])[0]
        yield _Chunk(header[:4], place + 8, length)
        place += 8 + length + length % 2


def _read(file: FileView, place: int, length: int) -> bytes:
    file.seek(place)
    return file.read(length) or b""
