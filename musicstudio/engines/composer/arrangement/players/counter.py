# SPDX-License-Identifier: GPL-3.0-or-later
"""Counter-melody: long guide tones that move by step under the tune, and short answers where it breathes.

Options: ``answers`` (0-1, how readily it answers).
"""

import numpy as np

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Chord, Note

from ...meter import EIGHTH
from ..harmony import chord_scale, fifth_of, nearest, seventh_of, snapped, stepped, third_of, tones
from ..room import Room
from .gaps import Gap, gaps
from .phrase import note

_RHYTHMS = ((1, 1, 2), (2, 1, 1), (1, 1, 1, 1), (3, 1), (1, 2, 1), (1, 1, 1, 1, 2))
_CONTOURS = ((1, 1, -1, -1, 2), (-1, -1, 2, 1, -1), (2, -1, -1, 1, 1), (-1, 1, 1, 1, -2))


def play_counter(room: Room) -> list[Note]:
    """Guide tones over the section, with answers in the gaps of the tune."""
    answers = _answers(room)
    taken = [(n.start_ticks, n.start_ticks + n.length_ticks) for n in answers]
    held = [n for n in _guide_tones(room) if not any(n.start_ticks < end and start < _end(n) for start, end in taken)]
    return sorted([*answers, *held], key=lambda n: n.start_ticks)


def _guide_tones(room: Room) -> list[Note]:
    """Thirds and sevenths, each the nearest to the last: the line that shows the harmony move."""
    low, high = room.reach
    pitch: float = (low + high) / 2
    notes: list[Note] = []
    for chord in room.chords:
        pitch = min((nearest(c, pitch, low, high) for c in _guides(room, chord)), key=lambda p: (abs(p - pitch), p))
        if notes and notes[-1].pitch == pitch and _end(notes[-1]) >= chord.start_ticks - EIGHTH:
            held = notes.pop()
            length = chord.start_ticks + chord.length_ticks - held.start_ticks
            notes.append(note(room, held.start_ticks, round(length * 0.97), int(pitch), 0.82))
        else:
            notes.append(note(room, chord.start_ticks, round(chord.length_ticks * 0.95), int(pitch), 0.82))
    return notes


def _guides(room: Room, chord: Chord) -> tuple[int, ...]:
    """The two notes that tell a chord from its neighbours; plain styles are not given sevenths."""
    if room.colour in ("sevenths", "ninths") or len(tones(chord)) > 3:
        return third_of(chord), seventh_of(chord, room.key)
    return third_of(chord), fifth_of(chord)


def _answers(room: Room) -> list[Note]:
    readiness = room.option("answers", 0.4 + 0.5 * room.spec.density)
    dice, idea = room.rng("answers"), room.idea_rng("motif")
    rhythm = _RHYTHMS[int(idea.integers(len(_RHYTHMS)))]
    contour = _CONTOURS[int(idea.integers(len(_CONTOURS)))]
    notes: list[Note] = []
    for gap in gaps(room, 2 * TICKS_PER_QUARTER):
        if dice.random() < readiness:
            notes += _answer(room, gap, rhythm, contour, dice)
    return notes


def _answer(
    room: Room, gap: Gap, rhythm: tuple[int, ...], contour: tuple[int, ...], dice: np.random.Generator
) -> list[Note]:
    """The motif, begun half a beat into the gap and ended before the tune goes on."""
    low, high = room.reach
    tick = gap.start + EIGHTH if gap.length > sum(rhythm) * EIGHTH + EIGHTH else gap.start
    tick = -(-tick // EIGHTH) * EIGHTH
    chord = room.chord_at(tick)
    pitch = snapped(int(dice.integers(low + 4, max(low + 5, high - 4))), tones(chord))
    notes: list[Note] = []
    for index, eighths in enumerate(rhythm):
        length = eighths * EIGHTH
        if tick + length > gap.end:
            break
        notes.append(note(room, tick, round(length * 0.92), pitch, 0.9 + 0.04 * index))
        tick += length
        pitch = _next(room, room.chord_at(min(tick, room.length - 1)), pitch, contour[index % len(contour)], tick)
        pitch = min(max(pitch, low), high)
    return notes


def _next(room: Room, chord: Chord, pitch: int, steps: int, tick: int) -> int:
    moved = stepped(pitch, steps, chord_scale(chord, room.key))
    return snapped(moved, tones(chord)) if room.grid.strength(tick) >= 0.6 else moved


def _end(held: Note) -> int:
    return held.start_ticks + held.length_ticks
