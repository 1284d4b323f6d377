# SPDX-License-Identifier: GPL-3.0-or-later
"""Headers of MPEG audio frames (ISO 11172-3, 13818-3) and of AAC in ADTS (13818-7): how streams without a container are
told from anything else, since the next frame begins where a header says that its own frame ends.
"""

import struct
from collections.abc import Callable

_KBPS_MPEG1 = {
    3: (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    2: (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    1: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
}
_KBPS_MPEG2 = {
    3: (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    2: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    1: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = (44_100, 48_000, 32_000)
_LAYER_III, _LAYER_I, _MPEG1 = 1, 3, 3
_MIN_ADTS = 7


def is_mpeg_stream(data: bytes, place: int = 0, frames: int = 3, least: int = 1) -> bool:
    """Whether frames of one kind follow each other: as many as asked, or ``least`` to the end of the data."""
    return _is_chain(data, place, (frames, least), _mpeg_frame_bytes, b"\xff\xfe\x0c\x00")


def is_adts_stream(data: bytes, place: int = 0, frames: int = 3, least: int = 1) -> bool:
    """As `is_mpeg_stream`, for AAC."""
    return _is_chain(data, place, (frames, least), _adts_frame_bytes, b"\xff\xfe\x3c\x00")


def promised_samples(data: bytes, place: int = 0) -> int:
    """How many samples the Xing or Info header in a stream's first frame promises; 0 where there is none."""
    if not _mpeg_frame_bytes(data, place):
        return 0
    frame = data[place : place + 200]
    for name in (b"Xing", b"Info"):
        at = frame.find(name, 4, 60)
        if at > 0 and len(frame) >= at + 12:
            flags, frames = struct.unpack_from(">II", frame, at + 4)
            return frames * (1152 if data[place + 1] >> 3 & 3 == _MPEG1 else 576) if flags & 1 else 0
    return 0


def _is_chain(
    data: bytes, place: int, frames: tuple[int, int], length_of: Callable[[bytes, int], int], mask: bytes
) -> bool:
    first = data[place : place + 4]
    for number in range(frames[0]):
        header = data[place : place + 4]
        if len(header) < 4:
            return number >= frames[1]
        length = length_of(data, place)
        if not length or any((a ^ b) & c for a, b, c in zip(header, first, mask, strict=True)):
            return False
        place += length
    return True


def _mpeg_frame_bytes(data: bytes, place: int) -> int:
    """The length of the frame that begins at a place; 0 for what is no frame with a known bit rate."""
    header = data[place : place + 4]
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    rate_index, pace_index = header[2] >> 2 & 3, header[2] >> 4
    if version == 1 or layer == 0 or rate_index == 3 or pace_index in (0, 15):
        return 0
    bits_a_second = (_KBPS_MPEG1 if version == _MPEG1 else _KBPS_MPEG2)[layer][pace_index - 1] * 1000
    rate = _RATES[rate_index] >> {3: 0, 2: 1, 0: 2}[version]
    padding = header[2] >> 1 & 1
    if layer == _LAYER_I:
        return (12 * bits_a_second // rate + padding) * 4
    samples = 576 if layer == _LAYER_III and version != _MPEG1 else 1152
    return samples // 8 * bits_a_second // rate + padding


def _adts_frame_bytes(data: bytes, place: int) -> int:
    header = data[place : place + _MIN_ADTS]
    if len(header) < _MIN_ADTS or header[0] != 0xFF or header[1] & 0xF6 != 0xF0 or header[2] >> 2 & 15 > 12:
        return 0
    length = (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5
    return length if length > _MIN_ADTS else 0
