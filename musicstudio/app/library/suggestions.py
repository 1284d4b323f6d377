# SPDX-License-Identifier: GPL-3.0-or-later
"""Styles, instruments and wording that the user came back to: counted, on this machine, and nothing else."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from musicstudio.library.entries import Entry, Query
from musicstudio.library.file import Library

_STAR, _MOST_PLAYS, _LOOKED_AT = 3, 5, 500
_LONGEST_WORDS, _SHORTEST = 6, 3


class Suggestions(Struct, frozen=True):
    """Each the most kept first. All empty until something has a star or was listened to."""

    styles: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    wording: tuple[str, ...] = ()


def suggest(library: Library, count: int = 6) -> Suggestions:
    """What things with a star (3 points) and things listened to in the library (1 a time, at most 5) have in common."""
    weighed = [(each, _weight(each)) for each in _looked_at(library)]
    weighed = [(entry, weight) for entry, weight in weighed if weight]
    return Suggestions(
        _best(((style, weight) for entry, weight in weighed for style in entry.styles), count),
        _best(((name.lower(), weight) for entry, weight in weighed for name in entry.instruments), count),
        _best(((phrase, weight) for entry, weight in weighed for phrase in phrases_of(entry.prompt)), count),
    )


def phrases_of(prompt: str) -> Iterator[str]:
    """The parts of a prompt between commas that are short enough to be said again."""
    for part in re.split(r"[,;.\n]|\band\b", prompt.lower()):
        phrase = " ".join(part.split())
        if len(phrase) >= _SHORTEST and len(phrase.split()) <= _LONGEST_WORDS:
            yield phrase


def _looked_at(library: Library) -> Iterable[Entry]:
    return (found.entry for found in library.search(Query(limit=_LOOKED_AT)).found)


def _weight(entry: Entry) -> int:
    return _STAR * entry.is_starred + min(entry.plays, _MOST_PLAYS)


def _best(pairs: Iterable[tuple[str, int]], count: int) -> tuple[str, ...]:
    total: Counter[str] = Counter()
    for name, weight in pairs:
        total[name] += weight
    return tuple(sorted(total, key=lambda name: (-total[name], name))[:count])
