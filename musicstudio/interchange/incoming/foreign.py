# SPDX-License-Identifier: GPL-3.0-or-later
"""A song of another program as the studio can take it: rows with clips, times, chords, and what was left out."""

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from musicstudio.core.theory.chords import parse_chord
from musicstudio.project.keys import KeyChange
from musicstudio.project.model import AutomationLane, Chord, Device, Key, Note, TempoMap

CHORDS = "Chords"


class ForeignClip(Struct, frozen=True):
    """Sound or notes at a place. file: of the sound; notes: in ticks from the clip's beginning."""

    name: str
    start_s: float
    length_s: float
    file: Path | None = None
    source_start_s: float = 0.0
    fade_in_s: float = 0.0
    fade_out_s: float = 0.0
    gain_db: float = 0.0
    is_muted: bool = False
    notes: tuple[Note, ...] = ()


class ForeignRow(Struct, frozen=True):
    """kind: audio, instrument, group or bus. program: General MIDI, -1 if unknown. sends: (row's key, dB, is pre)."""

    key: str
    name: str
    kind: str = "audio"
    group_key: str = ""
    gain_db: float = 0.0
    pan: float = 0.0
    is_muted: bool = False
    is_soloed: bool = False
    plays_drums: bool = False
    program: int = -1
    devices: tuple[Device, ...] = ()
    sends: tuple[tuple[str, float, bool], ...] = ()
    automation: tuple[AutomationLane, ...] = ()
    clips: tuple[ForeignClip, ...] = ()


class ForeignSong(Struct, frozen=True):
    """sections: (tick, name, kind, length in ticks or 0 for up to the next). markers: (tick, name). key_changes: after
    the first key.
    """

    title: str
    tempo_map: TempoMap
    rows: tuple[ForeignRow, ...] = ()
    key: Key | None = None
    key_changes: tuple[KeyChange, ...] = ()
    sections: tuple[tuple[int, str, str, int], ...] = ()
    markers: tuple[tuple[int, str], ...] = ()
    chords: tuple[Chord, ...] = ()
    lyrics: str = ""
    notices: tuple[str, ...] = ()

    @property
    def files(self) -> list[Path]:
        """Every file of sound, once."""
        return list(dict.fromkeys(clip.file for row in self.rows for clip in row.clips if clip.file is not None))


def chords_of(rows: Iterable[ForeignRow], tempo_map: TempoMap) -> tuple[Chord, ...]:
    """The chords of a song: clips that bear chord symbols, on a row called `CHORDS`, as the studio writes its own."""
    return tuple(
        Chord(start, max(1, end - start), found.root, found.quality, found.bass)
        for row in rows
        if row.name == CHORDS
        for clip in row.clips
        if (found := parse_chord(clip.name))
        for start, end in [(tempo_map.ticks_at(clip.start_s), tempo_map.ticks_at(clip.start_s + clip.length_s))]
    )


def told_once(texts: Iterable[str]) -> tuple[str, ...]:
    """Sentences without repetitions."""
    return tuple(dict.fromkeys(text for text in texts if text))
