# SPDX-License-Identifier: GPL-3.0-or-later
"""What an exported file says about its song, in the words of every format."""

from msgspec import Struct

from musicstudio.project.model import Project

SOFTWARE = "MusicStudio"


class CuePoint(Struct, frozen=True):
    """A named place in an exported file."""

    name: str
    at_s: float


class SongInfo(Struct, frozen=True):
    """All fields may be left empty.

    key: as a musician writes it. bpm: 0 when the tempo changes. created: ``YYYY-MM-DD``; written only when given, so
    that equal exports are equal files. disclosure: which parts a machine made (see `provenance`).
    """

    title: str = ""
    artist: str = ""
    bpm: float = 0.0
    key: str = ""
    meter: tuple[int, int] = (4, 4)
    comment: str = ""
    licence: str = ""
    disclosure: str = ""
    created: str = ""
    cues: tuple[CuePoint, ...] = ()
    loudness_lufs: float | None = None
    true_peak_dbtp: float | None = None


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
        bpm=steady_bpm(project),
        key=project.key.name,
        meter=(meter.numerator, meter.denominator),
        cues=cues,
    )


def steady_bpm(project: Project) -> float:
    """The tempo of a song that keeps one, else 0."""
    tempos = project.tempo_map.tempos
    return tempos[0].bpm if len(tempos) == 1 else 0.0
