# SPDX-License-Identifier: GPL-3.0-or-later
"""Chords beat by beat and the key, each with how sure it is.

Chords: templates against what sounds, with the bass, by the cheapest way through the song (Viterbi); chords like to
change where bars begin. The key: profiles after Krumhansl and Temperley, and which chord the song dwells on, begins
and ends with. Once the key is known the chords are found again, those of the key a little likelier.
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from musicstudio.core.theory.chords import INTERVALS, chord_pitch_classes
from musicstudio.core.theory.scales import scale_pitch_classes
from musicstudio.project.model import Key

from ..detected import DetectedKey
from ..features import Floats
from ..key import fit_of_keys
from .weights import Weights, unit_rows

_QUALITIES = ("maj", "min", "dom7", "min7", "maj7", "dim", "sus4")
_NAMES = tuple((root, quality) for quality in _QUALITIES for root in range(12))
_ROOT_WEIGHT, _BASS_WEIGHT, _FIFTH_SHARE = 1.2, 0.2, 0.3
_UNUSUAL = {"dom7": 0.1, "min7": 0.1, "maj7": 0.1, "dim": 0.12, "sus4": 0.12}
_CHANGE, _CHANGE_INSIDE_BAR, _OF_KEY = 0.3, 0.2, 0.08
_PROFILE_BASS, _DWELLS, _OPENS, _CLOSES = 0.3, 0.5, 0.2, 0.1
_SURE_KEY_GAP, _SURE_CHORD_GAP = 0.15, 0.12


class Harmony(Struct, frozen=True):
    """The key, and for each beat a chord (root, quality) or None where nothing sounds, with how sure each is (0-1)."""

    key: DetectedKey
    chords: tuple[tuple[int, str] | None, ...]
    confidences: tuple[float, ...]


def find_harmony(beats: Weights, are_downbeats: Sequence[bool]) -> Harmony:
    """The harmony of weights by beat."""
    first, _ = _chords(beats, are_downbeats, None)
    key = _key(beats, first)
    chords, sure = _chords(beats, are_downbeats, key.key if key.confidence > 0 else None)
    return Harmony(key, tuple(chords), tuple(sure))


def _chords(
    beats: Weights, are_downbeats: Sequence[bool], key: Key | None
) -> tuple[list[tuple[int, str] | None], list[float]]:
    scores = _scores(beats, key)
    path = _cheapest_path(scores, are_downbeats)
    sounds = beats.every.sum(axis=1) > 1e-3
    chords = [_NAMES[state] if sounds[i] else None for i, state in enumerate(path)]
    return chords, [_confidence(scores[i], state) if sounds[i] else 0.0 for i, state in enumerate(path)]


def _scores(beats: Weights, key: Key | None) -> Floats:
    scores = unit_rows(np.sqrt(beats.every)) @ _templates().T
    bass = unit_rows(beats.bass)
    for state, (root, quality) in enumerate(_NAMES):
        scores[:, state] += _BASS_WEIGHT * (bass[:, root] + _FIFTH_SHARE * bass[:, (root + 7) % 12])
        scores[:, state] -= _UNUSUAL.get(quality, 0.0)
        if key is not None and _is_of_key(root, quality, key):
            scores[:, state] += _OF_KEY
    return scores


def _templates() -> Floats:
    rows = np.zeros((len(_NAMES), 12))
    for row, (root, quality) in zip(rows, _NAMES, strict=True):
        row[list(chord_pitch_classes(root, quality))] = 1.0
        row[root] = _ROOT_WEIGHT
    return unit_rows(rows)


def _is_of_key(root: int, quality: str, key: Key) -> bool:
    return {(root + step) % 12 for step in INTERVALS[quality]} <= set(scale_pitch_classes(key.tonic, key.mode))


def _cheapest_path(scores: Floats, are_downbeats: Sequence[bool]) -> list[int]:
    total, back = scores[0].copy(), []
    for index, row in enumerate(scores[1:], 1):
        cost = _CHANGE + (0.0 if are_downbeats[index] else _CHANGE_INSIDE_BAR)
        best = int(np.argmax(total))
        is_moving = total[best] - cost > total
        back.append(np.where(is_moving, best, np.arange(len(total))))
        total = np.where(is_moving, total[best] - cost, total) + row
    path = [int(np.argmax(total))]
    for choices in reversed(back):
        path.append(int(choices[path[-1]]))
    return path[::-1]


def _confidence(row: Floats, state: int) -> float:
    """By how much the chord fits better than the best with another root or third."""
    root, quality = _NAMES[state]
    others = [s for s, (r, q) in enumerate(_NAMES) if r != root or (q[:3] == "min") != (quality[:3] == "min")]
    gap = float(row[state] - row[others].max())
    return float(1.0 / (1.0 + np.exp(-gap / (_SURE_CHORD_GAP / 2))))


def _key(beats: Weights, chords: Sequence[tuple[int, str] | None]) -> DetectedKey:
    sounding = unit_rows(np.sqrt(beats.every)).sum(axis=0)
    if sounding.sum() <= 0.0 or np.ptp(sounding) < 1e-9:
        return DetectedKey(Key(0, "major"), Key(9, "minor"), 0.0)
    bass = unit_rows(beats.bass).sum(axis=0)
    profile = sounding / sounding.sum() + _PROFILE_BASS * bass / max(1e-9, float(bass.sum()))
    keys, fits = fit_of_keys(profile)
    scores = fits + np.array([_stands_on(key, chords) for key in keys])
    first, second = np.argsort(scores)[::-1][:2]
    gap = max(0.0, float(scores[first] - scores[second]))
    return DetectedKey(keys[first], keys[second], float(1.0 - np.exp(-gap / _SURE_KEY_GAP)))


def _stands_on(key: Key, chords: Sequence[tuple[int, str] | None]) -> float:
    """How much of the song its tonic chord is, and whether it begins and ends with it."""
    is_tonic = [c is not None and _is_tonic(c, key) for c in chords if c is not None]
    if not is_tonic:
        return 0.0
    return _DWELLS * sum(is_tonic) / len(is_tonic) + _OPENS * is_tonic[0] + _CLOSES * is_tonic[-1]


def _is_tonic(chord: tuple[int, str], key: Key) -> bool:
    root, quality = chord
    return root == key.tonic and quality != "dim" and (quality[:3] == "min") == (key.mode == "minor")
