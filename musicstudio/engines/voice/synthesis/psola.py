# SPDX-License-Identifier: GPL-3.0-or-later
"""Pitch-synchronous overlap-add: a new pitch for a voice, with its formants, timing and noises left alone. Pure.

Moulines & Charpentier (1990). Two departures: a grain is a blend of the two source periods around it, so that a period
used several times (when the pitch rises by an octave) does not beat at the source's pitch; and voiceless sound passes
unchanged. A third, where asked for: a grain is the mean of several neighbouring periods, which leaves what repeats and
takes away what does not, the noise of a network that never learned to hold a note.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Audio = NDArray[np.float32]
Marks = NDArray[np.float64]


def shift_pitch(
    audio: Audio, rate: float, runs: Sequence[Marks], target_hz: NDArray[np.float64], periods: float = 0.0
) -> Audio:
    """The audio with its voiced runs at ``target_hz``.

    audio: mono (frames,). runs: marks of each voiced run in seconds, from `epochs.find_epochs`. target_hz: one value
    a sample. periods: standard deviation of the mean over neighbouring periods; 0: none is taken.
    """
    cycles = np.concatenate([[0.0], np.cumsum(target_hz / rate)])
    voiced, cover = np.zeros(len(audio)), np.zeros(len(audio))
    for run in runs:
        marks = run * rate
        lengths = np.gradient(marks)
        _cover(cover, marks, lengths)
        source = _steady(audio, marks, periods) if periods else audio
        _lay(voiced, source, marks, lengths, _targets(cycles, marks, lengths))
    return (voiced + audio * (1.0 - np.clip(cover, 0.0, 1.0))).astype(np.float32)


def _steady(audio: Audio, marks: Marks, periods: float) -> Audio:
    """The audio whose every moment of a run is the weighted mean of the same moment of the periods around it.

    Where the periods are alike it is as loud as before; where they change (into a consonant) neighbours count less.
    """
    first, last = int(np.ceil(marks[0])), int(marks[-1])
    places = np.interp(np.arange(first, last), marks, np.arange(len(marks)))
    own = _read(audio, np.arange(first, last, dtype=np.float64))
    total, weights = own.copy(), np.ones(len(own))
    reach = int(np.ceil(2 * periods))
    for step in [step for step in range(-reach, reach + 1) if step]:
        moved = places + step
        other = _read(audio, np.interp(moved, np.arange(len(marks)), marks))
        inside = (moved >= 0) & (moved <= len(marks) - 1)
        weight = np.exp(-0.5 * (step / periods) ** 2) * inside * _likeness(own, other, places)
        total += weight * other
        weights += weight
    steady = audio.copy()
    steady[first:last] = (total / weights).astype(np.float32)
    return steady


def _likeness(own: Marks, other: Marks, places: Marks) -> Marks:
    """How alike two signals are period by period (their correlation, squared, at least 0), a value a sample."""
    which = places.astype(np.int64)
    which -= which[0]
    both, one, two = (np.bincount(which, a * b) for a, b in ((own, other), (own, own), (other, other)))
    likeness = np.clip(both / np.sqrt(np.maximum(one * two, 1e-18)), 0.0, 1.0) ** 2
    return np.asarray(np.interp(places - int(places[0]), np.arange(len(likeness)) + 0.5, likeness), np.float64)


def _targets(cycles: Marks, marks: Marks, periods: Marks) -> Marks:
    """Sample positions inside the run where the target's phase passes a whole cycle."""
    first, last = marks[0] - periods[0] / 2, marks[-1] + periods[-1] / 2
    low, high = np.interp([first, last], np.arange(len(cycles)), cycles)
    return np.interp(np.arange(np.ceil(low), np.floor(high) + 1), cycles, np.arange(len(cycles)))


def _cover(cover: Marks, marks: Marks, periods: Marks) -> None:
    """Add the windows that the untouched source would have: 1 inside the run, falling at its ends over a period."""
    for mark, period in zip(marks, periods, strict=True):
        spots, window = _window(mark, period, len(cover))
        cover[spots] += window


def _lay(out: Marks, audio: Audio, marks: Marks, periods: Marks, targets: Marks) -> None:
    """Add a grain at each target position, in place."""
    places = np.interp(targets, marks, np.arange(len(marks)))
    spacing = np.gradient(targets) if len(targets) > 1 else np.full(len(targets), periods.mean())
    for target, place, space in zip(targets, places, spacing, strict=True):
        left = min(int(place), len(marks) - 2)
        share = place - left
        period = (1 - share) * periods[left] + share * periods[left + 1]
        spots, window = _window(target, period, len(out))
        offsets = spots - target
        grain = (1 - share) * _read(audio, marks[left] + offsets) + share * _read(audio, marks[left + 1] + offsets)
        out[spots] += grain * window * np.sqrt(space / period)


def _window(center: float, period: float, size: int) -> tuple[NDArray[np.int64], Marks]:
    """Sample indices within a period of ``center`` and a Hann window over them."""
    spots = np.arange(max(0, int(np.ceil(center - period))), min(size, int(np.floor(center + period)) + 1))
    return spots, 0.5 + 0.5 * np.cos(np.pi * (spots - center) / period)


def _read(audio: Audio, positions: Marks) -> Marks:
    """Samples at fractional positions, linearly between neighbours (the caller oversamples), silence outside."""
    left = np.floor(positions).astype(np.int64)
    share = positions - left
    left = np.clip(left, 0, len(audio) - 2)
    return np.asarray((1 - share) * audio[left] + share * audio[left + 1], np.float64)
