# SPDX-License-Identifier: GPL-3.0-or-later
"""What is measured on melodies, generated or held out, all key-relative and between 0 and 1 except the entropy."""

import math
from collections import Counter
from collections.abc import Sequence

from musicstudio.core.theory.scales import scale_steps
from musicstudio.engines.composer.melody_model import vocabulary as v
from musicstudio.engines.composer.melody_model.echoes import find_echo
from musicstudio.engines.composer.melody_model.encoding import Bar
from musicstudio.engines.composer.melody_model.qualities import pitch_classes
from scripts.train_leadsheet.melodies import Sung, sung_notes

STEPS_A_QUARTER = 12


def measure_all(bars: Sequence[Bar], mode: str) -> dict[str, float]:
    """All measures of a passage with at least one note."""
    notes = sung_notes(bars)
    values = {
        "scale consistency": scale_consistency(notes, mode),
        "pitch-class entropy (bits)": pitch_class_entropy(notes),
        "groove consistency": groove_consistency(bars, notes),
        "repetition": repetition(bars),
        "notes a quarter": len(notes) * STEPS_A_QUARTER / sum(bar.units for bar in bars),
    }
    strong = strong_chord_tones(bars, notes)
    return values if strong is None else {**values, "chord tones on strong beats": strong}


def scale_consistency(notes: Sequence[Sung], mode: str) -> float:
    """The share of notes in the scale of the mode; in minor with its raised sixth and seventh."""
    scale = set(scale_steps(mode)) | ({9, 11} if mode == "minor" else set())
    return sum(note.pitch % 12 in scale for note in notes) / len(notes)


def pitch_class_entropy(notes: Sequence[Sung]) -> float:
    """Entropy of the pitch classes in bits, each note counted once (Wu and Yang 2020, arXiv:2008.01307)."""
    counts = Counter(note.pitch % 12 for note in notes)
    return -sum(n / len(notes) * math.log2(n / len(notes)) for n in counts.values())


def groove_consistency(bars: Sequence[Bar], notes: Sequence[Sung]) -> float:
    """Mean over neighbouring bars of 1 minus the share of 16th places whose onset differs (Wu and Yang 2020)."""
    onsets: list[set[int]] = [set() for _ in bars]
    for note in notes:
        onsets[note.bar].add(note.unit // 3)
    pairs = [(i, i + 1) for i in range(len(bars) - 1) if bars[i].units == bars[i + 1].units]
    if not pairs:
        return 1.0
    return sum(1 - len(onsets[a] ^ onsets[b]) / (bars[a].units / 3) for a, b in pairs) / len(pairs)


def repetition(bars: Sequence[Bar]) -> float:
    """The share of bars that repeat the melody or the contour of the bar 1, 2, 4 or 8 before."""
    answers = [find_echo(bars, index) for index in range(len(bars))]
    first = v.echo_class("contour", 1)
    return sum(answer >= first for answer in answers) / len(answers)


def strong_chord_tones(bars: Sequence[Bar], notes: Sequence[Sung]) -> float | None:
    """The share of notes on the first beat and the middle of the bar that belong to the chord; None without chords."""
    hits = []
    for note in notes:
        is_strong = note.unit == 0 or (note.unit * 2 == bars[note.bar].units and bars[note.bar].meter != 2)
        if is_strong and v.is_chord(note.chord):
            hits.append(note.pitch % 12 in pitch_classes(*v.symbol_chord(note.chord)))
    return sum(hits) / len(hits) if hits else None
