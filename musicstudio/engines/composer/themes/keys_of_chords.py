# SPDX-License-Identifier: GPL-3.0-or-later
"""The key that a row of chords stands in."""

from collections.abc import Sequence

from musicstudio.core.theory.chords import ChordName, chord_pitch_classes
from musicstudio.core.theory.scales import scale_pitch_classes
from musicstudio.project.model import Key

_LAST_WEIGHT, _FIRST_WEIGHT = 1.0, 0.5


def key_of_chords(chords: Sequence[ChordName], is_loop: bool = False) -> Key | None:
    """The key that holds most of their notes; first and last chord like to be the tonic, in a loop the first.

    None without chords.
    """
    if not chords:
        return None
    if is_loop and len(chords) == 1:
        mode = (
            "mixolydian" if chords[0].quality in ("dom7", "9", "13") else "minor" if _is_minor(chords[0]) else "major"
        )
        return Key(chords[0].root, mode)
    if is_loop:
        chords = (*chords, chords[0])
    keys = [Key(tonic, mode) for mode in ("major", "minor") for tonic in range(12)]
    return max(keys, key=lambda key: _share(key, chords))


def _share(key: Key, chords: Sequence[ChordName]) -> float:
    scale = set(scale_pitch_classes(key.tonic, key.mode))
    inside = [len(scale & set(pcs)) / len(pcs) for pcs in (chord_pitch_classes(c.root, c.quality) for c in chords)]
    return sum(inside) / len(inside) + _home(key, chords[-1], _LAST_WEIGHT) + _home(key, chords[0], _FIRST_WEIGHT)


def _home(key: Key, chord: ChordName, weight: float) -> float:
    return weight * 0.3 * (chord.root == key.tonic and _is_minor(chord) == (key.mode == "minor"))


def _is_minor(chord: ChordName) -> bool:
    return chord.quality.startswith("m") and not chord.quality.startswith("maj")
