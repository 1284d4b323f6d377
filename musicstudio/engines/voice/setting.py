# SPDX-License-Identifier: GPL-3.0-or-later
"""A melody for words: lines over bars, syllables on beats, pitches from chords; or words laid on a given melody.

Pure.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from musicstudio.core.errors import InputError
from musicstudio.core.seeds import derive_seed
from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Chord, Key, Meter, Note

from .alignment import lay_on_notes
from .model import Line, SungNote
from .prosody import closes_rhyme, texts, weights
from .rhythm import place_syllables, strength
from .tune import Spot, write_tune

FASTEST_PER_S = 9.0
"""Syllables a second: faster than the quickest rap."""
EASY_PER_S = 3.5
BREATH_S = 0.3
_SLOTS = (4.0, 2.0, 1.0, 0.5, 0.25)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the lines of a section have in common."""

    chords: Sequence[Chord]
    key: Key
    meter: Meter
    bpm: float
    voice_range: tuple[int, int]


def bars_needed(lines: Sequence[Line], meter: Meter, bpm: float) -> int:
    """Whole bars in which the lines can be sung at an easy pace: 1, 2 or 4 a line."""
    longest = max((len(texts(line)) for line in lines), default=0)
    bar_s = meter.bar_ticks / TICKS_PER_QUARTER * 60 / bpm
    slot = next((bars for bars in (1, 2, 4) if longest <= EASY_PER_S * (bars * bar_s - BREATH_S)), 4)
    return max(1, slot * len(lines))


def set_words(
    lines: Sequence[Line],
    chords: Sequence[Chord],
    key: Key,
    meter: Meter,
    bars: int,
    bpm: float,
    voice_range: tuple[int, int],
    seed: int,
    guide_melody: Sequence[Note] | None = None,
) -> tuple[SungNote, ...]:
    """Notes for the lines of one section, in ticks from its first bar. The same arguments give the same notes.

    chords and guide_melody: in ticks from the section's start. voice_range: lowest and highest MIDI note. With a
    guide melody its notes are kept, syllables are laid on them, and the whole is moved by octaves into the range.
    Raises InputError when the bars cannot hold the words at any singable pace.
    """
    lines = [line for line in lines if line.words]
    if not lines:
        return ()
    _check_room(lines, meter, bars, bpm)
    if guide_melody:
        sung, left_over = lay_on_notes(lines, guide_melody, meter, may_split=True)
        if not left_over:
            return into_range(sung, *voice_range)
    frame = _Frame(chords, key, meter, bpm, voice_range)
    slots = _line_slots(lines, meter, bars, bpm)
    closings = closes_rhyme(lines)
    notes: list[SungNote] = []
    for index, line in enumerate(lines):
        is_last = index == len(lines) - 1
        kind = derive_seed(seed, "line", index % 2 if len(lines) > 2 else index)
        before = notes[-1].pitch if notes else None
        notes += _set_line(line, slots[index], frame, closings[index] or is_last, kind, before)
    return tuple(notes)


def into_range(notes: Sequence[SungNote], low: int, high: int) -> tuple[SungNote, ...]:
    """The melody moved by whole octaves so that as little as possible of it lies outside the range."""
    if not notes:
        return ()

    def strain(shift: int) -> tuple[int, int]:
        outside = sum(max(0, low - note.pitch - shift, note.pitch + shift - high) for note in notes)
        return outside, abs(shift)

    shift = min(range(-48, 49, 12), key=strain)
    return tuple(_at_pitch(note, note.pitch + shift) for note in notes)


def best_transposition(pitches: Sequence[int], low: int, high: int) -> int:
    """Semitones (-6 to 6, beside octaves) by which a song moves so that its melody lies best in a voice; 0 when it
    fits already.
    """
    if not pitches:
        return 0
    middle = (low + high) / 2

    def strain(shift: int) -> tuple[float, float]:
        moved = [pitch + shift for pitch in pitches]
        outside = sum(max(0, low - pitch, pitch - high) for pitch in moved)
        return outside, abs(sum(moved) / len(moved) - middle) * 0.2 + abs(shift)

    shift = min(range(-30, 31), key=strain)
    return (shift + 6) % 12 - 6


def _at_pitch(note: SungNote, pitch: int) -> SungNote:
    return SungNote(note.start_ticks, note.length_ticks, pitch, note.velocity, note.syllable, note.phonemes)


def _check_room(lines: Sequence[Line], meter: Meter, bars: int, bpm: float) -> None:
    seconds = bars * meter.bar_ticks / TICKS_PER_QUARTER * 60 / bpm
    count = sum(len(texts(line)) for line in lines)
    if count > FASTEST_PER_S * seconds or len(lines) > bars / _SLOTS[-1]:
        raise InputError(
            f"{bars} bars at {bpm:g} BPM have room for {math.floor(FASTEST_PER_S * seconds)} syllables in "
            f"{math.floor(bars / _SLOTS[-1])} lines; the words have {count} in {len(lines)}. "
            "Use more bars or fewer words."
        )


def _line_slots(lines: Sequence[Line], meter: Meter, bars: int, bpm: float) -> list[tuple[int, int]]:
    """(start, end) ticks of each line: equal slots of 4, 2, 1, ... bars where the words allow, else by syllables."""
    bar_s = meter.bar_ticks / TICKS_PER_QUARTER * 60 / bpm
    longest = max(len(texts(line)) for line in lines)
    fitting = [slot for slot in _SLOTS if slot * len(lines) <= bars and longest <= FASTEST_PER_S * slot * bar_s * 0.9]
    easy = [slot for slot in fitting if longest <= EASY_PER_S * (slot * bar_s - BREATH_S)]
    if fitting:
        slot = min(easy) if easy and min(easy) >= 1 else max(fitting)
        spare = bars / len(lines)
        slot = 2.0 if slot == 1.0 and spare >= 2 and 2.0 in fitting else slot
        return [(round(i * slot * meter.bar_ticks), round((i + 1) * slot * meter.bar_ticks)) for i in range(len(lines))]
    shares = np.cumsum([0, *(len(texts(line)) + 2 for line in lines)], dtype=np.float64)
    grid = meter.beat_ticks // 2
    cuts = [round(share / shares[-1] * bars * meter.bar_ticks / grid) * grid for share in shares]
    return list(itertools.pairwise(cuts))


def _set_line(
    line: Line, slot: tuple[int, int], frame: _Frame, closes: bool, seed: int, before: int | None
) -> list[SungNote]:
    words, heavy = texts(line), _spread(line)
    end = slot[1] - _breath_ticks(slot, frame.bpm)
    ticks = place_syllables(heavy, slot[0], end, frame.meter, np.random.default_rng(seed))
    last = max(min(end, ticks[-1] + 2 * TICKS_PER_QUARTER), ticks[-1] + TICKS_PER_QUARTER // 8)
    ends = [*ticks[1:], last]
    spots = [
        Spot(tick, (weight + strength(tick, frame.meter)) / 2, (stop - tick) / TICKS_PER_QUARTER)
        for tick, stop, weight in zip(ticks, ends, heavy, strict=True)
    ]
    rng = np.random.default_rng(derive_seed(seed, "tune"))
    pitches = write_tune(spots, frame.chords, frame.key, *frame.voice_range, closes, rng, before)
    return [
        SungNote(spot.tick, stop - spot.tick, pitch, _velocity(spot), *word)
        for spot, stop, pitch, word in zip(spots, ends, pitches, words, strict=True)
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
