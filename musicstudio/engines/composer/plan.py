# SPDX-License-Identifier: GPL-3.0-or-later
"""The values that pass between the composer's stages, each one readable on its own.

prompt -> `Conditioning` -> form and lead sheet -> `SongPlan` -> arrangement -> `PartScore`s -> instruments -> audio.
"""

from msgspec import Struct

from musicstudio.project.model import Chord, Key, Note, Section, Strip, TempoMap
from musicstudio.project.model.sheet import SongSheet


class Conditioning(Struct, frozen=True):
    """What was understood of the wish; every field can be seen and changed in the window.

    styles: (style name, weight), weights summing to 1, heaviest first. valence: dark 0 to bright 1. wanted,
    unwanted: instrument words or roles, normalised to roles or catalogue ids where known. duration_s None: the form
    decides. key_change: semitones by which the last chorus is lifted. feel: -1 half-time, 1 double-time throughout.
    sheet: everything else that was asked, without the prompt and its spans.
    """

    styles: tuple[tuple[str, float], ...]
    bpm: float
    key: Key
    meter: tuple[int, int] = (4, 4)
    valence: float = 0.5
    energy: float = 0.5
    tension: float = 0.4
    complexity: float = 0.5
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    duration_s: float | None = None
    has_vocals: bool = False
    voice: str = ""
    is_loop: bool = False
    energy_curve: tuple[tuple[float, float], ...] = ()
    hits_s: tuple[float, ...] = ()
    title: str = ""
    key_change: int = 0
    feel: int = 0
    sheet: SongSheet = SongSheet()


class SectionPlan(Struct, frozen=True):
    """One section, written as a lead sheet. Chords and melody count from the section's start.

    material: name of what it is made from; sections that share it ("chorus") share theme and groove, varied by
    ``occurrence`` (0 the first time). half_time: -1 half-time feel, 0 normal, +1 double-time.
    """

    section: Section
    key: Key
    meter: tuple[int, int]
    bars: int
    chords: tuple[Chord, ...]
    melody: tuple[Note, ...]
    material: str = ""
    occurrence: int = 0
    is_last: bool = False
    next_kind: str = ""
    previous_kind: str = ""
    half_time: int = 0


class SongPlan(Struct, frozen=True):
    """The whole song before any player has touched it."""

    conditioning: Conditioning
    tempo_map: TempoMap
    sections: tuple[SectionPlan, ...]
    seed: int


class PartPlan(Struct, frozen=True):
    """Who plays: role, player (a name in the arranger's registry), instrument id, and the strip it gets in the mix."""

    name: str
    role: str
    player: str
    instrument: str
    strip: Strip = Strip()
    kind: str = "instrument"


class PartScore(Struct, frozen=True):
    """What one part plays: for each section of the plan its notes from the section's start, or None where it rests."""

    part: PartPlan
    cells: tuple[tuple[Note, ...] | None, ...]
