# SPDX-License-Identifier: GPL-3.0-or-later
"""A MIDI file's bytes as header and tracks, whatever stands before, between and behind them, and however long they say
they are."""

from collections.abc import Iterator

from msgspec import Struct

from .events import TrackEvents, read_events

_HEADER, _TRACK = b"MThd", b"MTrk"
_HEADER_BYTES = 14
_DEFAULT_DIVISION = 480
_DEFAULT_FRAMES = (25, 40)
_NAMES = {*b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 _-."}


class MidiBytes(Struct, frozen=True):
    """kind: 0, 1 or 2, as in the header. ticks_per_quarter: 0 where time is counted in film frames; then
    ticks_per_second says how. told: what was odd, a sentence each."""

    kind: int
    ticks_per_quarter: int
    ticks_per_second: float
    tracks: tuple[TrackEvents, ...]
    told: tuple[str, ...] = ()


def read_chunks(data: bytes) -> MidiBytes | None:
    """The tracks of a MIDI file; None for bytes that hold neither a header nor a track."""
    start = data.find(_HEADER)
    if start < 0 and _TRACK not in data:
        return None
    told: list[str] = []
    if start < 0:
        told.append("The beginning of the file is lost; its notes are read as 480 ticks a beat.")
    header = data[start + 8 : start + 14] if start >= 0 else b""
    kind, promised, division = (int.from_bytes(header[i : i + 2], "big") for i in (0, 2, 4))
    tracks = list(_tracks(data, _after_header(data, start) if start >= 0 else data.find(_TRACK), told))
    if not tracks and start >= 0:
        tracks = [read_events(data[start + _HEADER_BYTES + 8 :])]
        told.append("Its track has lost its mark; what reads as notes was taken.")
    if len(header) == 6 and promised > len(tracks):
        told.append(f"It says that it has {promised} tracks, and {_count(len(tracks))} can be read.")
    told += _faults(tracks)
    per_quarter, per_second = _resolution(division, told if start >= 0 else [])
    return MidiBytes(kind if kind in (0, 1, 2) else 1, per_quarter, per_second, tuple(tracks), tuple(told))


def _after_header(data: bytes, start: int) -> int:
    """Where the first chunk after the header begins: headers may be longer than six bytes."""
    end = start + 8 + int.from_bytes(data[start + 4 : start + 8], "big")
    return end if _is_boundary(data, end) else _next_track(data, start + 8)


def _tracks(data: bytes, at: int, told: list[str]) -> Iterator[TrackEvents]:
    while 0 <= at < len(data):
        name = data[at : at + 4]
        end = at + 8 + int.from_bytes(data[at + 4 : at + 8], "big")
        if name == _TRACK:
            limit = end if _is_boundary(data, end) else _limit_without_length(data, at + 8)
            track = read_events(data[at + 8 : limit])
            yield track
            at = _after_track(data, at + 8 + track.size, limit)
        elif name == _HEADER:
            told.append("Another song follows the first one in the same file; it was left out.")
            return
        else:
            at = end if _is_name(name) and _is_boundary(data, end) else _next_track(data, at + 1)


def _after_track(data: bytes, ended: int, limit: int) -> int:
    """Right behind the end mark where a track follows there, whatever length the chunk gave; else where it said."""
    return ended if data[ended : ended + 4] == _TRACK else limit


def _limit_without_length(data: bytes, at: int) -> int:
    """Where a track ends whose length is wrong: at its end mark, or at the next track."""
    following = _next_track(data, at)
    end = following if following >= 0 else len(data)
    track = read_events(data[at:end])
    return end if track.is_cut else at + track.size


def _next_track(data: bytes, at: int) -> int:
    return data.find(_TRACK, at)


def _is_boundary(data: bytes, at: int) -> bool:
    """Whether a chunk may begin there, or the file ends there (a zero for an even length may stand between)."""
    if at >= len(data):
        return at == len(data)
    name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "big")
    return name == _TRACK or (_is_name(name) and at + 8 + size <= len(data)) or not any(data[at:])


def _is_name(name: bytes) -> bool:
    return len(name) == 4 and all(letter in _NAMES for letter in name)


def _resolution(division: int, told: list[str]) -> tuple[int, float]:
    if division < 0x8000:
        if not division:
            told.append("It does not say how long a beat is; its notes are read as 480 ticks a beat.")
        return division or _DEFAULT_DIVISION, 0.0
    frames, parts = 256 - (division >> 8), division & 0xFF
    frames, parts = frames or _DEFAULT_FRAMES[0], parts or _DEFAULT_FRAMES[1]
    told.append("It counts film frames instead of beats; its notes keep their times.")
    return 0, (30_000 / 1001 if frames == 29 else float(frames)) * parts


def _faults(tracks: list[TrackEvents]) -> Iterator[str]:
    cut = [number for number, track in enumerate(tracks, 1) if track.is_cut]
    odd = [number for number, track in enumerate(tracks, 1) if track.odd_bytes]
    if cut:
        yield f"{_name_tracks(cut)} breaks off; what stands before the break was read."
    if odd:
        yield f"{_name_tracks(odd)} holds bytes that mean nothing; they were left out."


def _name_tracks(numbers: list[int]) -> str:
    return (
        f"Track {numbers[0]}" if len(numbers) == 1 else f"A part of the tracks ({len(numbers)}, from {numbers[0]} on)"
    )


def _count(tracks: int) -> str:
    return "none" if not tracks else f"only {tracks}"
