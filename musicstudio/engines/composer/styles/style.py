# SPDX-License-Identifier: GPL-3.0-or-later
"""What a style file holds. One TOML file is one `Style`; its name (id) is the file's name.

Rhythms are written as strings of steps: one bar a string, ``|`` between bars, spaces ignored, the steps sharing the bar
evenly (16 in a 4/4 bar are sixteenths, 12 are triplets). ``/`` parts alternatives, of which each song draws one. A
pattern written for one metre is bent to fit any other.

Drums: ``.`` rest, ``x`` hit, ``X`` accent, ``o`` ghost, ``?`` sometimes, ``r`` roll of 2, ``t`` roll of 3, ``f`` flam.
Chords: ``x X o`` the chord (normal, accented, soft), ``u`` upstroke, ``B`` its bass note, ``F`` the fifth below it,
``1``-``6`` one note of the voicing from the bottom, ``-`` hold, ``.`` rest.
Bass: ``R`` root, ``r`` soft root, ``3 5 7`` chord notes, ``8`` octave, ``v`` fifth below, ``s`` scale step towards the
next root, ``a`` approach a semitone from the next root, ``x`` dead note, ``-`` hold, ``.`` rest.
"""

from typing import Literal

from msgspec import Struct

Range = tuple[int, int]
Patterns = dict[str, tuple[str, ...]]
Option = bool | float | str


