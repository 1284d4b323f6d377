# SPDX-License-Identifier: GPL-3.0-or-later
"""Chords and scales as pitch classes, and the colour that a style adds to plain chords."""

from functools import lru_cache

from musicstudio.core.theory.chords import chord_intervals, chord_pitch_classes
from musicstudio.core.theory.scales import MINOR_MODES, scale_pitch_classes
from musicstudio.project.model import Chord, Key


def tones(chord: Chord) -> tuple[int, ...]:
    """Pitch classes of a chord, root first."""
    return chord_pitch_classes(chord.root, chord.quality)


def bass_of(chord: Chord) -> int:
    """The pitch class that the bass plays."""
    return chord.root % 12 if chord.bass < 0 else chord.bass % 12


def fifth_of(chord: Chord) -> int:
    """The chord's fifth, diminished or augmented where it says so."""
    fifths = [interval for interval in chord_intervals(chord.quality) if interval in (6, 7, 8)]
    return (chord.root + (fifths[0] if fifths else 7)) % 12


def third_of(chord: Chord) -> int:
    """The chord's third, or what stands in for it; of a power chord its root."""
    thirds = [interval for interval in chord_intervals(chord.quality) if interval in (3, 4, 5, 2)]
    return (chord.root + (thirds[0] if thirds else 0)) % 12


def seventh_of(chord: Chord, key: Key) -> int:
    """The chord's seventh or sixth, or the key's own seventh above the root where the chord has none."""
    found = [interval for interval in chord_intervals(chord.quality) if interval in (9, 10, 11)]
    return (chord.root + found[0]) % 12 if found else _diatonic(chord, key, (10, 11), 10)


@lru_cache(maxsize=256)
def scale(key: Key) -> tuple[int, ...]:
    """Pitch classes of a key, tonic first."""
    return scale_pitch_classes(key.tonic, key.mode)


@lru_cache(maxsize=256)
def pentatonic(key: Key) -> tuple[int, ...]:
    """The five notes that fit nearly everywhere in a key, tonic first."""
    steps = (0, 3, 5, 7, 10) if key.mode in MINOR_MODES else (0, 2, 4, 7, 9)
    return tuple((key.tonic + step) % 12 for step in steps)


@lru_cache(maxsize=4096)
def chord_scale(chord: Chord, key: Key) -> tuple[int, ...]:
    """The key's scale with the chord's own notes put in place of their neighbours, ascending pitch classes."""
    own = set(tones(chord))
    borrowed = own - set(scale(key))
    kept = {note for note in scale(key) if note in own or not any((note - b) % 12 in (1, 11) for b in borrowed)}
    return tuple(sorted(kept | own))


@lru_cache(maxsize=4096)
def color_chord(chord: Chord, key: Key, colour: str) -> tuple[int, ...]:
    """The chord's pitch classes with the seventh and ninth that a style adds to it, as the key allows; root first."""
    notes = list(tones(chord))
    if colour == "power" or chord.quality in ("5", "dim", "aug", "dim7"):
        return tuple(notes)
    if colour in ("sevenths", "ninths") and chord.quality in ("maj", "min"):
        notes.append(seventh_of(chord, key))
    if colour == "ninths" and len(notes) == 4 and chord.quality not in ("m7b5", "6", "m6", "add9"):
        ninth = (chord.root + 2) % 12
        notes += [ninth] if ninth in scale(key) else []
    return tuple(notes)


def _diatonic(chord: Chord, key: Key, choices: tuple[int, ...], default: int) -> int:
    fits = [interval for interval in choices if (chord.root + interval) % 12 in scale(key)]
    return (chord.root + (fits[0] if fits else default)) % 12


def nearest(pitch_class: int, to: float, low: int = 0, high: int = 127) -> int:
    """The pitch of a class nearest to another pitch, inside a range when the range holds one."""
    base = round(to)
    below = base - (base - pitch_class) % 12
    fitting = [pitch for pitch in range(below - 24, below + 37, 12) if low <= pitch <= high]
    if not fitting:
        return min(max(below, 0), 127)
    return min(fitting, key=lambda pitch: (abs(pitch - to), pitch))


def snap_pitch(pitch: int, classes: tuple[int, ...]) -> int:
    """The pitch nearest to ``pitch`` whose class is one of ``classes``; the lower of two."""
    for distance in range(7):
        for candidate in (pitch - distance, pitch + distance):
            if candidate % 12 in classes:
                return candidate
    return pitch


def step_pitch(pitch: int, steps: int, classes: tuple[int, ...]) -> int:
    """``steps`` scale steps above (or below) a pitch, through the pitch classes given."""
    direction = 1 if steps > 0 else -1
    current = pitch
    for _ in range(abs(steps)):
        current += direction
        while current % 12 not in classes:
            current += direction
    return current
