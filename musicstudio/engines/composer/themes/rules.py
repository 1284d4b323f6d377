# SPDX-License-Identifier: GPL-3.0-or-later
"""A tune by rule: motif, answer, development and cadence over given chords.

Eight bars run motif, answer, motif, half close; motif, answer, climb, close. Strong beats take chord notes, steps
outweigh leaps, and a leap is followed by a step back (Narmour's gap-fill; Temperley 2007, ch. 4, for range and
proximity).
"""

import numpy as np
from msgspec import Struct

from musicstudio.engines.composer.arrangement.chord_tones import chord_scale, nearest, tones
from musicstudio.engines.composer.meter import MeterGrid
from musicstudio.project.model import Chord, Key, Note

from .rhythm import Rhythm, closing_rhythm, draw_rhythm

_PHRASE = ("a", "b", "a", "close")
_ANSWER = ("a", "b", "climb", "close")


class MelodyRequest(Struct, frozen=True):
    """How a tune is to be. register: lowest and highest pitch. density, syncopation, leaps, lift (how high it sits):
    0 to 1."""

    key: Key
    grid: MeterGrid
    bars: int
    register: tuple[int, int]
    density: float
    syncopation: float
    leaps: float
    lift: float


def write_melody_by_rule(
    request: MelodyRequest, chords: tuple[Chord, ...], rng: np.random.Generator
) -> tuple[Note, ...]:
    """A melody over chords, in ticks from the section's start; phrases end with a breath, the last on a note of
    rest."""
    low, high = request.register
    center = low + (high - low) * (0.34 + 0.36 * request.lift)
    rhythms = {
        name: draw_rhythm(request.grid, request.density, request.syncopation, rng) for name in ("a", "b", "climb")
    }
    rhythms["close"] = closing_rhythm(rhythms["b"], request.grid)
    notes: list[Note] = []
    contours: dict[str, list[int]] = {}
    for bar in range(request.bars):
        name = _bar_name(bar, request.bars)
        target = center + (4.0 if name == "climb" else -2.0 if name == "close" else 0.0)
        written = _write_bar(request, chords, bar, rhythms[name], notes, contours.get(name), target, rng)
        if name in ("a", "b"):
            contours.setdefault(name, [note.pitch - written[0].pitch for note in written])
        notes += written
    return tuple(_rest_last_note(notes, request, chords))


def chord_at(chords: tuple[Chord, ...], tick: int) -> Chord:
    """The chord that sounds at a tick; the first or last one outside."""
    return next((chord for chord in reversed(chords) if chord.start_ticks <= tick), chords[0])


def _bar_name(bar: int, bars: int) -> str:
    if bar == bars - 1:
        return "close"
    return (_PHRASE if (bar // 4) % 2 == 0 else _ANSWER)[bar % 4]


def _write_bar(
    request: MelodyRequest,
    chords: tuple[Chord, ...],
    bar: int,
    rhythm: Rhythm,
    before: list[Note],
    contour: list[int] | None,
    target: float,
    rng: np.random.Generator,
) -> list[Note]:
    notes: list[Note] = []
    for index, (place, length) in enumerate(rhythm):
        tick = bar * request.grid.bar_ticks + place
        chord = chord_at(chords, tick)
        is_strong = request.grid.strength(place) >= 0.6
        past = [note.pitch for note in (before + notes)[-2:]]
        if contour and index and index < len(contour):
            pitch = _follow(notes[0].pitch + contour[index], chord, request, is_strong)
        else:
            pitch = _choose(request, chord, past, target, is_strong, rng)
        notes.append(Note(tick, length, pitch, 92 if is_strong else 82))
    return notes


def _follow(pitch: int, chord: Chord, request: MelodyRequest, is_strong: bool) -> int:
    """A motif's note in new harmony: its contour kept, bent to the chord on strong beats."""
    low, high = request.register
    pitch = pitch - 12 if pitch > high else pitch + 12 if pitch < low else pitch
    classes = tones(chord) if is_strong else chord_scale(chord, request.key)
    reachable = [candidate for candidate in range(low, high + 1) if candidate % 12 in classes]
    return min(reachable, key=lambda candidate: (abs(candidate - pitch), candidate)) if reachable else pitch


def _choose(
    request: MelodyRequest, chord: Chord, past: list[int], target: float, is_strong: bool, rng: np.random.Generator
) -> int:
    low, high = request.register
    classes = tones(chord) if is_strong else chord_scale(chord, request.key)
    pitches = [pitch for pitch in range(low, high + 1) if pitch % 12 in classes]
    if not past or not pitches:
        return nearest(classes[0], target, low, high)
    costs = np.array([_cost(pitch, past, target, request.leaps) for pitch in pitches])
    chances = np.exp(-(costs - costs.min()))
    return int(rng.choice(pitches, p=chances / chances.sum()))


def _cost(pitch: int, past: list[int], target: float, leaps: float) -> float:
    step = pitch - past[-1]
    cost = abs(step) * (0.52 - 0.25 * leaps) + (1.1 if step == 0 else 0.0) + 0.012 * (pitch - target) ** 2
    if len(past) == 2 and abs(past[1] - past[0]) > 4:
        cost += 1.2 if step * (past[1] - past[0]) > 0 else 0.0
    return cost + (3.0 if abs(step) > 9 else 0.0)


def _rest_last_note(notes: list[Note], request: MelodyRequest, chords: tuple[Chord, ...]) -> list[Note]:
    """The last note settles on the tonic or another note of the closing chord."""
    if not notes:
        return notes
    last = notes[-1]
    classes = tones(chord_at(chords, last.start_ticks))
    goal = request.key.tonic if request.key.tonic in classes else classes[0]
    return [
        *notes[:-1],
        Note(last.start_ticks, last.length_ticks, nearest(goal, last.pitch, *request.register), last.velocity),
    ]
