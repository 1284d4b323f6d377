# SPDX-License-Identifier: GPL-3.0-or-later
"""Which pitch each syllable is sung on: chord tones where it weighs, steps mostly, an arch, a cadence at the end.

Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.theory.chords import chord_pitch_classes
from musicstudio.core.theory.scales import scale_pitch_classes, scale_steps
from musicstudio.project.model import Chord, Key

_STEP_COSTS = np.array([0.6, 0.0, 0.0, 0.25, 0.3, 0.6, 1.2, 0.8, 1.4, 1.6, 2.2, 2.6, 1.8])
_OUT_OF_CHORD, _ARCH, _WHIM, _CADENCE = 1.6, 0.05, 0.5, 3.0


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a syllable falls: its tick, its weight (stress and beat together, 0 to 1) and its length in beats."""

    tick: int
    weight: float
    beats: float


def pitch_classes(chord: Chord | None) -> tuple[int, ...]:
    """Pitch classes of a chord, the root first; none for no chord."""
    return chord_pitch_classes(chord.root, chord.quality) if chord else ()


def chord_at(chords: Sequence[Chord], tick: int) -> Chord | None:
    """The chord that sounds at a tick (before the first: the first)."""
    sounding = [chord for chord in chords if chord.start_ticks <= tick]
    return sounding[-1] if sounding else (chords[0] if chords else None)


def scale_pitches(key: Key, low: int, high: int) -> tuple[int, ...]:
    """Notes of the key's scale from ``low`` to ``high``."""
    scale = scale_pitch_classes(key.tonic, key.mode)
    return tuple(pitch for pitch in range(low, high + 1) if pitch % 12 in scale)


def write_melody(
    spots: Sequence[Spot],
    chords: Sequence[Chord],
    key: Key,
    low: int,
    high: int,
    closes: bool,
    rng: np.random.Generator,
    before: int | None = None,
) -> tuple[int, ...]:
    """A pitch for each spot by dynamic programming over the scale.

    closes: end on the tonic or third of the key where the chord allows, else on an open chord tone. before: the pitch
    sung before this line.
    """
    pitches = np.array(scale_pitches(key, low, high))
    whims = _WHIM * rng.random((16, len(pitches)))
    peak, height = rng.uniform(0.35, 0.75), rng.uniform(0.55, 0.8)
    moves = _STEP_COSTS[np.minimum(np.abs(pitches[:, None] - pitches[None, :]), 12)]
    costs = np.zeros(len(pitches)) if before is None else 0.5 * _STEP_COSTS[np.minimum(np.abs(pitches - before), 12)]
    backs: list[NDArray[np.int64]] = []
    for index, spot in enumerate(spots):
        if index:
            through = costs[:, None] + moves
            backs.append(np.argmin(through, axis=0))
            costs = through.min(axis=0)
        place = index / max(1, len(spots) - 1)
        costs = costs + _spot_costs(pitches, spot, chords, _arch(place, peak, height)) + whims[index % 16]
    costs = costs + _cadence_costs(pitches, chord_at(chords, spots[-1].tick), key, closes)
    return _best(pitches, costs, backs)


def _arch(place: float, peak: float, height: float) -> float:
    """The line's height (0 to 1 of the range): rising to the peak, then falling lower than it began."""
    if place < peak:
        return 0.35 + (height - 0.35) * place / peak
    return height + (0.3 - height) * (place - peak) / (1 - peak)


def _spot_costs(pitches: NDArray[np.int64], spot: Spot, chords: Sequence[Chord], height: float) -> NDArray[np.float64]:
    aim = pitches[0] + height * (pitches[-1] - pitches[0]) + 1.5 * (spot.weight - 0.5)
    costs = _ARCH * (np.abs(pitches - aim) ** 1.5)
    tones = pitch_classes(chord_at(chords, spot.tick))
    if tones:
        foreign = ~np.isin(pitches % 12, tones)
        costs = costs + _OUT_OF_CHORD * min(1.0, 0.2 + 0.5 * spot.weight + 0.3 * spot.beats) * foreign
    return np.asarray(costs, np.float64)


def _cadence_costs(pitches: NDArray[np.int64], chord: Chord | None, key: Key, closes: bool) -> NDArray[np.float64]:
    scale = scale_steps(key.mode)
    wanted = {(key.tonic + scale[degree]) % 12 for degree in ((0, 2) if closes else (1, 4))}
    tones = set(pitch_classes(chord))
    resting = wanted & tones or tones or wanted
    costs = _CADENCE * ~np.isin(pitches % 12, list(resting))
    return np.asarray(costs - (0.6 if closes else 0.0) * (pitches % 12 == key.tonic), np.float64)


def _best(
    pitches: NDArray[np.int64], costs: NDArray[np.float64], backs: Sequence[NDArray[np.int64]]
) -> tuple[int, ...]:
    spot = int(np.argmin(costs))
    path = [spot]
    for back in reversed(backs):
        spot = int(back[spot])
        path.append(spot)
    return tuple(int(pitches[index]) for index in reversed(path))
