# SPDX-License-Identifier: GPL-3.0-or-later
"""What a song is written like in numbers: the tune's rhythm, chords, exact repetition, the bass, sparse parts."""

from collections import Counter

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.engines.composer.arrangement.chord_tones import tones
from musicstudio.engines.contract import Part, Result
from musicstudio.project.model import Note

_GRID = TICKS_PER_QUARTER // 4
_FEW_NOTES = 8


class Written(Struct, frozen=True):
    """offbeat: share of the tune's onsets off the beat; lengths: kinds of its lengths in sixteenths; chords: different
    ones; repeated: share of all parts' bars that repeat an earlier one exactly; bass_chordal: share of bass notes on
    chord tones; ends_home: whether the bass ends on the tonic; sparse: parts of 8 notes or fewer; intro_s.
    """

    offbeat: float
    lengths: int
    chords: int
    repeated: float
    bass_chordal: float
    ends_home: bool
    sparse: int
    parts: int
    intro_s: float
    bpm: float
    instruments: tuple[str, ...]


def read(result: Result) -> Written:
    """A result with its notes."""
    tune = [note for section in result.sections for note in section.melody]
    onsets = [round(note.start_ticks / _GRID) % 4 for note in tune]
    played = [part for part in result.parts if any(cell.notes for cell in part.cells)]
    bass = [note for part in played if part.role == "bass" for note in _notes(part)]
    last = max(bass, key=lambda note: note.start_ticks, default=None)
    first = result.sections[0]
    return Written(
        sum(onset != 0 for onset in onsets) / max(1, len(onsets)),
        len({max(1, round(note.length_ticks / _GRID)) for note in tune}),
        len({(chord.root, chord.quality) for chord in result.chords}),
        repeated_share(result),
        _chordal_share(result, bass),
        last is not None and last.pitch % 12 == result.key.tonic,
        sum(len(_notes(part)) <= _FEW_NOTES for part in played),
        len(played),
        result.tempo_map.seconds_at(first.length_ticks) if first.kind == "intro" else 0.0,
        result.tempo_map.bpm_at(0),
        tuple(sorted(part.instrument for part in played)),
    )


def repeated_share(result: Result) -> float:
    """Share of bars, over parts, whose onsets and pitches on a grid of sixteenths were heard in that part before."""
    bar = result.tempo_map.meter_at(0).bar_ticks
    repeated = total = 0
    for part in result.parts:
        bars: dict[int, set[tuple[int, int]]] = {}
        for note in _notes(part):
            tick = max(0, round(note.start_ticks / _GRID) * _GRID)
            bars.setdefault(tick // bar, set()).add((tick % bar, note.pitch))
        counts = Counter(frozenset(notes) for notes in bars.values())
        repeated += sum(count - 1 for count in counts.values())
        total += len(bars)
    return repeated / max(1, total)


def shared_instruments(first: Written, second: Written) -> float:
    """Share of the instruments that two songs have in common (Jaccard)."""
    a, b = set(first.instruments), set(second.instruments)
    return len(a & b) / max(1, len(a | b))


def _notes(part: Part) -> list[Note]:
    """All notes of a part, from the start of the song."""
    return [
        replace(note, start_ticks=cell.start_ticks + note.start_ticks) for cell in part.cells for note in cell.notes
    ]


def _chordal_share(result: Result, bass: list[Note]) -> float:
    on_tones = [note for note in bass if _is_chordal(result, note)]
    return len(on_tones) / max(1, len(bass))


def _is_chordal(result: Result, note: Note) -> bool:
    chord = next((c for c in reversed(result.chords) if c.start_ticks <= note.start_ticks + _GRID // 2), None)
    return chord is None or note.pitch % 12 in {chord.bass, *tones(chord)}
