# SPDX-License-Identifier: GPL-3.0-or-later
"""What an exported file says about its song, in the words of every format."""

import re
from itertools import pairwise

from msgspec import Struct

from musicstudio.core.errors import InputError
from musicstudio.project.keys import key_at, key_changes_of
from musicstudio.project.model import Project

SOFTWARE = "MusicStudio"


class CuePoint(Struct, frozen=True):
    """A named place in an exported file."""

    name: str
    at_s: float


class SongInfo(Struct, frozen=True):
    """All fields may be left empty.

    key: as a musician writes it. bpm: the main tempo, or 0. created: ``YYYY-MM-DD`` or less; written only when given,
    so that equal exports are equal files. disclosure: which parts a machine made (see `provenance`). licence: of the
    sounds in it; copyright: whose the recording is, in the user's words. cover: a JPEG or PNG picture. lyrics: plain.
    loop_s: (start, end) of what is to be repeated. digital_source_type: the IPTC term for how it was made.
    track: its number on an album, and of how many; or zeros.
    """

    title: str = ""
    artist: str = ""
    bpm: float = 0.0
    has_one_tempo: bool = True
    key: str = ""
    meter: tuple[int, int] = (4, 4)
    comment: str = ""
    licence: str = ""
    disclosure: str = ""
    created: str = ""
    cues: tuple[CuePoint, ...] = ()
    loop_s: tuple[float, float] | None = None
    loudness_lufs: float | None = None
    true_peak_dbtp: float | None = None
    range_lu: float | None = None
    momentary_lufs: float | None = None
    short_term_lufs: float | None = None
    album: str = ""
    isrc: str = ""
    copyright: str = ""
    lyrics: str = ""
    cover: bytes = b""
    digital_source_type: str = ""
    track: tuple[int, int] = (0, 0)


_ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}\d{7}")
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def check_tags(info: SongInfo) -> None:
    """Raise `InputError` for a code or a date that is none."""
    if info.isrc and not _ISRC.fullmatch(info.isrc):
        raise InputError(f"“{info.isrc}” is not an ISRC: two letters, three letters or digits, seven digits.")
    if info.created and not _DATE.fullmatch(info.created):
        raise InputError(f"“{info.created}” is not a date such as 2026 or 2026-11-30.")


def song_info(project: Project, start_s: float = 0.0, end_s: float | None = None) -> SongInfo:
    """What a song says about itself; cues are its sections and markers, counted from ``start_s``, up to ``end_s``."""
    last_s = project.length_s if end_s is None else end_s
    seconds_at = project.tempo_map.seconds_at
    places = [(seconds_at(section.start_ticks), section.name) for section in project.sections]
    places += [(seconds_at(marker.tick), marker.name) for marker in project.markers]
    cues = tuple(CuePoint(name, at_s - start_s) for at_s, name in sorted(places) if start_s <= at_s < last_s)
    meter = project.tempo_map.meters[0]
    return SongInfo(
        title=project.title,
        bpm=round(main_bpm(project), 2),
        has_one_tempo=len(project.tempo_map.tempos) == 1,
        key=key_at(key_changes_of(project), project.tempo_map.ticks_at(start_s)).name,
        meter=(meter.numerator, meter.denominator),
        cues=cues,
    )


def main_bpm(project: Project) -> float:
    """The tempo that lasts longest."""
    tempo_map, end_s = project.tempo_map, project.length_s
    times = [min(end_s, tempo_map.seconds_at(tempo.tick)) for tempo in tempo_map.tempos]
    lasting = [after - start for start, after in pairwise([*times, max(end_s, times[-1])])]
    return tempo_map.tempos[lasting.index(max(lasting))].bpm
