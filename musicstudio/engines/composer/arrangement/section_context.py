# SPDX-License-Identifier: GPL-3.0-or-later
"""What a player has before them in one section: the lead sheet, the beat, their own brief, and what the others play."""

from bisect import bisect_right
from functools import cached_property

import numpy as np
from msgspec import Struct

from musicstudio.core.seeds import derive_seed
from musicstudio.project.model import Chord, Key, Note

from ..meter import SIXTEENTH, MeterGrid, grid_of
from ..performance.swing import swing_tick
from ..plan import Conditioning, PartPlan, PartScore, SectionPlan
from ..styles import PartStyle, Style
from .chord_tones import color_chord

PEAK_KINDS = frozenset({"chorus", "drop"})


class OtherPart(Struct, frozen=True):
    """What another part plays in this section."""

    part: PartPlan
    notes: tuple[Note, ...]


class SectionContext(Struct, frozen=True, dict=True):
    """One player in one section.

    colour: of the blend's harmony. energy: 0-1, how hard this section is played. seed: of this part and section;
    idea_seed: what the part's sections of one material share (groove, motif); song_seed: what all its sections share
    (hook). melody_range: lowest and highest pitch of the whole song's tune; melody_shift: semitones from there to
    where it sounds. swing, swing_unit: how the others' notes were swung. hits: ticks that the user wants accented.
    is_led: whether the tune is heard here. instrument_range: pitches that the instrument can play. stop_tick: where
    the band falls silent before what follows. enter_tick: where the part joins in. following: the first chord of the
    section that comes next.
    """

    section: SectionPlan
    conditioning: Conditioning
    part: PartPlan
    spec: PartStyle
    style: Style
    colour: str
    energy: float
    seed: int
    idea_seed: int
    song_seed: int
    instrument_range: tuple[int, int] = (0, 127)
    melody_range: tuple[int, int] = (60, 72)
    melody_shift: int = 0
    swing: float = 0.0
    swing_unit: str = "eighth"
    others: tuple[OtherPart, ...] = ()
    hits: tuple[int, ...] = ()
    is_led: bool = True
    stop_tick: int = 1 << 40
    enter_tick: int = 0
    following: Chord | None = None

    @cached_property
    def grid(self) -> MeterGrid:
        """The felt bar."""
        return grid_of(*self.section.meter)

    @property
    def key(self) -> Key:
        """The section's key."""
        return self.section.key

    @property
    def kind(self) -> str:
        """The section's kind."""
        return self.section.section.kind

    @property
    def length(self) -> int:
        """The section in ticks."""
        return self.section.section.length_ticks

    @cached_property
    def bars(self) -> tuple[int, ...]:
        """Where each bar begins."""
        return tuple(range(0, self.length, self.grid.bar_ticks))

    @cached_property
    def chords(self) -> tuple[Chord, ...]:
        """Chords that cover the whole section without a hole; where the lead sheet is silent, the tonic."""
        return _cover_section(self.section.chords, self.length, self.key)

    @cached_property
    def melody(self) -> tuple[Note, ...]:
        """The lead sheet's melody inside the section, by start."""
        notes = [note for note in self.section.melody if note.start_ticks < self.length and note.length_ticks > 0]
        return tuple(sorted(notes, key=lambda note: note.start_ticks))

    @property
    def pickup_ticks(self) -> int:
        """How long before ``enter_tick`` this part may begin: drums announce themselves by a beat."""
        return self.grid.pulses[-1].length if self.part.role == "drums" else 0

    @property
    def is_ending(self) -> bool:
        """Whether the song ends with this section (a loop never ends)."""
        return self.section.is_last and not self.conditioning.is_loop

    @property
    def leads_to_peak(self) -> bool:
        """Whether a chorus or drop follows."""
        return self.section.next_kind in PEAK_KINDS

    def chord_at(self, tick: int) -> Chord:
        """The chord that sounds at a tick; ticks outside the section get the nearest."""
        return self.chords[max(0, bisect_right(self._chord_starts, tick) - 1)]

    def next_chord(self, tick: int) -> Chord:
        """The chord after the one at a tick; at the end, the next section's first."""
        index = max(0, bisect_right(self._chord_starts, tick) - 1)
        if index + 1 < len(self.chords):
            return self.chords[index + 1]
        return self.following or self.chords[0]

    def classes_at(self, tick: int) -> tuple[int, ...]:
        """Pitch classes of the chord with the style's colour."""
        return color_chord(self.chord_at(tick), self.key, self.colour)

    def melody_between(self, start: int, end: int) -> list[Note]:
        """Notes of the tune that sound in a span."""
        return [n for n in self.melody if n.start_ticks < end and n.start_ticks + n.length_ticks > start]

    @cached_property
    def reach(self) -> tuple[int, int]:
        """The part's register as far as the instrument can play it, an octave at least."""
        low, high = max(self.spec.register[0], self.instrument_range[0]), self.spec.register[1]
        return low, max(min(high, self.instrument_range[1]), low + 12)

    def written_tick(self, tick: int) -> int:
        """The sixteenth on which a note that was played at ``tick`` was written: unswung and unhurried."""
        near = round(tick / SIXTEENTH) * SIXTEENTH
        places = (near - SIXTEENTH, near, near + SIXTEENTH)
        return min(places, key=lambda t: abs(swing_tick(t, self.grid, self.swing, self.swing_unit) - tick))

    def plays_in(self, role: str) -> tuple[Note, ...]:
        """Everything that parts of a role play in this section."""
        return tuple(note for others in self.others if others.part.role == role for note in others.notes)

    def option(self, name: str, default: float) -> float:
        """A number among the part's options."""
        value = self.spec.options.get(name, default)
        return float(value) if not isinstance(value, str) else default

    def word(self, name: str, default: str) -> str:
        """A word among the part's options."""
        return str(self.spec.options.get(name, default))

    def idea_rng(self, label: str) -> np.random.Generator:
        """Numbers that every section of this material shares."""
        return np.random.default_rng(derive_seed(self.idea_seed, label))

    def song_rng(self, label: str) -> np.random.Generator:
        """Numbers that all sections of this part share."""
        return np.random.default_rng(derive_seed(self.song_seed, label))

    def rng(self, label: str) -> np.random.Generator:
        """Numbers of this section alone."""
        return np.random.default_rng(derive_seed(self.seed, label))

    @cached_property
    def _chord_starts(self) -> list[int]:
        return [chord.start_ticks for chord in self.chords]


def other_parts_in(scores: tuple[PartScore, ...], section_index: int, besides: PartPlan) -> tuple[OtherPart, ...]:
    """What everybody else plays in one section."""
    others = [score for score in scores if score.part is not besides and score.part.name != besides.name]
    return tuple(OtherPart(score.part, score.cells[section_index] or ()) for score in others)


def _cover_section(chords: tuple[Chord, ...], length: int, key: Key) -> tuple[Chord, ...]:
    inside = sorted((c for c in chords if 0 <= c.start_ticks < length), key=lambda chord: chord.start_ticks)
    tonic = Chord(0, length, key.tonic, "min" if key.mode in ("minor", "dorian", "phrygian") else "maj")
    if not inside:
        return (tonic,)
    starts = [0, *(chord.start_ticks for chord in inside[1:])]
    ends = [*starts[1:], length]
    return tuple(
        Chord(start, end - start, chord.root, chord.quality, chord.bass)
        for chord, start, end in zip(inside, starts, ends, strict=True)
        if end > start
    )
