# SPDX-License-Identifier: GPL-3.0-or-later
"""Tempo, beats, metre and downbeats together: of several readings of the pulse that is taken in which bars begin where
the harmony changes.

Onsets alone cannot tell a half-time from a double-time reading, three from four, or the first beat from the third.
"""

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from ..detected import DetectedBeats
from ..features import Floats
from ..tempo import frames_of_beats, pulse_candidates, tempo_of_beats, times_of
from .weights import FRAME_S, Weights, colors, unit_rows

_LISTEN_S = 90.0
_SPAN_S = 0.5
_PEAK_GAP_S, _PEAK_LEVEL = 0.15, 0.15
_TOLERANCE_S, _TOLERANCE_BEATS = 0.09, 0.2
_USUAL_BPM, _USUAL_ONSETS, _SPREAD = 115.0, 3.0, 0.7
_SHIFT_COST = 0.25
_SALIENCE, _FIT, _PRIOR, _ACCENT, _CONTRAST, _DENSITY, _THREE = 1.0, 1.2, 0.8, 0.25, 0.5, 0.3, 0.2


class _Reading(Struct, frozen=True):
    """One way to count: beats (frames) in a metre from a phase, and how good it is."""

    score: float
    bpm: float
    beats_per_bar: int
    phase: int


class _Signs(Struct, frozen=True):
    """What speaks for a place in time: onsets, changes of harmony (frame by frame), and the strongest of those."""

    onsets: Floats
    changes: Floats
    colors: Floats
    peak_times_s: Floats
    peak_heights: Floats
    onset_rate_hz: float


def find_pulse(onsets: Floats, harmony: Weights, beats_per_bar: int | None = None) -> DetectedBeats:
    """The pulse of a recording. onsets: `features.onset_strength` with `tempo.HOP`; harmony: frame by frame.

    Without onsets there are no beats and the confidence is 0.
    """
    if onsets.max(initial=0.0) <= 1e-6 or len(onsets) < 4.0 / FRAME_S:
        return DetectedBeats(120.0, (), beats_per_bar or 4)
    strength = onsets / onsets.std()
    frames = min(len(strength), round(_LISTEN_S / FRAME_S))
    signs = _signs(strength[:frames], Weights(harmony.every[:frames], harmony.bass[:frames]))
    candidates, confidence = pulse_candidates(signs.onsets)
    readings = sorted(_readings(signs, candidates, beats_per_bar), key=lambda each: -each.score)
    if not readings:
        return DetectedBeats(120.0, (), beats_per_bar or 4)
    best = readings[0]
    beats = frames_of_beats(strength, best.bpm)
    whole = _signs(strength, harmony) if len(strength) > frames else signs
    bars = beats_per_bar or best.beats_per_bar
    beats, phase = _on_the_beat(whole, beats, bars, best.bpm)
    other = next((each.bpm for each in readings if _is_octave(each, best)), 0.0)
    return DetectedBeats(tempo_of_beats(beats, best.bpm), times_of(beats), bars, phase, confidence, other)


def _on_the_beat(signs: _Signs, beats: Floats, bars: int, bpm: float) -> tuple[Floats, int]:
    """The beats and the first downbeat among them; half a beat later where bars then begin clearly better: off-beats
    may be struck harder than beats."""
    half = round(30.0 / bpm / FRAME_S)
    found = [
        (_score_of_bars(signs, each, bars, phase, bpm) - cost, cost, phase)
        for each, cost in ((beats, 0.0), (beats + half, _SHIFT_COST))
        for phase in range(bars)
    ]
    _, cost, phase = max(found)
    return (beats + half if cost else beats), phase


def _is_octave(other: _Reading, best: _Reading) -> bool:
    return abs(abs(np.log2(other.bpm / best.bpm)) - 1.0) < 0.06 and other.score > best.score - 0.6


def _readings(signs: _Signs, candidates: list[tuple[float, float]], metre: int | None) -> Iterator[_Reading]:
    for bpm, salience in candidates:
        beats = frames_of_beats(signs.onsets, bpm)
        if len(beats) < 6:
            continue
        usual = -0.5 * (np.log2(bpm / _USUAL_BPM) / _SPREAD) ** 2
        density = -0.5 * (np.log2(max(signs.onset_rate_hz, 0.1) * 60 / bpm / _USUAL_ONSETS) / _SPREAD) ** 2
        base = _SALIENCE * salience + _PRIOR * usual + _DENSITY * density
        for count in (metre,) if metre else (4, 3):
            for phase in range(min(count, len(beats) - 1)):
                score = base + _score_of_bars(signs, beats, count, phase, bpm) - (_THREE if count == 3 else 0.0)
                yield _Reading(float(score), bpm, count, phase)


