# SPDX-License-Identifier: GPL-3.0-or-later
"""Timpani: the root or fifth on strong beats, and a roll that carries the orchestra into what follows."""

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Note

from ..harmony import bass_of, fifth_of, nearest
from ..room import Room
from .phrase import note

_ROLL_TICKS = TICKS_PER_QUARTER // 8


def play_timpani(room: Room) -> list[Note]:
    """Strokes by energy; a roll over the last bar where a peak follows."""
    roll_from = room.length - room.grid.bar_ticks if room.leads_to_peak and len(room.bars) > 1 else room.length
    strokes = [tick for bar in room.bars for tick in _strokes(room, bar) if tick < roll_from]
    notes = [_stroke(room, tick) for tick in strokes]
    root = _drum(room, bass_of(room.chord_at(room.length - 1)))
    for tick in range(roll_from, room.length, _ROLL_TICKS):
        rise = (tick - roll_from) / max(1, room.length - roll_from)
        notes.append(note(room, tick, _ROLL_TICKS, root, 0.4 + 0.6 * rise))
    return notes


def _strokes(room: Room, bar: int) -> list[int]:
    pulses = room.grid.pulses
    places = [bar]
    if room.energy > 0.6 and len(pulses) > 1:
        places.append(bar + pulses[room.grid.middle].start)
    if room.energy > 0.8:
        places += [bar + pulses[-1].start, bar + pulses[-1].start + pulses[-1].length // 2]
    return sorted({tick for tick in places if tick < room.length})


def _stroke(room: Room, tick: int) -> Note:
    chord = room.chord_at(tick)
    wanted = bass_of(chord) if tick % room.grid.bar_ticks == 0 else fifth_of(chord)
    return note(
        room, tick, room.grid.pulses[0].length, _drum(room, wanted), 1.0 if tick % room.grid.bar_ticks == 0 else 0.8
    )


def _drum(room: Room, pitch_class: int) -> int:
    low, high = room.spec.register
    return nearest(pitch_class, (low + high) / 2, low, high)
