# SPDX-License-Identifier: GPL-3.0-or-later
"""What kind of audio a file is and where it begins, by its bytes: only kinds on the list reach a decoder, whatever the
file's name says. Tags, silence of a recorder and remains of a stream may lie before the first frame.
"""

import re
import stat
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, NamedTuple

from musicstudio.core.errors import MediaError

from .mpeg_frames import is_adts_stream, is_mpeg_stream

_HEAD_BYTES = 1 << 16
_MAX_JUNK_BYTES = 1 << 20
_MAX_ZERO_BYTES = 1 << 26
_MAX_TAGS = 16
_FRAMES_IN_JUNK = (5, 3)


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
    AAC = "AAC"
    CAF = "CAF"
    AU = "AU"
    WMA = "WMA"
    MATROSKA = "Matroska"
    AVI = "AVI"
    FLASH = "Flash video"
    MPEG = "MPEG video"
    TS = "MPEG transport stream"
    WAVPACK = "WavPack"
    APE = "Monkey's Audio"
    TTA = "True Audio"
    AC3 = "AC-3"
    AMR = "AMR"
    DSF = "DSF"


class Found(NamedTuple):
    """A kind, and how many bytes lie before it."""

    kind: Kind
    start: int


# What begins a file of each kind; a dot stands for any byte.
_MAGIC = {
    Kind.WAV: rb"(?:RIFF|RIFX)....WAVE",
    Kind.RF64: rb"(?:RF64|BW64)....WAVE",
    Kind.W64: re.escape(bytes.fromhex("726966662e91cf11a5d628db04c10000")),
    Kind.AIFF: rb"FORM....AIF[FC]",
    Kind.FLAC: rb"fLaC",
    Kind.OGG: rb"OggS\0",
    Kind.CAF: rb"caff\0\x01",
    Kind.WMA: re.escape(bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")),
    Kind.MATROSKA: rb"\x1aE\xdf\xa3",
    Kind.AVI: rb"RIFF....AVI ",
    Kind.AU: rb"\.snd|dns\.",
    Kind.FLASH: rb"FLV\x01",
    Kind.MPEG: rb"\0\0\x01\xba",
    Kind.WAVPACK: rb"wvpk",
    Kind.APE: rb"MAC [\x80-\xff]",
    Kind.TTA: rb"TTA[12]",
    Kind.AC3: rb"\x0b\x77..[\0-\x27\x40-\x67\x80-\xa7]",
    Kind.AMR: rb"#!AMR",
    Kind.DSF: rb"DSD \x1c\0\0\0",
    Kind.M4A: rb"\0...ftyp|....mdat|\0\0..(?:moov|wide|pnot)",
}
_STARTS = [(kind, re.compile(pattern, re.DOTALL)) for kind, pattern in _MAGIC.items()]
# What may be looked for behind junk: long enough not to be met by chance.
_IN_JUNK = (Kind.WAV, Kind.RF64, Kind.W64, Kind.AIFF, Kind.CAF, Kind.WMA)
_ANYWHERE = re.compile(
    b"|".join(b"(?:" + _MAGIC[kind] + b")" for kind in _IN_JUNK) + rb"|fLaC[\0\x80]\0\0\x22|OggS\0\x02|\xff[\xe2-\xff]",
    re.DOTALL,
)
_NEVER_AUDIO = re.compile(
    rb"PK\x03\x04|%PDF|MZ|\x7fELF|\x89PNG|\xff\xd8\xff|GIF8|MATLAB|Rar!|7z\xbc\xaf|\x1f\x8b|BZh|SQLite|II\*\0|MM\0\*|MThd"
    rb"|RIFF....RMID|\xff\xfe.\0|<\?xml|<!DOC|<html",
    re.DOTALL,
)


def sniff(path: Path) -> Found:
    """What a file is. Raises `MediaError` when it is missing, empty, no plain file or nothing on the list."""
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise MediaError(f"“{path.name}” is {_name_kind(mode)}, not an audio file.")
        with path.open("rb") as file:
            found = _found_in(file)
    except (OSError, ValueError) as error:
        reason = "is not there" if isinstance(error, FileNotFoundError) else "cannot be read"
        raise MediaError(f"The audio file “{path.name}” {reason}.") from error
    if found is None and not path.stat().st_size:
        raise MediaError(f"The audio file “{path.name}” is empty.")
    if found is None:
        known = "WAV, AIFF, FLAC, MP3, Ogg, Opus, M4A, AAC, CAF, WMA, WavPack, the sound of a video and others"
        raise MediaError(f"“{path.name}” is not an audio file that can be read ({known} can).")
    return found


def _name_kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode):
        return "a named pipe"
    return "a socket" if stat.S_ISSOCK(mode) else "a device"


def _found_in(file: BinaryIO) -> Found | None:
    """Past tags and silence, then within what may be the rest of a stream."""
    place = 0
    for _ in range(_MAX_TAGS):
        head = _read(file, place, _HEAD_BYTES)
        if _NEVER_AUDIO.match(head):
            return None
        kind = kind_of(head)
        if kind is not None:
            return Found(kind, place)
        following = _after_tag(file, place, head)
        if following == place:
            break
        place = following
    return _found_in_junk(file, place) or (_found_in_junk(file, 0) if place else None)


def kind_of(head: bytes) -> Kind | None:
    """What bytes begin with; None for what is not on the list."""
    for kind, start in _STARTS:
        if start.match(head):
            return kind
    if is_mpeg_stream(head):
        return Kind.MP3
    if is_adts_stream(head):
        return Kind.AAC
    is_ts = all(head[place : place + 1] == b"\x47" for place in (0, 188, 376))
    return Kind.TS if is_ts or all(head[place : place + 1] == b"\x47" for place in (4, 196, 388)) else None


def _after_tag(file: BinaryIO, place: int, head: bytes) -> int:
    """Behind an ID3v2 or APE tag or zeros that begin at a place; the place itself where there is none."""
    if head[:3] == b"ID3" and len(head) >= 10 and max(head[6:10]) < 0x80:
        length = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        return place + 10 + length + (10 if head[5] & 0x10 else 0)
    if head[:8] == b"APETAGEX" and len(head) >= 24:
        return place + 32 + int.from_bytes(head[12:16], "little")
    first = place
    while head and place < first + _MAX_ZERO_BYTES:
        filled = head.lstrip(b"\0")
        if filled:
            # The size of an MP4's first atom begins with zeros.
            return max(first, place + len(head) - len(filled) - (3 if filled[1:5] == b"ftyp" else 0))
        place += len(head)
        head = _read(file, place, _HEAD_BYTES)
    return first


def _found_in_junk(file: BinaryIO, start: int) -> Found | None:
    data = _read(file, start, _MAX_JUNK_BYTES)
    for match in _ANYWHERE.finditer(data):
        place = match.start()
        if data[place] != 0xFF:
            kind = kind_of(data[place : place + 64])
            return None if kind is None else Found(kind, start + place)
        if is_mpeg_stream(data, place, *_FRAMES_IN_JUNK):
            return Found(Kind.MP3, start + place)
        if is_adts_stream(data, place, *_FRAMES_IN_JUNK):
            return Found(Kind.AAC, start + place)
    return None


def _read(file: BinaryIO, place: int, length: int) -> bytes:
    file.seek(place)
    return file.read(length)
