# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes read as a song: which part has the tune, which is the bass, the key, the chords, the form.

Times are in quarters here, so that what is found falls on the very grid of the notes.
"""

import itertools
from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from ..detected import DetectedChord, DetectedKey, DetectedNote
from ..features import Floats
from .harmony import find_harmony
from .hearing import chords_of
from .sections import FormPart, find_form
from .weights import colors, note_weights

_BASS_BELOW, _ONE_LINE, _LEAST_VOICES = 50, 0.7, 1.45
_NAMED = 6.0


class PlayedPart(Struct, frozen=True):
    """One part. is_named_tune: whether its name, its role or words say that it carries the tune."""

    notes: tuple[DetectedNote, ...]
    is_drums: bool = False
    is_named_tune: bool = False


class ReadSong(Struct, frozen=True):
    """tune_part, bass_part: indexes of parts, or -1. chords: none where only one line is played, for it leaves them
    open. is_tune_alone: whether the tune's part plays nothing else."""

    key: DetectedKey
    chords: tuple[DetectedChord, ...]
    form: tuple[FormPart, ...]
    tune_part: int = -1
    bass_part: int = -1
    is_tune_alone: bool = False


def read_song(parts: Sequence[PlayedPart], beats: Sequence[float], downbeats: Sequence[bool]) -> ReadSong:
    """Read parts over rising beats (one more edge than there are ``downbeats``)."""
    pitched = [note for part in parts if not part.is_drums for note in part.notes]
    weights = note_weights(pitched, beats)
    harmony = find_harmony(weights, downbeats)
    lines = [beat for beat, is_first in zip(beats, downbeats, strict=False) if is_first]
    lines = [*lines, beats[-1]] if lines and beats[-1] > lines[-1] else lines
    tune = _tune_part(parts)
    return ReadSong(
        key=harmony.key,
        chords=chords_of(harmony, beats) if _voices(weights.every) >= _LEAST_VOICES else (),
        form=find_form(*_bar_rows(parts, lines)) if len(lines) > 1 else (),
        tune_part=tune,
        bass_part=_bass_part(parts, tune),
        is_tune_alone=tune >= 0 and _one_line_share(parts[tune].notes) >= _ONE_LINE,
    )


def _voices(every: Floats) -> float:
    """How many pitch classes sound in a beat, on average."""
    sounding = every[every.sum(axis=1) > 0.0]
    return float((sounding > 0.1).sum(axis=1).mean()) if len(sounding) else 0.0


def _tune_part(parts: Sequence[PlayedPart]) -> int:
    scores = [_tunefulness(part) for part in parts]
    best = int(np.argmax(scores)) if scores else -1
    return best if best >= 0 and scores[best] > 0.0 else -1


def _tunefulness(part: PlayedPart) -> float:
    """A tune is one line, rather high, of many pitches, and moves; below 0 where there can be none."""
    if part.is_drums or len(part.notes) < 4:
        return -1.0
    pitches = np.array([note.pitch for note in part.notes])
    if np.median(pitches) < _BASS_BELOW and not part.is_named_tune:
        return -1.0
    height = float(np.clip((np.median(pitches) - 60) / 24, -0.5, 0.8))
    variety = min(1.0, len(set(pitches.tolist())) / 9)
    moves = float((np.diff(pitches) != 0).mean())
    level = float(np.mean([note.strength for note in part.notes]))
    presence = min(1.0, len(part.notes) / 24)
    return 1.5 * _one_line_share(part.notes) + height + variety + moves + level + presence + _NAMED * part.is_named_tune


def _one_line_share(notes: Sequence[DetectedNote]) -> float:
    """The share of notes that sound alone in their part."""
    ordered = sorted(notes, key=lambda note: (note.start_s, note.pitch))
    alone = 0
    for index, note in enumerate(ordered):
        after = ordered[index + 1] if index + 1 < len(ordered) else None
        before = ordered[index - 1] if index else None
        length = note.end_s - note.start_s
        meets_after = after is not None and after.start_s < note.end_s - 0.5 * length
        meets_before = before is not None and before.end_s > note.start_s + 0.5 * (before.end_s - before.start_s)
        alone += not (meets_after or meets_before)
    return alone / len(ordered) if ordered else 0.0


def _bass_part(parts: Sequence[PlayedPart], tune: int) -> int:
    medians = {
        i: float(np.median([n.pitch for n in part.notes]))
        for i, part in enumerate(parts)
        if part.notes and not part.is_drums and i != tune and _one_line_share(part.notes) > _ONE_LINE
    }
    lowest = min(medians, key=lambda i: medians[i], default=-1)
    return lowest if lowest >= 0 and medians[lowest] < _BASS_BELOW else -1


def _bar_rows(parts: Sequence[PlayedPart], lines: Sequence[float]) -> tuple[Floats, Floats]:
    """For each bar what sounds and who plays, and how full it is."""
    pitched = [note for part in parts if not part.is_drums for note in part.notes]
    harmony = colors(note_weights(pitched, lines))
    activity = np.array([[_activity(part.notes, a, b) for part in parts] for a, b in itertools.pairwise(lines)])
    busiest = np.maximum(activity.max(axis=0), 1e-9)
    return np.concatenate([harmony, np.sqrt(activity / busiest)], axis=1), np.log1p(activity.sum(axis=1))


def _activity(notes: Sequence[DetectedNote], start: float, end: float) -> float:
    return float(sum(note.strength for note in notes if start <= note.start_s < end))