class Mood(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the style's centre lies on the map; each 0.0 to 1.0. valence: dark to bright."""

    energy: float
    valence: float
    tension: float
    complexity: float
    acousticness: float


class Humanize(Struct, frozen=True, forbid_unknown_fields=True):
    """How far from the grid people play: spread of timing in ms and of velocity (1-127), and accent of beats (0-1)."""

    timing_ms: float = 5.0
    velocity: float = 6.0
    accent: float = 0.5


class Harmony(Struct, frozen=True, forbid_unknown_fields=True):
    """Chords: how coloured, how many a bar, and progressions in roman numerals (``i VI III VII``) by mode.

    lead_sheet: the learned model's conditioning name.
    """

    colour: Literal["power", "triads", "sevenths", "ninths"] = "triads"
    chords_per_bar: float = 1.0
    lead_sheet: str = "folk"
    major: tuple[str, ...] = ("I V vi IV",)
    minor: tuple[str, ...] = ("i VI III VII",)


class Melody(Struct, frozen=True, forbid_unknown_fields=True):
    """The tune: MIDI range, notes per beat (0-1 of busy), syncopation (0-1) and how much it leaps (0-1)."""

    register: Range = (60, 79)
    density: float = 0.5
    syncopation: float = 0.3
    leaps: float = 0.3


class SongShape(Struct, frozen=True, forbid_unknown_fields=True):
    """How songs run.

    forms: lists of ``"kind bars"``. fills: how often the drummer fills (0-1). build: whether rolls and risers lead to
    drops and choruses. ending: ``ring`` (last chord rings), ``hit`` (short), ``fade`` (thins out), ``tag`` (a stinger
    after the chord), ``slow`` (spread chord).
    """

    forms: tuple[tuple[str, ...], ...]
    fills: float = 0.5
    build: bool = False
    ending: Literal["ring", "hit", "fade", "tag", "slow"] = "ring"


class DeviceStyle(Struct, frozen=True, forbid_unknown_fields=True):
    """One effect on a strip: a kind and parameters of `musicstudio.mixing`."""

    kind: str
    params: dict[str, float] = {}


class Mix(Struct, frozen=True, forbid_unknown_fields=True):
    """The room, and the tone of the finished song.

    reverb_s: decay time; delay_beats: echo distance; sidechain: how deep the kick ducks parts that allow it (0-1).
    strips: devices by role, where the style wants others than `resources/styles/common/strips.toml`. curve: the tone
    that records of the style have, dB in the bands of `musicstudio.instruments.tones.BANDS_HZ` against 150 to 1,000 Hz;
    empty leaves the tone alone. glue: how firmly the master holds the song together (0-1). sides_db: how much the
    treble of the sides is lifted on the master, which also keeps the lows in the middle.
    """

    reverb_s: float = 1.6
    reverb_db: float = 0.0
    delay_beats: float = 0.75
    delay_db: float = 0.0
    sidechain: float = 0.0
    curve: tuple[float, ...] = ()
    glue: float = 0.5
    sides_db: float = 0.5
    strips: dict[str, tuple[DeviceStyle, ...]] = {}


class Vocals(Struct, frozen=True, forbid_unknown_fields=True):
    """Who sings with the lead. doubled: section kinds in which a quiet second take of the lead is laid beside it."""

    doubled: tuple[str, ...] = ()


class Groove(Struct, frozen=True, forbid_unknown_fields=True):
    """A bar or more of drums (or percussion): drum names (`arrangement.drum_map`) with a pattern each.

    The fullest groove whose ``energy`` is reached is played, in the named section kinds if there are any.
    """

    lanes: dict[str, str]
    energy: float = 0.0
    sections: tuple[str, ...] = ()
    kit: Literal["drums", "percussion"] = "drums"
    meter: str = "4/4"


class PartStyle(Struct, frozen=True, forbid_unknown_fields=True):
    """One player of the band.

    name: unique in the style. player: a name of the arranger's registry. instruments: catalogue ids, best first.
    chance: how likely the part is cast (1 always). energy: level from which it plays (0-1). sections, not_in: kinds it
    is kept to or out of. register: MIDI range. density, velocity: 0-1 and 1-127. gate: sounding share of a length.
    timing_ms: behind (+) or ahead (-) of the beat. patterns: rhythms by metre, quiet first. octave_up: energy from
    which it plays an octave higher (2: never). ducks: whether the kick may duck it. options: of its player, see there.
    """

    name: str
    role: str
    player: str
    instruments: tuple[str, ...]
    title: str = ""
    chance: float = 1.0
    energy: float = 0.0
    sections: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    register: Range = (48, 72)
    density: float = 0.5
    velocity: int = 84
    gate: float = 0.95
    timing_ms: float = 0.0
    octave_up: float = 2.0
    pan: float = 0.0
    gain_db: float = 0.0
    reverb_db: float = -16.0
    delay_db: float = -60.0
    ducks: bool = False
    devices: tuple[DeviceStyle, ...] = ()
    patterns: Patterns = {}
    options: dict[str, Option] = {}


class Style(Struct, frozen=True, forbid_unknown_fields=True):
    """A style. about: sentences on its moods, uses and scenes, which prompts are matched with. modes: weights by mode.

    meters: usual first. swing: 0 straight to 1 triplets (2:1), of eighths or sixteenths.
    """

    title: str
    family: str
    about: tuple[str, ...]
    bpm: tuple[float, float]
    usual_bpm: float
    modes: dict[str, float]
    mood: Mood
    song: SongShape
    part: tuple[PartStyle, ...]
    groove: tuple[Groove, ...] = ()
    name: str = ""
    meters: tuple[str, ...] = ("4/4",)
    feel: Literal["straight", "swing", "shuffle"] = "straight"
    swing: float = 0.0
    swing_unit: Literal["eighth", "sixteenth"] = "eighth"
    humanise: Humanize = Humanize()
    harmony: Harmony = Harmony()
    melody: Melody = Melody()
    mix: Mix = Mix()
    vocals: Vocals = Vocals()

    def part_named(self, name: str) -> PartStyle | None:
        """The part with a name."""
        return next((part for part in self.part if part.name == name), None)

    def form_kinds(self, index: int) -> tuple[tuple[str, int], ...]:
        """(section kind, bars) of one of the forms; indexes wrap."""
        form = self.song.forms[index % len(self.song.forms)]
        return tuple((entry.split()[0], int(entry.split()[1])) for entry in form)