def _score_of_bars(signs: _Signs, beats: Floats, count: int, phase: int, bpm: float) -> float:
    """How well bars of ``count`` beats from ``phase`` on stand where something changes or is stressed."""
    times = np.array(times_of(beats))
    tolerance = min(_TOLERANCE_S, _TOLERANCE_BEATS * 60.0 / bpm)
    near = np.array([_highest(signs.changes, at - tolerance, at + tolerance) for at in times])
    lines = near[phase::count]
    precision = float(lines.mean() / max(1e-9, np.sort(near)[-len(lines) :].mean()))
    recall = _recall(signs, times[phase::count], tolerance)
    fit = 2 * precision * recall / max(1e-9, precision + recall)
    struck = np.array([signs.onsets[max(0, b - 2) : b + 3].max(initial=0.0) for b in beats])
    accent = float(struck[phase::count].mean() / max(1e-9, struck.mean())) - 1.0
    return _FIT * fit + _ACCENT * accent + _CONTRAST * _contrast(signs, times, count, phase, bpm)


def _recall(signs: _Signs, lines_s: Floats, tolerance: float) -> float:
    """Which share of the changes falls on bar lines."""
    if not len(signs.peak_times_s) or not len(lines_s):
        return 0.0
    gaps = np.abs(signs.peak_times_s[:, None] - lines_s[None]).min(axis=1)
    return float(signs.peak_heights[gaps < tolerance].sum() / signs.peak_heights.sum())


def _contrast(signs: _Signs, times: Floats, count: int, phase: int, bpm: float) -> float:
    """By how much more the two beats after a bar line differ from the two before it than at other beats."""
    edges = np.clip((np.append(times, times[-1] + 60.0 / bpm) / FRAME_S).astype(int), 0, len(signs.colors))
    sums = np.vstack([np.zeros(signs.colors.shape[1]), np.cumsum(signs.colors, axis=0)])
    spans = (sums[edges[1:]] - sums[edges[:-1]]) / np.maximum(1, np.diff(edges))[:, None]
    before = spans + np.vstack([np.zeros_like(spans[:1]), spans[:-1]])
    after = spans + np.vstack([spans[1:], np.zeros_like(spans[:1])])
    likeness = (unit_rows(before[:-1]) * unit_rows(after[1:])).sum(axis=1)
    change = np.append(0.0, np.where(before[:-1].any(axis=1) | after[1:].any(axis=1), 1.0 - likeness, 0.0))
    return min(1.5, float(change[phase::count].mean() / max(1e-9, change.mean())) - 1.0)


def _signs(onsets: Floats, harmony: Weights) -> _Signs:
    rows = colors(harmony)
    changes = _changes(rows)
    peaks = _peaks(changes, round(_PEAK_GAP_S / FRAME_S), _PEAK_LEVEL)
    rate_hz = len(_peaks(onsets, 4, 0.5)) / max(1.0, len(onsets) * FRAME_S)
    return _Signs(onsets, changes, rows, peaks * FRAME_S, changes[peaks], rate_hz)


def _changes(rows: Floats) -> Floats:
    """For each frame how much what sounds after it differs from what sounded before."""
    count, span = len(rows), round(_SPAN_S / FRAME_S)
    sums = np.vstack([np.zeros(rows.shape[1]), np.cumsum(rows, axis=0)])
    at = np.arange(count)
    first, last = np.maximum(0, at - span), np.minimum(count, at + span)
    before = (sums[at] - sums[first]) / np.maximum(1, at - first)[:, None]
    after = (sums[last] - sums[at]) / np.maximum(1, last - at)[:, None]
    likeness = (unit_rows(before) * unit_rows(after)).sum(axis=1)
    sounds = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1) > 1e-9
    return np.asarray(np.where(sounds, 1.0 - likeness, (np.linalg.norm(after, axis=1) > 0.3).astype(float)))


def _peaks(values: Floats, gap: int, level: float) -> Floats:
    if len(values) <= 2 * gap:
        return np.zeros(0, int)
    windows = np.lib.stride_tricks.sliding_window_view(values, 2 * gap + 1)
    inner = values[gap : len(values) - gap]
    return np.asarray(np.nonzero((inner >= windows.max(axis=1)) & (inner > level))[0] + gap)


def _highest(values: Floats, start_s: float, end_s: float) -> float:
    return float(values[max(0, int(start_s / FRAME_S)) : int(end_s / FRAME_S) + 1].max(initial=0.0))
