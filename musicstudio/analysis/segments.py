# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts of a recording by how loud and how alike its bars are: where something new begins, and how much goes on.

Novelty over a self-similarity of bars after J. Foote, "Automatic Audio Segmentation Using a Measure of Audio Novelty",
ICME 2000, kept to lines of four bars, as songs are.
"""

import itertools

import numpy as np
from msgspec import Struct

from .features import Floats, chroma, magnitudes, to_mono

LISTEN_RATE, HOP = 22_050, 2048
GRID_BARS, MIN_LENGTH_BARS = 4, 4
NOVELTY_LEVEL = 0.9


class Segment(Struct, frozen=True):
    """From bar to bar (counted from 0, the end not included); energy: 0 to 1 within this recording."""

    first_bar: int
    end_bar: int
    energy: float


def find_segments(audio: Floats, rate: int, bar_edges_s: tuple[float, ...]) -> tuple[Segment, ...]:
    """Segments of (channels, frames) audio whose bars lie between the given edges; at least one when there is a bar."""
    bars = len(bar_edges_s) - 1
    if bars < 1:
        return ()
    features, levels = _bar_features(to_mono(audio, rate), bar_edges_s)
    lines = [0, *section_lines(features), bars]
    energies = scale_energies([float(levels[a:b].mean()) for a, b in itertools.pairwise(lines)])
    return tuple(Segment(a, b, e) for a, b, e in zip(lines, lines[1:], energies, strict=False))


def _bar_features(mono: Floats, edges_s: tuple[float, ...]) -> tuple[Floats, Floats]:
    pitch = chroma(mono, LISTEN_RATE, HOP)
    spectrum = magnitudes(mono, 2048, HOP)[:512].reshape(32, 16, -1).mean(axis=1)
    frames = [(int(a * LISTEN_RATE / HOP), max(int(b * LISTEN_RATE / HOP), int(a * LISTEN_RATE / HOP) + 1))
              for a, b in itertools.pairwise(edges_s)]  # fmt: skip
    rows = [np.concatenate([_mean(pitch, a, b), np.log1p(20 * _mean(spectrum, a, b)) / 4]) for a, b in frames]
    levels = np.array([float(np.log1p(_mean(spectrum, a, b).sum())) for a, b in frames])
    features = np.array(rows)
    features = features - features.mean(axis=0)
    norms = np.linalg.norm(features, axis=1, keepdims=True)
    return np.divide(features, norms, out=np.zeros_like(features), where=norms > 1e-9), levels


def _mean(values: Floats, first: int, last: int) -> Floats:
    span = values[:, first:last]
    return np.asarray(span.mean(axis=1) if span.shape[1] else np.zeros(len(values)))


def section_lines(features: Floats) -> list[int]:
    """Lines of four bars where what comes differs most from what was."""
    bars = len(features)
    lines = list(range(GRID_BARS, bars - MIN_LENGTH_BARS + 1, GRID_BARS))
    novelty = np.array([1.0 - float(_side(features, b, -1) @ _side(features, b, +1)) for b in lines])
    if not len(novelty):
        return []
    level = max(NOVELTY_LEVEL * float(np.median(novelty)), 0.2)
    return [line for line, value in zip(lines, novelty, strict=True) if value > level]


def _side(features: Floats, bar: int, direction: int) -> Floats:
    span = features[bar : bar + GRID_BARS] if direction > 0 else features[max(0, bar - GRID_BARS) : bar]
    mean = span.mean(axis=0)
    norm = float(np.linalg.norm(mean))
    return np.asarray(mean / norm if norm > 1e-9 else mean)


def scale_energies(values: list[float]) -> list[float]:
    """Levels as energies: the lowest 0.25, the highest 0.85; all 0.5 where they are equal."""
    low, high = min(values), max(values)
    return [0.5 if high - low < 1e-6 else 0.25 + 0.6 * (value - low) / (high - low) for value in values]
