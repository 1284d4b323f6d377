# SPDX-License-Identifier: GPL-3.0-or-later
"""Modes as semitones above their tonic."""

SCALES: dict[str, tuple[int, ...]] = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "locrian": (0, 1, 3, 5, 6, 8, 10),
    "ionian": (0, 2, 4, 5, 7, 9, 11),
    "aeolian": (0, 2, 3, 5, 7, 8, 10),
}
"""Semitones above the tonic, tonic first; minor is the natural one. Chords add their own notes."""

MINOR_MODES = frozenset({"minor", "dorian", "phrygian", "locrian", "aeolian"})
"""Modes whose tonic chord has a minor third."""


def scale_steps(mode: str) -> tuple[int, ...]:
    """The steps of a mode; an unknown one counts as major."""
    return SCALES.get(mode, SCALES["major"])


def scale_pitch_classes(tonic: int, mode: str) -> tuple[int, ...]:
    """Pitch classes of a key, tonic first."""
    return tuple((tonic + step) % 12 for step in scale_steps(mode))
