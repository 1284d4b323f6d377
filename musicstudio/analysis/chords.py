# SPDX-License-Identifier: GPL-3.0-or-later
"""Chords: chroma of each span against chord templates, smoothed by the cost of changing (Viterbi)."""

import itertools

import numpy as np

from musicstudio.core.theory.chords import INTERVALS, chord_pitch_classes

from .detected import DetectedChord
from .features import LISTEN_RATE, Floats, chroma, to_mono

HOP = 2048
CHANGE_COST = 0.05
DETECTED_QUALITIES = ("maj", "min", "dom7", "min7", "maj7", "dim", "sus4")
EXTENDED_PENALTY = 0.08


def find_chords(audio: Floats, rate: int, edges_s: tuple[float, ...]) -> tuple[DetectedChord, ...]:
    """One chord for each span between the rising ``edges_s`` (beats or bars); equal neighbours are joined."""
    if len(edges_s) < 2:
        return ()
    frames = chroma(to_mono(audio, rate))
    spans = np.array([_mean(frames, a, b) for a, b in itertools.pairwise(edges_s)])
    names = [(root, quality) for quality in DETECTED_QUALITIES for root in range(12)]
    scores = spans @ np.array([_template(root, quality) for root, quality in names]).T
    scores -= np.array([EXTENDED_PENALTY if len(INTERVALS[quality]) > 3 else 0.0 for _, quality in names])
    path = _best_path(scores)
    chords = [
        DetectedChord(edges_s[i], edges_s[i + 1], *names[state], confidence=float(np.clip(scores[i, state], 0.0, 1.0)))
        for i, state in enumerate(path)
        if spans[i].any()
    ]
    return _merge_repeats(chords)


def _mean(frames: Floats, start_s: float, end_s: float) -> Floats:
    first = int(start_s * LISTEN_RATE / HOP)
    last = max(first + 1, int(end_s * LISTEN_RATE / HOP))
    span = frames[:, first:last]
    mean = span.mean(axis=1) if span.size else np.zeros(12)
    norm = np.linalg.norm(mean)
    return np.asarray(mean / norm if norm > 1e-9 else mean)


def _template(root: int, quality: str) -> Floats:
    template = np.zeros(12)
    template[list(chord_pitch_classes(root, quality))] = 1.0
    template[root] = 1.3
    return np.asarray(template / np.linalg.norm(template))


def _best_path(scores: Floats) -> list[int]:
    total, back = scores[0].copy(), []
    for row in scores[1:]:
        best = int(np.argmax(total))
        is_moving = total[best] - CHANGE_COST > total
        back.append(np.where(is_moving, best, np.arange(len(total))))
        total = np.where(is_moving, total[best] - CHANGE_COST, total) + row
    path = [int(np.argmax(total))]
    for choices in reversed(back):
        path.append(int(choices[path[-1]]))
    return path[::-1]


def _merge_repeats(chords: list[DetectedChord]) -> tuple[DetectedChord, ...]:
    joined: list[DetectedChord] = []
    for chord in chords:
        last = joined[-1] if joined else None
        if last and (last.root, last.quality) == (chord.root, chord.quality) and abs(last.end_s - chord.start_s) < 0.01:
            confidence = (last.confidence + chord.confidence) / 2
            joined[-1] = DetectedChord(last.start_s, chord.end_s, chord.root, chord.quality, confidence)
        else:
            joined.append(chord)
    return tuple(joined)
