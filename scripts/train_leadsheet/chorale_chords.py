# SPDX-License-Identifier: GPL-3.0-or-later
"""Chords of a four-part chorale: each beat's sounding pitch classes matched with chord templates."""

from collections.abc import Sequence

from musicstudio.engines.composer.melody_model.qualities import pitch_classes
from scripts.train_leadsheet.tunes import RawChord, RawNote

TEMPLATES = ("maj", "min", "dim", "dom7", "min7", "maj7", "m7b5", "dim7")


def beat_chords(parts: Sequence[Sequence[RawNote]], length: float, beat: float = 12.0) -> list[RawChord]:
    """A chord wherever the harmony changes, in units from the start; looked at on every beat."""
    chords: list[RawChord] = []
    for index in range(int(length // beat)):
        weights, bass = _sounding(parts, index * beat, (index + 1) * beat)
        found = _match(weights, bass)
        if found and (not chords or (chords[-1].root, chords[-1].quality) != found):
            chords.append(RawChord(index * beat, *found))
    return chords


def _sounding(parts: Sequence[Sequence[RawNote]], begin: float, end: float) -> tuple[dict[int, float], int | None]:
    weights: dict[int, float] = {}
    low: tuple[int, int] | None = None
    for notes in parts:
        for note in notes:
            overlap = min(end, note.start + note.length) - max(begin, note.start)
            if overlap <= 0:
                continue
            on_beat = 2.0 if note.start <= begin else 1.0
            weights[note.pitch % 12] = weights.get(note.pitch % 12, 0.0) + overlap * on_beat
            if note.start <= begin and (low is None or note.pitch < low[0]):
                low = (note.pitch, note.pitch % 12)
    return weights, low[1] if low else None


def _match(weights: dict[int, float], bass: int | None) -> tuple[int, str] | None:
    """The template that explains most of what sounds and leaves least unexplained."""
    if len(weights) < 2:
        return None
    total = sum(weights.values())
    best: tuple[float, int, str] | None = None
    for root in range(12):
        for quality in TEMPLATES:
            tones = pitch_classes(root, quality)
            inside = sum(weights.get(tone, 0.0) for tone in tones) / total
            missing = sum(tone not in weights for tone in tones)
            score = inside - 0.12 * missing - 0.05 * len(tones) + 0.06 * (bass == root)
            if best is None or score > best[0]:
                best = (score, root, quality)
    return None if best is None else (best[1], best[2])
