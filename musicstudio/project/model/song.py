# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole document."""

from collections.abc import Iterator

from msgspec import Struct

from .clips import Clip, Source
from .music import Chord, Key, Section
from .recipe import Recipe
from .remembered import Remembered
from .sheet import SongSheet
from .time import TempoMap
from .tracks import AutomationLane, Device, Track

SCHEMA_VERSION = 1
_ROWS_REMEMBERED = 512
_ends_s: Remembered[float] = Remembered(
    lambda clips: max((clip.end_s for clip in clips), default=0.0), _ROWS_REMEMBERED
)
_ids: Remembered[frozenset[str]] = Remembered(lambda clips: frozenset(clip.id for clip in clips), _ROWS_REMEMBERED)


def clip_ids_of(clips: tuple[Clip, ...]) -> frozenset[str]:
    """The ids of a row's clips, remembered for as long as the row stays the same."""
    return _ids.of(clips)


class Marker(Struct, frozen=True):
    """A named place on the ruler."""

    id: str
    name: str
    tick: int


class Master(Struct, frozen=True):
    """The mastering chain and its targets, and the master's fader.

    target_lufs: -30 to -5, BS.1770 integrated; ceiling_dbtp: true peak, -9 to 0. gain_db: of the mastering, found so
    that the song is as loud as the target. fader_db: the user's, after that: -60 (silent) to +12. automation: of
    ``fader_db`` and ``<device id>.<param>``.
    """

    devices: tuple[Device, ...] = ()
    target_lufs: float = -14.0
    ceiling_dbtp: float = -1.0
    is_on: bool = True
    gain_db: float = 0.0
    fader_db: float = 0.0
    automation: tuple[AutomationLane, ...] = ()


class Variation(Struct, frozen=True):
    """One of several songs made from the same wish. differs: what sets it apart, in words.

    song: its content while it is not the one on the timeline (sources and recipes stay in the outer project).
    """

    id: str
    name: str
    differs: str = ""
    song: "Project | None" = None


class Version(Struct, frozen=True):
    """The song as it was when somebody kept it, to be gone back to. kept_at: seconds since 1970.

    song: without what it shares with the song that it is kept in.
    """

    id: str
    name: str
    kept_at: float
    song: "Project"


class Project(Struct, frozen=True):
    """A song.

    Everything in it is immutable; `musicstudio.project.edits` makes new ones that share what did not change.
    """

    id: str
    title: str = "Untitled"
    tempo_map: TempoMap = TempoMap()
    key: Key = Key()
    sections: tuple[Section, ...] = ()
    chords: tuple[Chord, ...] = ()
    lyrics: str = ""
    tracks: tuple[Track, ...] = ()
    master: Master = Master()
    markers: tuple[Marker, ...] = ()
    sources: dict[str, Source] = {}
    recipes: dict[str, Recipe] = {}
    song_recipe_id: str = ""
    sheet: SongSheet | None = None
    variations: tuple[Variation, ...] = ()
    active_variation_id: str = ""
    versions: tuple[Version, ...] = ()
    schema_version: int = SCHEMA_VERSION

    def track(self, track_id: str) -> Track | None:
        """The track with an id."""
        return next((track for track in self.tracks if track.id == track_id), None)

    def section(self, section_id: str) -> Section | None:
        """The section with an id."""
        return next((section for section in self.sections if section.id == section_id), None)

    def find_clip(self, clip_id: str) -> tuple[Track, Clip] | None:
        """A clip and the track it lies on."""
        for track in self.tracks:
            if clip_id in clip_ids_of(track.clips):
                return track, next(clip for clip in track.clips if clip.id == clip_id)
        return None

    def clips(self) -> Iterator[tuple[Track, Clip]]:
        """Every clip with its track, row by row."""
        return ((track, clip) for track in self.tracks for clip in track.clips)

    def section_span_s(self, section: Section) -> tuple[float, float]:
        """(start, end) of a section in seconds."""
        return self.tempo_map.seconds_at(section.start_ticks), self.tempo_map.seconds_at(section.end_ticks)

    @property
    def length_s(self) -> float:
        """End of the last clip window or section, in seconds."""
        clip_end = max((_ends_s.of(track.clips) for track in self.tracks), default=0.0)
        section_end = max((self.section_span_s(s)[1] for s in self.sections), default=0.0)
        return max(clip_end, section_end)
