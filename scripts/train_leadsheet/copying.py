# SPDX-License-Identifier: GPL-3.0-or-later
"""The longest passage of a melody that also stands in a training tune, interval and rhythm together."""

from collections import defaultdict
from collections.abc import Sequence

from musicstudio.engines.composer.melody_model.copies import Step

SEED_LENGTH = 5
"""Steps that must agree before a match is followed; shorter ones are counted as no copy."""


class CopyFinder:
    """All training steps, indexed by every run of `SEED_LENGTH`."""

    def __init__(self, tunes: Sequence[Sequence[Step]]) -> None:
        self.tunes = tunes
        self.places: defaultdict[tuple[Step, ...], list[tuple[int, int]]] = defaultdict(list)
        for number, steps in enumerate(tunes):
            for start in range(len(steps) - SEED_LENGTH + 1):
                self.places[tuple(steps[start : start + SEED_LENGTH])].append((number, start))

    def longest(self, steps: Sequence[Step]) -> int:
        """The length in grid units of the longest run of ``steps`` found in any training tune."""
        best = 0
        for start in range(len(steps) - SEED_LENGTH + 1):
            for number, place in self.places.get(tuple(steps[start : start + SEED_LENGTH]), ()):
                best = max(best, _shared_units(steps, start, self.tunes[number], place))
        return best


def _shared_units(steps: Sequence[Step], start: int, other: Sequence[Step], place: int) -> int:
    total = 0
    for mine, theirs in zip(steps[start:], other[place:], strict=False):
        if mine != theirs:
            break
        total += mine[0]
    return total
