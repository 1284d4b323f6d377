# SPDX-License-Identifier: GPL-3.0-or-later
"""The chord qualities that the lead-sheet network reads and writes."""

from musicstudio.core.theory.chords import INTERVALS

MODEL_QUALITIES = ("maj", "min", "dim", "aug", "sus4", "maj7", "min7", "dom7", "m7b5", "dim7", "6", "m6")
"""The qualities that the network itself reads and writes; `to_model_quality` maps the others to their nearest."""

_NEAREST = {
    "sus2": "sus4", "minmaj7": "min", "9": "dom7", "maj9": "maj7", "min9": "min7", "add9": "maj", "5": "maj",
    "7sus4": "sus4", "aug7": "aug", "7b5": "dom7", "7b9": "dom7", "7#9": "dom7", "69": "6", "madd9": "min",
    "min11": "min7", "11": "dom7", "13": "dom7", "maj7#11": "maj7", "augmaj7": "aug",
}  # fmt: skip


def pitch_classes(root: int, quality: str) -> frozenset[int]:
    """The pitch classes (0 to 11) of a chord on ``root``. KeyError for a quality outside `INTERVALS`."""
    return frozenset((root + step) % 12 for step in INTERVALS[quality])


def to_model_quality(quality: str) -> str:
    """The quality that the network knows nearest to ``quality``; an unknown name counts as a major triad."""
    return quality if quality in MODEL_QUALITIES else _NEAREST.get(quality, "maj")
