# SPDX-License-Identifier: GPL-3.0-or-later
"""Chord qualities: one vocabulary for the lead sheet, the arranger and the user's chord lane."""

INTERVALS: dict[str, tuple[int, ...]] = {
    "maj": (0, 4, 7),
    "min": (0, 3, 7),
    "dim": (0, 3, 6),
    "aug": (0, 4, 8),
    "sus2": (0, 2, 7),
    "sus4": (0, 5, 7),
    "maj7": (0, 4, 7, 11),
    "min7": (0, 3, 7, 10),
    "dom7": (0, 4, 7, 10),
    "m7b5": (0, 3, 6, 10),
    "dim7": (0, 3, 6, 9),
    "minmaj7": (0, 3, 7, 11),
    "6": (0, 4, 7, 9),
    "m6": (0, 3, 7, 9),
    "9": (0, 4, 7, 10, 14),
    "maj9": (0, 4, 7, 11, 14),
    "min9": (0, 3, 7, 10, 14),
    "add9": (0, 4, 7, 14),
    "5": (0, 7),
}
"""Semitones above the root, rising; 14 is the ninth."""

MODEL_QUALITIES = ("maj", "min", "dim", "aug", "sus4", "maj7", "min7", "dom7", "m7b5", "dim7", "6", "m6")
"""The qualities that the network itself reads and writes; `to_model_quality` maps the others to their nearest."""

_NEAREST = {"sus2": "sus4", "minmaj7": "min", "9": "dom7", "maj9": "maj7", "min9": "min7", "add9": "maj", "5": "maj"}


def pitch_classes(root: int, quality: str) -> frozenset[int]:
    """The pitch classes (0 to 11) of a chord on ``root``. KeyError for a quality outside `INTERVALS`."""
    return frozenset((root + step) % 12 for step in INTERVALS[quality])


def to_model_quality(quality: str) -> str:
    """The quality that the network knows nearest to ``quality``; an unknown name counts as a major triad."""
    return quality if quality in MODEL_QUALITIES else _NEAREST.get(quality, "maj")
