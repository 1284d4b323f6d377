# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written rather than heard: keys, notes, chords and sections."""

from msgspec import Struct

from musicstudio.core.theory.chords import chord_symbol
from musicstudio.core.theory.pitches import pitch_class_name

_FLAT_MAJORS = frozenset({5, 10, 3, 8, 1})
_RELATIVE_MAJOR_STEPS = {"major": 0, "minor": 3, "dorian": 10, "mixolydian": 5, "phrygian": 8, "lydian": 7}


class Key(Struct, frozen=True):
    """A tonic (0 = C to 11 = B) and a mode: major, minor, dorian, mixolydian, phrygian or lydian."""

    tonic: int = 0
    mode: str = "major"

    @property
    def has_flats(self) -> bool:
        """Whether the key is written with flats."""
        return (self.tonic + _RELATIVE_MAJOR_STEPS.get(self.mode, 0)) % 12 in _FLAT_MAJORS

    @property
    def name(self) -> str:
        """As a musician writes it: ``E minor``, ``Bb major``."""
        return f"{pitch_class_name(self.tonic, self.has_flats)} {self.mode}"


class Note(Struct, frozen=True):
    """One note of a take. ``start_ticks`` counts from the take's origin and may be negative (a pickup).

    pitch: MIDI number 0-127 (on a drum track, the General MIDI drum). velocity: 1-127. lyric: the syllable sung, with a
    closing hyphen when its word goes on (``Lan-``), ``_`` to hold the vowel before it, or empty.
    """

    start_ticks: int
    length_ticks: int
    pitch: int
    velocity: int = 90
    lyric: str = ""


class Chord(Struct, frozen=True):
    """A chord of the chord lane, in absolute ticks.

    quality: a key of `musicstudio.core.theory.chords.INTERVALS`; bass: pitch class, or -1 for the root.
    """

    start_ticks: int
    length_ticks: int
    root: int
    quality: str = "maj"
    bass: int = -1

    def name(self, has_flats: bool = False) -> str:
        """The symbol: ``Dm7``, ``F/A``."""
        return chord_symbol(self.root, self.quality, self.bass, has_flats)


class Section(Struct, frozen=True):
    """A column of the song. kind: intro, verse, prechorus, chorus, bridge, break, build, drop, solo, outro or other.

    energy: 0.0 to 1.0. melody: the lead-sheet melody in ticks from the section's start, kept even when nobody plays it.
    key: None for the song's.
    """

    id: str
    name: str
    kind: str
    start_ticks: int
    length_ticks: int
    energy: float = 0.5
    melody: tuple[Note, ...] = ()
    key: Key | None = None

    @property
    def end_ticks(self) -> int:
        """The tick after its last."""
        return self.start_ticks + self.length_ticks
