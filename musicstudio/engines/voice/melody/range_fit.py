# SPDX-License-Identifier: GPL-3.0-or-later
"""A melody brought into the range of a voice: by octaves, by another key, or folded phrase by phrase. Pure."""

import itertools
from collections.abc import Sequence

import msgspec

from musicstudio.project.model import Note

from ..text.model import SungNote

MIN_PHRASE_REST_TICKS = 480
"""A rest at least this long parts two phrases, which may be folded into different octaves."""


def into_range(notes: Sequence[SungNote], low: int, high: int) -> tuple[SungNote, ...]:
    """The melody moved by whole octaves so that as little as possible of it lies outside the range (MIDI notes)."""
    shift = _best_octave([note.pitch for note in notes], low, high)
    return tuple(msgspec.structs.replace(note, pitch=note.pitch + shift) for note in notes)


def best_transposition(pitches: Sequence[int], low: int, high: int) -> int:
    """Semitones (-6 to 5, beside octaves) by which a song moves so that its melody lies best in a voice; 0 when it
    fits already.

    low, high: the voice's range in MIDI notes. Of the moves that leave least outside it, the smallest that also keeps
    the melody near the middle.
    """
    if not pitches:
        return 0
    middle = (low + high) / 2

    def strain(semitones: int) -> tuple[int, float]:
        moved = [pitch + semitones for pitch in pitches]
        octave = _best_octave(moved, low, high)
        mean = sum(moved) / len(moved) + octave
        return _outside_in_all(moved, octave, low, high), 0.2 * abs(mean - middle) + abs(semitones)

    return 0 if strain(0)[0] == 0 else min(range(-6, 6), key=strain)


def fold_phrases(notes: Sequence[Note], low: int, high: int) -> tuple[Note, ...]:
    """The melody with every note inside a range of an octave or more: each phrase in the octave that suits it best,
    what still lies outside by octaves of its own."""
    ordered = sorted(notes, key=lambda note: note.start_ticks)
    return tuple(note for phrase in _phrases(ordered) for note in _fold_phrase(phrase, low, high))


def fold_pitch(pitch: int, low: int, high: int) -> int:
    """A pitch moved by octaves into a range; one narrower than an octave may leave it a little outside."""
    while pitch > high and pitch - 12 >= low:
        pitch -= 12
    while pitch < low and pitch + 12 <= high:
        pitch += 12
    return pitch


def _fold_phrase(phrase: Sequence[Note], low: int, high: int) -> list[Note]:
    shift = _best_octave([note.pitch for note in phrase], low, high)
    return [msgspec.structs.replace(note, pitch=fold_pitch(note.pitch + shift, low, high)) for note in phrase]


def _phrases(ordered: Sequence[Note]) -> list[list[Note]]:
    runs: list[list[Note]] = [[ordered[0]]] if ordered else []
    for before, note in itertools.pairwise(ordered):
        if note.start_ticks - before.start_ticks - before.length_ticks >= MIN_PHRASE_REST_TICKS:
            runs.append([])
        runs[-1].append(note)
    return runs


def _best_octave(pitches: Sequence[int], low: int, high: int) -> int:
    """Semitones, whole octaves, that leave least outside the range; the smallest of equal ones."""
    return min(range(-48, 49, 12), key=lambda shift: (_outside_in_all(pitches, shift, low, high), abs(shift)))


def _outside_in_all(pitches: Sequence[int], shift: int, low: int, high: int) -> int:
    return sum(_outside(pitch + shift, low, high) for pitch in pitches)


def _outside(pitch: int, low: int, high: int) -> int:
    return max(0, low - pitch, pitch - high)
