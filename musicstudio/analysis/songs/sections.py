# SPDX-License-Identifier: GPL-3.0-or-later
"""The form of a song: where parts begin, which of them are alike, and what each is likely to be (verse, chorus...).

What a part is follows from how full it is, whether it comes again, and where it stands. It is a guess and can be
changed in the section's menu.

Lines: novelty over a self-similarity of bars after J. Foote, "Automatic Audio Segmentation Using a Measure of Audio
Novelty", ICME 2000, kept to lines of four bars, as songs are.
"""

import itertools
from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from ..features import Floats

_GRID_BARS, _MIN_LENGTH_BARS, _NOVELTY_LEVEL = 4, 4, 0.9
_ALIKE, _CLEAR_SPREAD, _LONGEST_FRAME_BARS, _QUIET = 0.55, 0.12, 8, 0.5


class FormPart(Struct, frozen=True):
    """From bar to bar (counted from 0, the end not included); energy: 0 to 1 within this song."""

    first_bar: int
    end_bar: int
    energy: float
    kind: str
    name: str


def find_form(features: Floats, levels: Floats) -> tuple[FormPart, ...]:
    """The parts of a song. features: a row a bar, alike where the music is; levels: how full or loud each bar is."""
    if not len(features):
        return ()
    centred = features - features.mean(axis=0)
    norms = np.linalg.norm(centred, axis=1, keepdims=True)
    rows = np.divide(centred, norms, out=np.zeros_like(centred), where=norms > 1e-9)
    lines = [0, *_lines(rows), len(rows)]
    spans = list(itertools.pairwise(lines))
    energies = _scaled([float(levels[a:b].mean()) for a, b in spans])
    kinds = _kinds(spans, energies, _families(rows, spans))
    return tuple(
        FormPart(a, b, energy, kind, name)
        for (a, b), energy, kind, name in zip(spans, energies, kinds, _names(kinds), strict=True)
    )


def _families(rows: Floats, spans: Sequence[tuple[int, int]]) -> list[int]:
    """A number for each part; parts that are alike share it."""
    means = [rows[a:b].mean(axis=0) for a, b in spans]
    families: list[int] = []
    for index, mean in enumerate(means):
        likeness = [_cosine(mean, means[before]) for before in range(index)]
        best = int(np.argmax(likeness)) if likeness else 0
        families.append(families[best] if likeness and likeness[best] > _ALIKE else index)
    return families


def _kinds(spans: Sequence[tuple[int, int]], energies: Sequence[float], families: Sequence[int]) -> list[str]:
    count = len(spans)
    kinds = ["verse"] * count
    if count > 1 and max(energies) - min(energies) > _CLEAR_SPREAD:
        chorus = _fullest_family(energies, families)
        kinds = ["chorus" if family == chorus else "verse" for family in families]
    if count > 2:
        kinds = _name_edges(kinds, spans, energies)
    alone = [i for i in range(2, count - 1) if kinds[i] == "verse" and list(families).count(families[i]) == 1]
    if "chorus" in kinds[:2] and len(alone) == 1 and kinds.count("verse") > 1:
        kinds[alone[0]] = "bridge"
    return kinds


def _fullest_family(energies: Sequence[float], families: Sequence[int]) -> int:
    """The fullest of the parts that come again; the fullest of all where none does."""
    repeated = [f for f in dict.fromkeys(families) if list(families).count(f) > 1] or list(dict.fromkeys(families))
    means = {f: np.mean([e for e, own in zip(energies, families, strict=True) if own == f]) for f in repeated}
    return max(repeated, key=lambda family: float(means[family]))


def _name_edges(kinds: list[str], spans: Sequence[tuple[int, int]], energies: Sequence[float]) -> list[str]:
    """A short quiet part at the beginning is an intro, at the end an outro."""
    framed = list(kinds)
    for index, kind in ((0, "intro"), (len(kinds) - 1, "outro")):
        length = spans[index][1] - spans[index][0]
        if energies[index] < _QUIET and length <= _LONGEST_FRAME_BARS and kinds[index] != "chorus":
            framed[index] = kind
    return framed


def _names(kinds: Sequence[str]) -> list[str]:
    return [
        kind.capitalize() + (f" {list(kinds[: i + 1]).count(kind)}" if list(kinds).count(kind) > 1 else "")
        for i, kind in enumerate(kinds)
    ]


def _cosine(a: Floats, b: Floats) -> float:
    size = float(np.linalg.norm(a) * np.linalg.norm(b))
    return float(a @ b) / size if size > 1e-9 else 1.0


def _lines(features: Floats) -> list[int]:
    """Lines of four bars where what comes differs most from what was."""
    bars = len(features)
    lines = list(range(_GRID_BARS, bars - _MIN_LENGTH_BARS + 1, _GRID_BARS))
    novelty = np.array([1.0 - float(_side(features, b, -1) @ _side(features, b, +1)) for b in lines])
    if not len(novelty):
        return []
    level = max(_NOVELTY_LEVEL * float(np.median(novelty)), 0.2)
    return [line for line, value in zip(lines, novelty, strict=True) if value > level]


def _side(features: Floats, bar: int, direction: int) -> Floats:
    span = features[bar : bar + _GRID_BARS] if direction > 0 else features[max(0, bar - _GRID_BARS) : bar]
    mean = span.mean(axis=0)
    norm = float(np.linalg.norm(mean))
    return np.asarray(mean / norm if norm > 1e-9 else mean)


def _scaled(values: list[float]) -> list[float]:
    """Levels as energies: the lowest 0.25, the highest 0.85; all 0.5 where they are equal."""
    low, high = min(values), max(values)
    return [0.5 if high - low < 1e-6 else 0.25 + 0.6 * (value - low) / (high - low) for value in values]
