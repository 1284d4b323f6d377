# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes a loop of chords less of a loop: dominants of what follows, a borrowed subdominant, suspensions, and a
bass that walks down between two chords.
"""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from msgspec.structs import replace

from musicstudio.project.model import Chord, Key

from .roman import is_minor

_SIMPLE_MODES = ("major", "minor")
_MAJORS = ("maj", "dom7", "maj7", "6", "9", "maj9")
_MINORS = ("min", "min7", "min9")
Color = Callable[[Chord, Chord, Key], Chord | None]
"""(chord, the next one, key) to what the second half of the chord becomes, or None where it does not fit."""


def colored(
    chords: tuple[Chord, ...], key: Key, bar_ticks: int, amount: float, rng: np.random.Generator
) -> tuple[Chord, ...]:
    """The chords with some of their second halves changed. amount: 0 (none) to 1; twice as likely in the second half of
    a section, where the loop has been heard."""
    if key.mode not in _SIMPLE_MODES or len(chords) < 2:
        return chords
    middle = (chords[-1].start_ticks + chords[-1].length_ticks) // 2
    result: list[Chord] = []
    for chord, following in pairwise(chords):
        likely = amount * (1.0 if chord.start_ticks >= middle else 0.5)
        is_drawn = rng.random() < likely and bar_ticks <= chord.length_ticks <= 2 * bar_ticks
        change = _first_fitting(chord, following, key, rng) if is_drawn else None
        result += _split(chord, change, bar_ticks // 2) if change else [chord]
    return (*result, chords[-1])


def _first_fitting(chord: Chord, following: Chord, key: Key, rng: np.random.Generator) -> Chord | None:
    for index in rng.permutation(len(COLORS)):
        change = COLORS[int(index)](chord, following, key)
        if change:
            return change
    return None


def _split(chord: Chord, change: Chord, length: int) -> list[Chord]:
    """A sus4 comes first and resolves, everything else takes the end."""
    end = chord.start_ticks + chord.length_ticks
    if change.quality == "sus4":
        start = chord.start_ticks + length
        return [
            replace(change, start_ticks=chord.start_ticks, length_ticks=length),
            replace(chord, start_ticks=start, length_ticks=end - start),
        ]
    return [
        replace(chord, length_ticks=chord.length_ticks - length),
        replace(change, start_ticks=end - length, length_ticks=length),
    ]


def _secondary_dominant(chord: Chord, following: Chord, key: Key) -> Chord | None:
    """V7 of a chord that is not home."""
    root = (following.root + 7) % 12
    is_goal = following.quality in _MAJORS + _MINORS and following.root not in (key.tonic, chord.root)
    is_near = (root - key.tonic) % 12 in ((0, 2, 4, 9, 11) if not is_minor(key) else (0, 2, 3, 5, 10))
    return Chord(0, 0, root, "dom7") if is_goal and is_near and root != chord.root else None


def _borrowed_subdominant(chord: Chord, following: Chord, key: Key) -> Chord | None:
    """IV turns minor on its way home."""
    is_four = chord.root == (key.tonic + 5) % 12 and chord.quality in ("maj", "maj7", "6", "maj9")
    return Chord(0, 0, chord.root, "min") if is_four and not is_minor(key) and following.root == key.tonic else None


def _suspension(chord: Chord, following: Chord, key: Key) -> Chord | None:
    """The dominant waits for its third."""
    is_dominant = chord.root == (key.tonic + 7) % 12 and chord.quality in ("maj", "dom7", "9")
    return Chord(0, 0, chord.root, "sus4") if is_dominant else None


def _walking_bass(chord: Chord, following: Chord, key: Key) -> Chord | None:
    """I over its seventh on the way to vi; in minor, i over its seventh on the way to VI."""
    is_home = chord.root == key.tonic and chord.bass < 0 and chord.quality in ("maj", "min", "maj7", "min7")
    goal = (key.tonic + (8 if is_minor(key) else 9)) % 12
    bass = (key.tonic + (10 if is_minor(key) else 11)) % 12
    return replace(chord, bass=bass) if is_home and following.root == goal else None


COLORS: tuple[Color, ...] = (_secondary_dominant, _borrowed_subdominant, _suspension, _walking_bass)
