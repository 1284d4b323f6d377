# SPDX-License-Identifier: GPL-3.0-or-later
"""Cue sheets (as CDRWIN's guide defines them): where the songs of an album begin in its one file.

Times are minutes:seconds:frames of a seventy-fifth of a second; a track number has two digits, so there are 99 at most.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from musicstudio.core.errors import InputError
from musicstudio.core.text import clean_line

FRAMES_PER_SECOND = 75
MAX_TRACKS = 99


class CueTrack(Struct, frozen=True):
    """A song of an album. start_s: where its sound begins; gap_start_s: where the silence before it begins, or None."""

    title: str
    artist: str
    start_s: float
    gap_start_s: float | None = None


def cue_sheet(title: str, artist: str, file_name: str, tracks: Sequence[CueTrack]) -> str:
    """The text, with lines ended as the format wants. Raises `InputError` for no tracks or more than it can hold."""
    if not 1 <= len(tracks) <= MAX_TRACKS:
        raise InputError(f"A cue sheet holds 1 to {MAX_TRACKS} songs, not {len(tracks)}.")
    return "".join(f"{line}\r\n" for line in _lines(title, artist, file_name, tracks))


def _lines(title: str, artist: str, file_name: str, tracks: Sequence[CueTrack]) -> Iterator[str]:
    if artist:
        yield f"PERFORMER {_quote(artist)}"
    yield f"TITLE {_quote(title)}"
    yield f"FILE {_quote(file_name)} {'MP3' if file_name.lower().endswith('.mp3') else 'WAVE'}"
    for number, track in enumerate(tracks, 1):
        yield f"  TRACK {number:02d} AUDIO"
        yield f"    TITLE {_quote(track.title)}"
        if track.artist or artist:
            yield f"    PERFORMER {_quote(track.artist or artist)}"
        if track.gap_start_s is not None:
            yield f"    INDEX 00 {_time(track.gap_start_s)}"
        yield f"    INDEX 01 {_time(track.start_s)}"


def _quote(text: str) -> str:
    """The format has no way to write its quotation mark."""
    return '"' + clean_line(text).replace('"', "'") + '"'


def _time(time_s: float) -> str:
    seconds, frames = divmod(round(time_s * FRAMES_PER_SECOND), FRAMES_PER_SECOND)
    return f"{seconds // 60:02d}:{seconds % 60:02d}:{frames:02d}"
