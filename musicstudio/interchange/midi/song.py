# SPDX-License-Identifier: GPL-3.0-or-later
"""A MIDI file as it was understood."""

from msgspec import Struct

from musicstudio.project.keys import KeyChange
from musicstudio.project.model import Chord, Key, Note, TempoMap

from .mixing import Point
from .own_facts import SectionFact


class MidiPart(Struct, frozen=True):
    """The notes of one channel and program of one track, in ticks from the start.

    program: General MIDI, 0-127 (of drums, the kit). gain_points, pan_points: changes on the way, in ticks; empty where
    there are none. role, instrument: only where the studio wrote the file.
    """

    name: str
    notes: tuple[Note, ...]
    program: int = 0
    is_drums: bool = False
    gain_db: float = 0.0
    pan: float = 0.0
    gain_points: tuple[Point, ...] = ()
    pan_points: tuple[Point, ...] = ()
    role: str = ""
    instrument: str = ""


class MidiSong(Struct, frozen=True):
    """A MIDI file. key: None when it names none; key_changes: those after the first. markers: (tick, text). sections
    and chords: only in files that the studio wrote; each section also is a marker. lyrics: all words, line by line.
    notices: what was left out, changed or odd, a sentence each.
    """

    parts: tuple[MidiPart, ...]
    tempo_map: TempoMap
    key: Key | None = None
    key_changes: tuple[KeyChange, ...] = ()
    markers: tuple[tuple[int, str], ...] = ()
    title: str = ""
    sections: tuple[SectionFact, ...] = ()
    chords: tuple[Chord, ...] = ()
    lyrics: str = ""
    notices: tuple[str, ...] = ()
