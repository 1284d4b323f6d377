# SPDX-License-Identifier: GPL-3.0-or-later
"""One line of a lyric on its notes: syllables on beats, each singer's turn with a tune. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from musicstudio.core.seeds import derive_seed
from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Chord, Key, Meter

from ..text.model import Line, SungNote
from ..text.prosody import texts, weights
from .call_and_response import Singers, answer_pitches, echo_notes, turns
from .rhythm import place_syllables, strength
from .write_melody import Spot, write_melody

BREATH_S = 0.3
_MAX_END = 2 * TICKS_PER_QUARTER
_MIN_END = TICKS_PER_QUARTER // 8


@dataclass(frozen=True, slots=True)
class Frame:
    """What the lines of a section have in common. voice_range, backing_range: lowest and highest MIDI note of the lead
    and of who answers."""

    chords: Sequence[Chord]
    key: Key
    meter: Meter
    bpm: float
    voice_range: tuple[int, int]
    backing_range: tuple[int, int]

    @property
    def is_backing_above(self) -> bool:
        """Whether the answering voice is the higher one."""
        return sum(self.backing_range) > sum(self.voice_range)


@dataclass(frozen=True, slots=True)
class _Turn:
    """The notes of one singer within a line, not yet with pitches. end: where they must have stopped, in ticks."""

    is_backing: bool
    words: Sequence[tuple[str, tuple[str, ...]]]
    heavy: Sequence[float]
    ticks: Sequence[int]
    end: int


def write_vocal_line(
    line: Line, slot: tuple[int, int], frame: Frame, closes: bool, seed: int, sung: Singers
) -> Singers:
    """The notes of a line in its slot (start and end ticks), breath included.

    closes: whether the lead's tune comes to rest. sung: what was sung before, which the tunes go on from.
    """
    rng = np.random.default_rng(derive_seed(seed, "tune"))
    lead, backing = list(sung.lead), list(sung.backing)
    for turn in _turns(line, slot, frame, seed):
        before = (backing if turn.is_backing else lead)[-1:]
        last_pitch = before[0].pitch if before else None
        if turn.is_backing:
            backing += _answer(turn, lead, frame, rng, last_pitch)
        else:
            lead += _phrase(turn, frame, closes, rng, last_pitch)
    return Singers(tuple(lead[len(sung.lead) :]), tuple(backing[len(sung.backing) :]))


def _turns(line: Line, slot: tuple[int, int], frame: Frame, seed: int) -> list[_Turn]:
    """The line's syllables placed in one rhythm, then shared out.

    The lead may hold a word while it is answered, until the lead's own next turn; an answer is over when the lead goes
    on.
    """
    parts = turns(line)
    heavy = _spread(line)
    end = slot[1] - _breath_ticks(slot, frame.bpm)
    ticks = place_syllables(heavy, slot[0], end, frame.meter, np.random.default_rng(seed))
    bounds = np.cumsum([0, *(len(texts(part)) for part in parts)])
    shared = []
    for index, part in enumerate(parts):
        first, last = int(bounds[index]), int(bounds[index + 1])
        following = index + (1 if part.backing else 2)
        stop = ticks[int(bounds[following])] if following < len(parts) else end
        shared.append(_Turn(part.backing, texts(part), heavy[first:last], ticks[first:last], stop))
    return shared


def _phrase(turn: _Turn, frame: Frame, closes: bool, rng: np.random.Generator, before: int | None) -> list[SungNote]:
    spots = _spots(turn, frame.meter)
    pitches = write_melody(spots, frame.chords, frame.key, *frame.voice_range, closes, rng, before)
    return _notes(turn, spots, pitches)


def _answer(
    turn: _Turn, lead: Sequence[SungNote], frame: Frame, rng: np.random.Generator, before: int | None
) -> list[SungNote]:
    """The backing singers' notes: an echo in the rhythm of what it repeats where there is time for it."""
    spots = _spots(turn, frame.meter)
    placed = _notes(turn, spots, [frame.backing_range[0]] * len(spots))
    said = echo_notes(placed, lead)
    offsets = [note.start_ticks - said[0].start_ticks + turn.ticks[0] for note in said]
    if offsets and offsets[-1] + TICKS_PER_QUARTER // 2 <= turn.end:
        turn = _Turn(True, turn.words, turn.heavy, offsets, turn.end)
        spots = _spots(turn, frame.meter)
    pitches = answer_pitches(
        placed, spots, lead, frame.chords, frame.key, frame.backing_range, frame.is_backing_above, rng, before
    )
    return _notes(turn, spots, pitches)


def _spots(turn: _Turn, meter: Meter) -> list[Spot]:
    last = turn.ticks[-1]
    ends = [*turn.ticks[1:], max(min(turn.end, last + _MAX_END), last + _MIN_END)]
    return [
        Spot(tick, (weight + strength(tick, meter)) / 2, (stop - tick) / TICKS_PER_QUARTER)
        for tick, stop, weight in zip(turn.ticks, ends, turn.heavy, strict=True)
    ]


def _notes(turn: _Turn, spots: Sequence[Spot], pitches: Sequence[int]) -> list[SungNote]:
    return [
        SungNote(spot.tick, round(spot.beats * TICKS_PER_QUARTER), pitch, _velocity(spot), *word)
        for spot, pitch, word in zip(spots, pitches, turn.words, strict=True)
    ]


def _breath_ticks(slot: tuple[int, int], bpm: float) -> int:
    wanted = max(TICKS_PER_QUARTER // 4, round(BREATH_S * bpm / 60 * TICKS_PER_QUARTER))
    return min((slot[1] - slot[0]) // 4, wanted)


def _spread(line: Line) -> list[float]:
    """Weights for each note the line asks for; held notes weigh little."""
    return [
        weight if index == 0 else 0.3
        for weight, syllable in zip(weights(line), line.syllables, strict=True)
        for index in range(syllable.notes)
    ]


def _velocity(spot: Spot) -> int:
    return round(78 + 24 * spot.weight)
