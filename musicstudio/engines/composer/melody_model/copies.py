# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a melody copies the training tunes: a set of hashes of every passage longer than two bars, interval
and rhythm together.
"""

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.paths import resources_dir
from musicstudio.engines.composer.melody_model.network import WEIGHTS

LIMIT_BARS = 2.0
MIN_NOTES = 5
"""Shorter runs, such as two long notes, are nobody's melody."""
INDEX_NAME = "copies.npz"
_PRIME, _MASK = 1_000_003, 0xFFFFFFFF

Step = tuple[int, int]
"""(time to the next note in units, interval to it in semitones)."""


def passage_hash(steps: Sequence[Step], bar_units: int) -> int | None:
    """The hash of the shortest run of `MIN_NOTES` steps or more that ends with the last and lasts over two bars."""
    total, first = 0, len(steps)
    while first and (total <= LIMIT_BARS * bar_units or len(steps) - first < MIN_NOTES):
        first -= 1
        total += steps[first][0]
    if total <= LIMIT_BARS * bar_units or len(steps) - first < MIN_NOTES:
        return None
    return _hash(steps[first:])


def _hash(steps: Iterable[Step]) -> int:
    value = 0x9E3779B9
    for units, interval in steps:
        value = ((value ^ (units * 128 + interval + 64)) * _PRIME) & 0xFFFFFFFFFFFF
        value ^= value >> 21
    return (value ^ (value >> 16)) & _MASK


def all_hashes(steps: Sequence[Step], bar_units: int) -> set[int]:
    """The hashes of all passages of a tune."""
    found = (passage_hash(steps[max(0, end - 80) : end], bar_units) for end in range(MIN_NOTES, len(steps) + 1))
    return {value for value in found if value is not None}


class CopyIndex:
    """The hashes of the training tunes, sorted."""

    def __init__(self, hashes: NDArray[np.uint32]) -> None:
        self.hashes = hashes

    def __contains__(self, value: int) -> bool:
        place = int(np.searchsorted(self.hashes, np.uint32(value)))
        return place < len(self.hashes) and int(self.hashes[place]) == value

    def is_copied(self, steps: Sequence[Step], bar_units: int) -> bool:
        """Whether the run over two bars that ends with the last step stands in a training tune."""
        value = passage_hash(steps, bar_units)
        return value is not None and value in self


@cache
def load_copy_index() -> CopyIndex:
    """The index that ships beside the weights; an empty one where it is missing."""
    path = (resources_dir() / WEIGHTS).with_name(INDEX_NAME)
    if not path.exists():
        return CopyIndex(np.zeros(0, np.uint32))
    with np.load(path) as file:
        return CopyIndex(np.cumsum(file["gaps"], dtype=np.uint64).astype(np.uint32))
