# SPDX-License-Identifier: GPL-3.0-or-later
"""How much each pitch class sounds, in the bass and in all, in each span of a song; from a recording or from notes."""

import itertools
from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from ..detected import DetectedNote
from ..features import Floats
from ..pitched import HOP, LOWEST_PITCH, RATE

FRAME_S = HOP / RATE
_FAINTEST, _BASS_LEVEL, _BASS_BELOW = 0.2, 0.25, 57


class Weights(Struct, frozen=True):
    """(spans, 12) each, at least 0: all that sounds, and the lowest voice alone."""

    every: Floats
    bass: Floats


def frame_weights(roll: Floats) -> Weights:
    """The same for each frame of what `pitched.activations` gave."""
    sounding = np.where(roll > _FAINTEST, roll, 0.0)
    low = roll[:, : _BASS_BELOW - LOWEST_PITCH] > _BASS_LEVEL
    lowest, has_bass = low.argmax(axis=1), np.nonzero(low.any(axis=1))[0]
    bass = np.zeros_like(sounding)
    bass[has_bass, lowest[has_bass]] = sounding[has_bass, lowest[has_bass]]
    return Weights(_fold(sounding), _fold(bass))


def weights_between(frames: Weights, edges_s: Sequence[float]) -> Weights:
    """Frames averaged over the spans between rising times."""
    return Weights(*(_means(each, edges_s) for each in (frames.every, frames.bass)))


def note_weights(notes: Sequence[DetectedNote], edges_s: Sequence[float]) -> Weights:
    """From notes: each counts by how long it sounds in a span; the lowest that sounds there is the bass."""
    spans = len(edges_s) - 1
    every, bass, lowest = np.zeros((spans, 12)), np.zeros((spans, 12)), np.full(spans, 128)
    edges = np.asarray(edges_s)
    for note in sorted(notes, key=lambda each: -each.pitch):
        first = max(0, int(np.searchsorted(edges, note.start_s + 1e-4, "right")) - 1)
        for span in range(first, spans):
            shared = min(note.end_s, edges[span + 1]) - max(note.start_s, edges[span])
            if shared <= 0:
                break
            share = shared / (edges[span + 1] - edges[span])
            every[span, note.pitch % 12] += share * note.strength
            if note.pitch < _BASS_BELOW and share > 0.2 and note.pitch <= lowest[span]:
                lowest[span] = note.pitch
                bass[span] = 0.0
                bass[span, note.pitch % 12] = share * note.strength
    return Weights(every, bass)


def unit_rows(rows: Floats) -> Floats:
    """Each row at length 1; rows of nothing stay so."""
    norms = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(np.divide(rows, norms, out=np.zeros_like(rows, dtype=float), where=norms > 1e-9))


def colors(weights: Weights) -> Floats:
    """Spans as rows of 24 numbers that are alike where the harmony is."""
    return np.concatenate([np.sqrt(weights.every) / 2, weights.bass], axis=1)


def _fold(pitches: Floats) -> Floats:
    folded = np.zeros((len(pitches), 12))
    for index in range(pitches.shape[1]):
        folded[:, (index + LOWEST_PITCH) % 12] += pitches[:, index]
    return folded


def _means(rows: Floats, edges_s: Sequence[float]) -> Floats:
    sums = np.vstack([np.zeros(rows.shape[1]), np.cumsum(rows, axis=0)])
    frames = np.clip((np.asarray(edges_s) / FRAME_S).astype(int), 0, len(rows))
    pairs = [(a, max(b, min(a + 1, len(rows)))) for a, b in itertools.pairwise(frames)]
    return np.array([(sums[b] - sums[a]) / max(1, b - a) for a, b in pairs]).reshape(-1, rows.shape[1])
