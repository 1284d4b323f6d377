# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the vocal folds close in a recorded voice: one mark a period, in runs without breaks."""

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from musicstudio.dsp.praat import PRAAT_LOCK

Marks = NDArray[np.float64]
MAX_GAP_S = 0.03


def find_epochs(
    audio: NDArray[np.float32], rate: float, floor_hz: float, ceiling_hz: float, voiced_s: Sequence[tuple[float, float]]
) -> list[Marks]:
    """Runs of marks in seconds, by Praat's cross-correlation, kept inside ``voiced_s`` spans and bridged over short
    breaks.

    audio: mono, (frames,). A creaky or devoiced stretch inside a span gets marks at its neighbours' period.
    """
    marks = _praat_pulses(audio, rate, floor_hz, ceiling_hz)
    inside = np.zeros(len(marks), bool)
    for start_s, end_s in voiced_s:
        inside |= (marks >= start_s) & (marks <= end_s)
    return [_fill_gaps(run, 1 / floor_hz) for run in _runs(marks[inside], voiced_s) if len(run) >= 3]


def _praat_pulses(audio: NDArray[np.float32], rate: float, floor_hz: float, ceiling_hz: float) -> Marks:
    import parselmouth
    from parselmouth.praat import call

    with PRAAT_LOCK:
        sound = parselmouth.Sound(audio.astype(np.float64), rate)
        pitch = call(sound, "To Pitch (ac)", 0.0, floor_hz, 15, "no", 0.02, 0.25, 0.01, 0.5, 0.2, ceiling_hz)
        points = call([sound, pitch], "To PointProcess (cc)")
        count = call(points, "Get number of points")
        return np.array([call(points, "Get time from index", i + 1) for i in range(count)])


def _runs(marks: Marks, voiced_s: Sequence[tuple[float, float]]) -> list[Marks]:
    """Cut where the marks pause, unless the pause lies wholly inside one voiced span."""
    if len(marks) == 0:
        return []
    cuts = [
        i + 1
        for i, (a, b) in enumerate(itertools.pairwise(marks))
        if b - a > MAX_GAP_S and not any(start <= a and b <= end for start, end in voiced_s)
    ]
    return np.split(marks, cuts)


def _fill_gaps(run: Marks, longest_s: float) -> Marks:
    """Marks put evenly into gaps longer than the longest period."""
    typical = float(np.median(np.diff(run)))
    filled = [run[:1]]
    for a, b in itertools.pairwise(run):
        count = max(1, round((b - a) / typical)) if b - a > longest_s else 1
        filled.append(np.linspace(a, b, count + 1)[1:])
    return np.concatenate(filled)
