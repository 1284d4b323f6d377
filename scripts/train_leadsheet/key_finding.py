# SPDX-License-Identifier: GPL-3.0-or-later
"""Tonic and mode of a tune whose source gives only a key signature."""

from collections.abc import Sequence

from scripts.train_leadsheet.tunes import RawChord, RawNote

MODES_OF_SIGNATURE = (("major", 0), ("minor", 9), ("dorian", 2), ("mixolydian", 7))
"""Mode and its tonic in semitones above the major tonic of the same signature."""


def find_mode(
    major_tonic: int, notes: Sequence[RawNote], chords: Sequence[RawChord], modes: Sequence[str] = ("major", "minor")
) -> tuple[int, str]:
    """(tonic, mode) among the ``modes`` that share a signature: where does the tune end, and on what does it dwell?"""
    scores = []
    total = sum(note.length for note in notes)
    for mode, shift in MODES_OF_SIGNATURE:
        if mode not in modes:
            continue
        tonic = (major_tonic + shift) % 12
        ends = float(notes[-1].pitch % 12 == tonic)
        dwell = sum(n.length for n in notes if (n.pitch - tonic) % 12 in (0, 7)) / total
        score = ends + dwell + 0.15 * (mode == "major")
        if chords:
            score += 1.5 * (chords[-1].root == tonic) + 0.5 * (chords[0].root == tonic)
            score += sum(c.root == tonic for c in chords) / len(chords)
        scores.append((score, tonic, mode))
    _, tonic, mode = max(scores)
    return tonic, mode
