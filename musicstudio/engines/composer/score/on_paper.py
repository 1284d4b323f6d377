# SPDX-License-Identifier: GPL-3.0-or-later
"""A song as it is checked: rows of notes, and measures of them that know nothing of how they were written."""

from collections.abc import Iterable

import numpy as np
from msgspec import Struct

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.engines.composer.arrangement.naming import is_named
from musicstudio.engines.composer.form.moments import Laid
from musicstudio.engines.contract import Result
from musicstudio.project.model import Key, Note, Section, TempoMap

MELODIES = ("lead", "double", "riff")
UNPITCHED = ("drums", "percussion", "fx")
SCALES = {
    "major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10, 11), "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10), "mixolydian": (0, 2, 4, 5, 7, 9, 10), "lydian": (0, 2, 4, 6, 7, 9, 11),
}  # fmt: skip
"""Semitones above the tonic; a minor key has its leading note, too."""
_HELD_OUT_TICKS = TICKS_PER_QUARTER
_SNARES = (37, 38, 39, 40)


class Row(Struct, frozen=True):
    """One part with its notes in ticks of the song."""

    role: str
    instrument: str
    player: str
    notes: tuple[Note, ...]

    @property
    def has_melody(self) -> bool:
        """Whether it plays the tune."""
        return self.player.partition("/")[0] in MELODIES

    def sounds(self, start: int, end: int) -> bool:
        """Whether it begins a note in a stretch; the last eighth is left to pickups."""
        return any(start - 60 <= note.start_ticks < end - _HELD_OUT_TICKS // 2 for note in self.notes)


class Score(Struct, frozen=True):
    """A song as it is checked."""

    sections: tuple[Section, ...]
    tempo_map: TempoMap
    key: Key
    rows: tuple[Row, ...]

    @property
    def laid(self) -> list[Laid]:
        """Its sections as they lie."""
        return [Laid(each.kind, each.start_ticks, each.end_ticks) for each in self.sections]

    @property
    def end_ticks(self) -> int:
        """Where the last section ends."""
        return self.sections[-1].end_ticks if self.sections else 0

    @property
    def length_s(self) -> float:
        """How long it is, in seconds."""
        return self.tempo_map.seconds_at(self.end_ticks)

    @property
    def played(self) -> list[Row]:
        """Rows of instruments that sound, without noises."""
        return [row for row in self.rows if not row.player.startswith("texture") and row.notes]

    def named(self, names: Iterable[str]) -> list[Row]:
        """Rows that sound and that one of some names means."""
        return [row for row in self.played if any(is_named(name, row.role, row.instrument) for name in names)]

    def of_kind(self, kind: str, number: int = 0) -> list[Section]:
        """The sections of a kind; one of them by its number, from the end below 0."""
        found = [each for each in self.sections if each.kind == kind]
        if not number or not found:
            return found
        index = number if number < 0 else number - 1
        return found[index:][:1] if index < 0 else found[index : index + 1]


def score_of(result: Result) -> Score:
    """A result on paper."""
    rows = tuple(
        Row(part.role, part.instrument, part.player, tuple(
            Note(note.start_ticks + cell.start_ticks, note.length_ticks, note.pitch, note.velocity)
            for cell in part.cells for note in cell.notes
        ))
        for part in result.parts
    )  # fmt: skip
    return Score(result.sections, result.tempo_map, result.key, rows)


def notes_in(rows: Iterable[Row], start: int, end: int) -> list[Note]:
    """The notes of rows that begin in a stretch."""
    return [note for row in rows for note in row.notes if start <= note.start_ticks < end]


def strength_db(rows: Iterable[Row], start: int, end: int) -> float:
    """Mean power of a stretch, told from the velocities of what sounds."""
    power = sum((n.velocity / 100.0) ** 3.4 * min(n.length_ticks, 1920) for n in notes_in(rows, start, end))
    return 10 * float(np.log10(max(power / max(1, end - start), 1e-6)))


def moments_per_bar(rows: Iterable[Row], start: int, end: int, bar_ticks: int) -> float:
    """How many moments of a bar are struck by anybody, on the mean."""
    moments = {note.start_ticks for note in notes_in(rows, start, end)}
    return len(moments) / max(1.0, (end - start) / bar_ticks)


def slope_of(notes: Iterable[Note]) -> float:
    """Correlation of pitch and time: 1 climbs steadily, -1 falls."""
    kept = sorted(notes, key=lambda note: note.start_ticks)
    if len(kept) < 3:
        return 0.0
    pitches = np.array([note.pitch for note in kept], float)
    starts = np.array([note.start_ticks for note in kept], float)
    return float(np.corrcoef(starts, pitches)[0, 1]) if pitches.std() > 0 and starts.std() > 0 else 0.0


def melody_in(score: Score, start: int, end: int) -> list[Note]:
    """What is played, or sung, of the tune in a stretch: the row with most of it."""
    leads = [row for row in score.played if row.player.partition("/")[0] == "lead"]
    leads = leads or [row for row in score.played if row.role == "vocals"]
    return max((notes_in([row], start, end) for row in leads), key=len, default=[])


def pitch_classes(score: Score, start: int, end: int) -> np.ndarray:
    """Shares of the twelve pitch classes in what is pitched in a stretch."""
    rows = [row for row in score.played if row.role not in UNPITCHED]
    classes = [note.pitch % 12 for note in notes_in(rows, start, end)]
    return np.bincount(classes, minlength=12) / max(1, len(classes))


def share_in_key(score: Score, key: Key, start: int, end: int) -> float:
    """How much of what is pitched in a stretch lies on a key's scale."""
    shares = pitch_classes(score, start, end)
    return float(sum(shares[(key.tonic + step) % 12] for step in SCALES[key.mode]))


def is_half_time(score: Score, start: int, end: int) -> bool | None:
    """Whether the backbeat falls on the third quarter of a 4/4 bar; None where nobody plays one."""
    meter = score.tempo_map.meter_at(start)
    beats = [
        (note.start_ticks - start) % meter.bar_ticks / TICKS_PER_QUARTER
        for note in notes_in([r for r in score.played if r.role == "drums"], start, end)
        if note.pitch in _SNARES
    ]
    third = sum(abs(beat - 2.0) < 0.2 for beat in beats)
    usual = sum(abs(beat - 1.0) < 0.2 or abs(beat - 3.0) < 0.2 for beat in beats)
    return None if third + usual == 0 else third > usual


def clock(seconds: float) -> str:
    """``1:05.0``."""
    return f"{int(seconds // 60)}:{seconds % 60:04.1f}"
