# SPDX-License-Identifier: GPL-3.0-or-later
"""The tunes that the composer learned from, by name, to compare a song with before it is released.

All of them at once are searched for the passages of one tune: runs of four and more tokens (see `similarity`) are
looked up as numbers, and only tunes that hold the longest ones are compared note by note.
"""

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from musicstudio.core.errors import MediaError
from musicstudio.core.paths import resources_dir
from musicstudio.core.zips import DAMAGED_ZIP
from musicstudio.project.model import Note

from .similarity import MAX_STEP, RATIOS, SharedPassage, longest_shared, tokens_of

SOURCES = {
    "openewld": "OpenEWLD",
    "nottingham": "Nottingham Music Database",
    "chorale": "Bach's chorales",
    "oneill": "O'Neill's Music of Ireland, 1903",
    "ryan": "Ryan's Mammoth Collection, 1883",
}
_RUNS = (16, 12, 9, 7, 5, 4)
_TICKS = 80
_MAX_GAP = 65_535
_Numbers = NDArray[np.int64]


class KnownTune(Struct, frozen=True):
    """A tune. source: a key of `SOURCES`."""

    title: str
    source: str
    notes: tuple[Note, ...]


class Tunes(NamedTuple):
    """All tunes one after the other.

    firsts: where each begins, and the end. gaps: from a note to the next, in units of `_TICKS`. tokens: one number a
    note, 0 for the first of a tune.
    """

    titles: tuple[str, ...]
    sources: tuple[str, ...]
    firsts: _Numbers
    pitches: _Numbers
    gaps: _Numbers
    tokens: _Numbers

    def tune(self, index: int) -> KnownTune:
        """One of them, from tick 0."""
        here = slice(int(self.firsts[index]), int(self.firsts[index + 1]))
        lengths = self.gaps[here] * _TICKS
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        notes = zip(starts.tolist(), lengths.tolist(), self.pitches[here].tolist(), strict=True)
        made = tuple(Note(start, max(1, length), pitch) for start, length, pitch in notes)
        return KnownTune(self.titles[index], self.sources[index], made)


class FoundTune(Struct, frozen=True):
    """A tune that shares a passage."""

    tune: KnownTune
    passage: SharedPassage


def closest_tunes(own: Sequence[Note], count: int, tunes: Tunes | None = None) -> list[FoundTune]:
    """The known tunes that share the longest passages with a tune of one voice, closest first."""
    known = known_tunes() if tunes is None else tunes
    mine = _numbers(tokens_of(own))
    found = [
        FoundTune(tune, passage)
        for tune in map(known.tune, _holders(known, mine, 4 * count))
        if (passage := longest_shared(own, tune.notes)) is not None
    ]
    return sorted(found, key=lambda each: (-each.passage.weight, -each.passage.notes, each.tune.title))[:count]


def _holders(known: Tunes, mine: _Numbers, enough: int) -> list[int]:
    """The tunes that hold the longest runs of a tune's tokens, at least so many where there are."""
    holders: dict[int, None] = {}
    for length in _RUNS:
        if len(mine) >= length and len(holders) < enough:
            runs = _runs(known.tokens, length)
            ends = np.flatnonzero(np.isin(runs, _runs(mine, length)))
            for index in np.unique(np.searchsorted(known.firsts, ends, side="right") - 1).tolist():
                holders.setdefault(index)
    return list(holders)[: 8 * enough]


def _runs(tokens: _Numbers, length: int) -> _Numbers:
    """A number for each run of tokens; runs over the beginning of a tune are like no other's."""
    total = np.zeros(max(0, len(tokens) - length + 1), dtype=np.uint64)
    for place in range(length):
        total = total * np.uint64(1_000_003) + tokens[place : place + len(total)].astype(np.uint64)
    return total.astype(np.int64)


def _numbers(tokens: Sequence[tuple[int, int]]) -> _Numbers:
    return np.array([(step + 32) * 8 + ratio + 1 for step, ratio in tokens], dtype=np.int64)


@cache
def known_tunes() -> Tunes:
    """The tunes that ship with the studio. Raises `MediaError` where they are missing or damaged."""
    return read_tunes(resources_dir() / "tunes" / "tunes.npz")


def read_tunes(path: Path) -> Tunes:
    """Tunes as `write_tunes` wrote them. Raises `MediaError` where the file is missing or damaged."""
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as file:
            names = [str(line).split("\t") for line in bytes(file["names"]).decode().split("\n")]
            counts, steps, gaps = (file[key].astype(np.int64) for key in ("counts", "steps", "gaps"))
        titles, sources = zip(*names, strict=True)
        if not len(titles) == len(counts) or not len(steps) == len(gaps) == counts.sum() or counts.min() < 1:
            raise ValueError("the lists do not fit together")
    except (*DAMAGED_ZIP, OSError, KeyError) as error:
        raise MediaError("The list of known tunes cannot be read.") from error
    firsts = np.concatenate([[0], np.cumsum(counts)])
    tokens = _all_tokens(steps, gaps)
    tokens[firsts[:-1]] = 0
    return Tunes(titles, sources, firsts, np.cumsum(steps), gaps, tokens)


def _all_tokens(steps: _Numbers, gaps: _Numbers) -> _Numbers:
    """As `tokens_of` and `_numbers` make them, of all notes at once."""
    ratios = gaps / np.concatenate([[1], gaps[:-1]])
    classes = sum((ratios > edge).astype(np.int64) for edge in RATIOS)
    return np.asarray((np.clip(steps, -MAX_STEP, MAX_STEP) + 32) * 8 + classes + 1, dtype=np.int64)


def write_tunes(path: Path, tunes: Sequence[KnownTune]) -> None:
    """Names, steps from note to note over all tunes, and gaps, packed."""
    pitches = [note.pitch for tune in tunes for note in tune.notes]
    gaps = [gap for tune in tunes for gap in _gaps(tune.notes)]
    names = "\n".join(f"{' '.join(tune.title.split())}\t{tune.source}" for tune in tunes)
    np.savez_compressed(
        path,
        names=np.frombuffer(names.encode(), dtype=np.uint8),
        counts=np.array([len(tune.notes) for tune in tunes], dtype=np.uint16),
        steps=np.diff(np.array(pitches, dtype=np.int16), prepend=np.int16(0)).astype(np.int8),
        gaps=np.array(gaps, dtype=np.uint16),
    )


def _gaps(notes: Sequence[Note]) -> list[int]:
    starts = [note.start_ticks for note in notes]
    after = [*starts[1:], starts[-1] + notes[-1].length_ticks]
    return [min(_MAX_GAP, max(1, round((b - a) / _TICKS))) for a, b in zip(starts, after, strict=True)]
