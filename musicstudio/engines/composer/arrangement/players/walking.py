# SPDX-License-Identifier: GPL-3.0-or-later
"""The walking bass of jazz: a step on every beat, roots on chord changes, each chord reached by a near tone."""

import numpy as np

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Chord, Note

from ..harmony import bass_of, chord_scale, fifth_of, nearest, stepped, tones
from ..room import Room
from .phrase import note

_TWO_FEEL_BELOW = 0.3


def play_walking_bass(room: Room) -> list[Note]:
    """Walks; below a low energy it plays in two (root and fifth)."""
    dice = room.rng("walk")
    places = [bar + step for bar in room.bars for step in room.grid.walk() if bar + step < room.length]
    if room.energy < _TWO_FEEL_BELOW:
        return _two_feel(room)
    notes: list[Note] = []
    pitch = nearest(bass_of(room.chords[0]), sum(room.spec.register) / 2 - 3, *room.spec.register)
    for index, tick in enumerate(places):
        following = places[index + 1] if index + 1 < len(places) else room.length
        pitch = _next_pitch(room, tick, following, pitch, dice)
        notes.append(note(room, tick, round((following - tick) * 0.92), pitch, 1.0 if index % 2 == 0 else 0.95))
        notes += _skip(room, tick, following, pitch, dice)
    return notes


def _two_feel(room: Room) -> list[Note]:
    low, high = room.spec.register
    notes = []
    for bar in room.bars:
        places = (0, room.grid.pulses[room.grid.middle].start) if len(room.grid.pulses) > 1 else (0,)
        for index, place in enumerate(places):
            chord = room.chord_at(bar + place)
            changed = index == 0 or chord.start_ticks == bar + place
            wanted = bass_of(chord) if changed else fifth_of(chord)
            end = bar + (places[1] if index == 0 and len(places) > 1 else room.grid.bar_ticks)
            pitch = nearest(wanted, (low + high) / 2 - 4, low, high)
            notes.append(note(room, bar + place, round((end - bar - place) * 0.9), pitch, 0.92))
    return notes


def _next_pitch(room: Room, tick: int, following: int, last: int, dice: np.random.Generator) -> int:
    low, high = room.spec.register
    chord = room.chord_at(tick)
    after = room.chord_at(following) if following < room.length else room.next_chord(tick)
    if tick == chord.start_ticks or tick == 0:
        return nearest(bass_of(chord), last, low, high)
    if after.start_ticks == following or following % room.grid.bar_ticks == 0:
        return _leading(room, after, last, dice)
    return _through(room, chord, last, dice)


def _leading(room: Room, after: Chord, last: int, dice: np.random.Generator) -> int:
    """A semitone or a scale step beside the next root, or its dominant."""
    low, high = room.spec.register
    target = nearest(bass_of(after), last, low, high)
    direction = 1 if last >= target else -1
    draw = dice.random()
    if draw < 0.5:
        pitch = target + direction
    elif draw < 0.8:
        pitch = stepped(target, direction, chord_scale(after, room.key))
    else:
        pitch = nearest((target + 7) % 12, last, low, high)
    return pitch if low <= pitch <= high else target + (1 if target - low < 2 else -1)


def _through(room: Room, chord: Chord, last: int, dice: np.random.Generator) -> int:
    """On through the chord or its scale, turning back at the edges of the register."""
    low, high = room.spec.register
    upwards = last < low + 5 or (last < high - 6 and dice.random() < 0.55)
    classes = tones(chord) if dice.random() < 0.6 else chord_scale(chord, room.key)
    pitch = stepped(last, 1 if upwards else -1, classes)
    return pitch if low <= pitch <= high else stepped(last, -1 if upwards else 1, classes)


def _skip(room: Room, tick: int, following: int, pitch: int, dice: np.random.Generator) -> list[Note]:
    """Now and then a ghosted note on the last swung eighth before the next beat."""
    if following - tick != TICKS_PER_QUARTER or dice.random() > 0.06 + 0.16 * room.energy:
        return []
    return [note(room, tick + TICKS_PER_QUARTER // 2, TICKS_PER_QUARTER // 4, pitch, 0.6)]
