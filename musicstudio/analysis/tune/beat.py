# SPDX-License-Identifier: GPL-3.0-or-later
"""The beat of a tune without accompaniment, from where its notes begin."""

import numpy as np
from msgspec import Struct

from ..detected import DetectedNote

SLOWEST_BPM, FASTEST_BPM = 56.0, 168.0
_LIKELY_BPM, _SPREAD_OCTAVES, _LIKELIHOOD_SHARE = 90.0, 0.5, 0.75
_DIVISIONS, _SHARES = (1, 2, 4), (0.2, 0.3, 0.5)
_STEP = 0.002
_MIN_NOTES = 4


class TuneBeat(Struct, frozen=True):
    """bpm and where a beat falls near the first note (s); confidence: 0 to 1, how well the notes keep to it."""

    bpm: float
    beat_s: float
    confidence: float


def find_beat(notes: tuple[DetectedNote, ...]) -> TuneBeat:
    """The tempo on whose beats, halves and quarters of beats the notes begin; with few notes, none is sure."""
    starts = np.array([note.start_s for note in notes])
    if len(starts) < _MIN_NOTES:
        return TuneBeat(120.0, float(starts[0]) if len(starts) else 0.0, 0.0)
    weights = np.sqrt(np.clip([note.end_s - note.start_s for note in notes], 0.05, 1.0))
    weights = weights / weights.sum()
    tempi = np.exp(np.arange(np.log(SLOWEST_BPM), np.log(FASTEST_BPM), _STEP))
    phasors = [_phasors(starts, weights, tempi * division) for division in _DIVISIONS]
    chance = 0.9 / np.sqrt(len(starts))
    fits = sum(
        share * np.clip((np.abs(each) - chance) / (1.0 - chance), 0.0, 1.0)
        for share, each in zip(_SHARES, phasors, strict=True)
    )
    likely = np.exp(-0.5 * (np.log2(tempi / _LIKELY_BPM) / _SPREAD_OCTAVES) ** 2)
    best = int(np.argmax(fits * (1.0 - _LIKELIHOOD_SHARE + _LIKELIHOOD_SHARE * likely)))
    bpm = float(tempi[best])
    return TuneBeat(bpm, _beat_near(float(starts[0]), bpm, phasors[-1][best]), float(fits[best]))


def _phasors(starts: np.ndarray, weights: np.ndarray, tempi: np.ndarray) -> np.ndarray:
    return np.asarray(np.exp(2j * np.pi * tempi[:, None] / 60.0 * starts) @ weights)


def _beat_near(first_s: float, bpm: float, phasor: complex) -> float:
    """The first note's place on the grid of quarter beats: a tune begins on a beat, as far as can be told."""
    step_s = 15.0 / bpm
    phase_s = float(np.angle(phasor)) / (2 * np.pi) * step_s
    return phase_s + round((first_s - phase_s) / step_s) * step_s
