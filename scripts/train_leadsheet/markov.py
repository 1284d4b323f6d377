# SPDX-License-Identifier: GPL-3.0-or-later
"""Baselines: Markov models of events with Witten-Bell backoff (Witten and Bell 1991, IEEE Trans. Inf. Theory 37)."""

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence


class Markov:
    """P(event | the ``order`` events before), interpolated down to a uniform guess over the events that
    training knows.
    """

    def __init__(self, order: int) -> None:
        self.order = order
        self.counts: defaultdict[tuple[Hashable, ...], Counter[Hashable]] = defaultdict(Counter)

    def learn(self, sequences: Sequence[Sequence[Hashable]]) -> None:
        """Count all runs of up to ``order`` + 1 events."""
        for sequence in sequences:
            padded = [None] * self.order + list(sequence)
            for place in range(self.order, len(padded)):
                for length in range(self.order + 1):
                    self.counts[tuple(padded[place - length : place])][padded[place]] += 1

    def chance(self, event: Hashable, before: tuple[Hashable, ...]) -> float:
        """The probability of an event; never 0."""
        lower = 1.0 / (len(self.counts[()]) + 1) if not before else self.chance(event, before[1:])
        seen = self.counts.get(before)
        if not seen:
            return lower
        total, kinds = seen.total(), len(seen)
        return (seen[event] + kinds * lower) / (total + kinds)

    def bits(self, sequence: Sequence[Hashable]) -> float:
        """The information of a whole sequence in bits."""
        padded = [None] * self.order + list(sequence)
        places = range(self.order, len(padded))
        return -sum(math.log2(self.chance(padded[i], tuple(padded[i - self.order : i]))) for i in places)
