# SPDX-License-Identifier: GPL-3.0-or-later
"""Passages that two tunes share, whatever their keys and tempi: runs of equal steps in equal rhythm.

Each note is told by its step from the one before and by how long it lasts compared to that one, in five classes; a run
of equal tokens is a shared passage. Runs of one repeated note, and scales in even notes, are common property and count
for less.
"""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from musicstudio.project.model import Note

MIN_RUN = 5
RATIOS = (0.4, 0.75, 1.34, 2.5)
MAX_STEP = 24

Token = tuple[int, int]


class SharedPassage(Struct, frozen=True):
    """notes: how many in a row; own and other: the first one's index in each tune. weight: notes that say something."""

    notes: int
    own: int
    other: int
    weight: float


def longest_shared(own: Sequence[Note], other: Sequence[Note]) -> SharedPassage | None:
    """The longest passage that two tunes of one voice share; None under `MIN_RUN` notes."""
    a, b = tokens_of(own), tokens_of(other)
    places: dict[Token, list[int]] = {}
    for index, token in enumerate(b):
        places.setdefault(token, []).append(index)
    best: SharedPassage | None = None
    runs: dict[int, int] = {}
    for index, token in enumerate(a):
        runs = {place: runs.get(place - 1, 0) + 1 for place in places.get(token, ())}
        for place, length in runs.items():
            if length + 1 < MIN_RUN:
                continue
            weight = _weight(a[index - length + 1 : index + 1])
            if best is None or (weight, length) > (best.weight, best.notes - 1):
                best = SharedPassage(length + 1, index - length + 1, place - length + 1, weight)
    return best


def tokens_of(tune: Sequence[Note]) -> list[Token]:
    """(step in semitones, class of the change of length) of each note after the first."""
    lengths = [max(1, after.start_ticks - note.start_ticks) for note, after in pairwise(tune)]
    lengths.append(tune[-1].length_ticks if tune else 1)
    tokens = []
    for index in range(1, len(tune)):
        step = tune[index].pitch - tune[index - 1].pitch
        ratio = lengths[index] / max(1, lengths[index - 1])
        tokens.append((max(-MAX_STEP, min(MAX_STEP, step)), sum(ratio > edge for edge in RATIOS)))
    return tokens


def _weight(run: Sequence[Token]) -> float:
    """Notes of a run, less those that repeat what was just done."""
    return sum(1.0 if token != before else 0.35 for before, token in zip([None, *run], run, strict=False))
