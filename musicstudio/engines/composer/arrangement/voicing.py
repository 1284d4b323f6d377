# SPDX-License-Identifier: GPL-3.0-or-later
"""Voicings: which notes of a chord are played where, each moving as little as it can from the one before."""

from functools import lru_cache
from itertools import combinations, pairwise

Voicing = tuple[int, ...]
_MUD_LIMIT = 50  # below D3, closer than a fourth is heard as mud
_WIDEST_GAPS = {2: 16, 3: 12}  # between neighbours of small voicings; of larger ones 9
_RUB = 6.0  # what a semitone inside a chord costs, in semitones of movement


@lru_cache(maxsize=16384)
def voice(
    classes: tuple[int, ...],
    before: Voicing,
    low: int,
    high: int,
    count: int,
    spread: float = 0.0,
    drop_root: bool = False,
) -> Voicing:
    """The voicing of ``count`` notes inside low to high that lies closest to ``before`` (empty: near the middle).

    classes: pitch classes, root first. spread: 0 close to 1 open position. drop_root: leave the root to the bass.
    """
    chosen = _essential(classes, count, drop_root)
    candidates = _candidates(chosen, low, high, count, spread)
    if not candidates:
        return tuple(sorted(_clamp_pitch(note, low, high) for note in chosen[:count]))
    return min(candidates, key=lambda notes: (_cost(notes, before, (low + high) / 2), notes))


def movement(before: Voicing, after: Voicing) -> float:
    """Mean distance in semitones that a voice moves, each to its nearest neighbour."""
    if not before or not after:
        return 0.0
    return sum(min(abs(note - other) for other in before) for note in after) / len(after)


def _essential(classes: tuple[int, ...], count: int, drop_root: bool) -> tuple[int, ...]:
    """The notes that say most: third, seventh, then root, ninth and fifth."""
    distinct = tuple(dict.fromkeys(classes))
    if drop_root and len(distinct) > 3:
        distinct = distinct[1:]
        ranking = [0, 2, 3, 1]
    else:
        ranking = [1, 3, 0, 4, 2]
    if len(distinct) <= count:
        return distinct
    return tuple(distinct[index] for index in ranking if index < len(distinct))[:count]


@lru_cache(maxsize=4096)
def _candidates(classes: tuple[int, ...], low: int, high: int, count: int, spread: float) -> list[Voicing]:
    found = []
    pitches = [pitch for pitch in range(low, high + 1) if pitch % 12 in classes]
    widest = 14 + round(spread * 14) + max(0, count - 4) * 5
    for start in range(len(pitches)):
        reachable = [pitch for pitch in pitches[start + 1 :] if pitch - pitches[start] <= widest]
        for rest in combinations(reachable, count - 1):
            notes = (pitches[start], *rest)
            if len({note % 12 for note in notes}) == min(len(set(classes)), count) and _is_playable(notes):
                found.append(notes)
    return found


def _is_playable(notes: Voicing) -> bool:
    gaps = [(second - first, first) for first, second in pairwise(notes)]
    widest = _WIDEST_GAPS.get(len(notes), 9)
    return all(gap <= widest and (gap >= 5 or first >= _MUD_LIMIT) and gap >= 1 for gap, first in gaps)


def _cost(notes: Voicing, before: Voicing, middle: float) -> float:
    center = abs(sum(notes) / len(notes) - middle)
    semitones = sum(second - first == 1 for first, second in pairwise(notes))
    if not before:
        return center + _RUB * semitones
    top_move = abs(notes[-1] - before[-1])
    return 2.0 * movement(before, notes) * len(notes) + 0.5 * top_move + 0.35 * center + _RUB * semitones


def _clamp_pitch(pitch_class: int, low: int, high: int) -> int:
    pitch = low + (pitch_class - low) % 12
    return pitch if pitch <= high else high
