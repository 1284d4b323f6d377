# SPDX-License-Identifier: GPL-3.0-or-later
"""Held chords: pads, choirs, string and horn sections.

Options: ``voices``, ``spread``, ``choir`` (``high``: three upper voices; ``low``: root and fifth below), ``swell``
(0-1: later notes of a section louder), ``rebow`` (true: held notes are struck again each bar).
"""

from musicstudio.project.model import Note

from ..harmony import bass_of, fifth_of, nearest
from ..room import Room
from ..voicing import Voicing
from .chordal import voicings
from .phrase import note

_LONGEST_TIE_BARS = 4


def play_pad(room: Room) -> list[Note]:
    """A voicing a chord; voices that stay are tied, so that only what moves is heard to move."""
    return _tied(room, voicings(room, 4, 0.35))


def play_divisi(room: Room) -> list[Note]:
    """A string section divided: high voices above the chord's middle, or the low pair."""
    if room.word("choir", "high") == "low":
        return _tied(room, tuple(_low_pair(room, index) for index in range(len(room.chords))))
    return _tied(room, voicings(room, 4 if room.energy > 0.6 else 3, 0.5, is_under_tune=False))


def _low_pair(room: Room, index: int) -> Voicing:
    low, high = room.spec.register
    chord = room.chords[index]
    root = nearest(bass_of(chord), low + 8, low, high)
    fifth = root + (fifth_of(chord) - root) % 12
    return (root, fifth) if fifth <= high else (root,)


def _tied(room: Room, sounded: tuple[Voicing, ...]) -> list[Note]:
    open_notes: dict[int, int] = {}
    notes: list[Note] = []
    longest = (1 if room.option("rebow", False) else _LONGEST_TIE_BARS) * room.grid.bar_ticks
    for chord, voicing in zip(room.chords, sounded, strict=True):
        for pitch, start in list(open_notes.items()):
            if pitch not in voicing or chord.start_ticks - start >= longest:
                notes.append(_held(room, open_notes.pop(pitch), chord.start_ticks, pitch))
        for pitch in voicing:
            open_notes.setdefault(pitch, chord.start_ticks)
    notes += [_held(room, start, room.length, pitch) for pitch, start in open_notes.items()]
    return sorted(notes, key=lambda n: (n.start_ticks, n.pitch))


def _held(room: Room, start: int, end: int, pitch: int) -> Note:
    swell = room.option("swell", 0.15)
    return note(room, start, round((end - start) * 0.99), pitch, 1.0 - swell / 2 + swell * start / max(1, room.length))
