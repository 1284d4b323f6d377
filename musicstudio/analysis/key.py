# SPDX-License-Identifier: GPL-3.0-or-later
"""The key, by comparing the sum of chroma with the profiles of all keys.

Profiles: C. L. Krumhansl, "Cognitive Foundations of Musical Pitch", Oxford 1990, as refined by D. Temperley, "What's
Key for Key?", Music Perception 17(1), 1999.
"""

from collections.abc import Iterable

import numpy as np

from musicstudio.project.model import Key

from .detected import DetectedKey, DetectedNote
from .features import Floats, chroma, to_mono

MAJOR = np.array([5.0, 2.0, 3.5, 2.0, 4.5, 4.0, 2.0, 4.5, 2.0, 3.5, 1.5, 4.0])
MINOR = np.array([5.0, 2.0, 3.5, 4.5, 2.0, 4.0, 2.0, 4.5, 3.5, 2.0, 1.5, 4.0])


def find_key(audio: Floats, rate: int) -> DetectedKey:
    """The key of (channels, frames) audio; silence gives C major with a confidence of 0."""
    return key_of_profile(chroma(to_mono(audio, rate)).sum(axis=1))


def key_of_notes(notes: Iterable[DetectedNote]) -> DetectedKey:
    """The key of a tune, by how long each pitch class sounds."""
    weights = np.zeros(12)
    for note in notes:
        weights[note.pitch % 12] += note.end_s - note.start_s
    return key_of_profile(weights)


def key_of_profile(weights: Floats) -> DetectedKey:
    """The key that fits 12 weights by pitch class (from audio, or durations of notes) best."""
    if weights.max(initial=0.0) <= 0.0 or np.ptp(weights) == 0.0:
        return DetectedKey(Key(0, "major"), Key(9, "minor"), 0.0)
    keys, scores = fit_of_keys(weights)
    first, second = np.argsort(scores)[::-1][:2]
    confidence = float(np.clip((scores[first] - scores[second]) * 5.0 + 0.3 * scores[first], 0.0, 1.0))
    return DetectedKey(keys[first], keys[second], confidence)


def fit_of_keys(weights: Floats) -> tuple[list[Key], Floats]:
    """All keys, and how well (-1 to 1) 12 weights by pitch class fit the profile of each."""
    keys = [Key(tonic, mode) for mode in ("major", "minor") for tonic in range(12)]
    return keys, np.array([_fit(weights, key) for key in keys])


def _fit(weights: Floats, key: Key) -> float:
    profile = np.roll(MAJOR if key.mode == "major" else MINOR, key.tonic)
    return float(np.corrcoef(weights, profile)[0, 1])
