# SPDX-License-Identifier: GPL-3.0-or-later
"""What is worked out of a tuple once and remembered for as long as that very tuple is used."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """make: works it out. Tuples are held, so the address of one names it for as long as it is remembered.

    Safe on several threads: at worst something is worked out twice.
    """

    def __init__(self, make: Callable[[tuple[Any, ...]], T], kept: int) -> None:
        self._make, self._kept = make, kept
        self._found: OrderedDict[int, tuple[tuple[Any, ...], T]] = OrderedDict()

    def of(self, items: tuple[Any, ...]) -> T:
        """The answer for a tuple."""
        found = self._found.get(id(items))
        if found is None:
            found = self._found[id(items)] = (items, self._make(items))
            while len(self._found) > self._kept:
                try:
                    self._found.popitem(last=False)
                except KeyError:  # another thread took the last one away
                    break
        return found[1]
