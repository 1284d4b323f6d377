# SPDX-License-Identifier: GPL-3.0-or-later
"""Chords for a melody: by the learned model, or by how well each chord of the key covers each half bar."""

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from musicstudio.core.errors import StudioError
from musicstudio.engines.composer.arrangement.chord_tones import tones
from musicstudio.engines.composer.melody_model.api import Cadence
from musicstudio.engines.composer.meter import MeterGrid, grid_of
from musicstudio.engines.composer.plan import Conditioning
from musicstudio.engines.composer.styles import StyleBlend
from musicstudio.project.model import Chord, Key, Note

from .learned import is_learned, write_chords
from .progressions import merge_chords
from .roman import chord_of, is_minor, tonic_numeral
from .themes import ThemeRequest, learned_request

_MAJOR_PROFILE = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
_MINOR_PROFILE = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)
_MAJOR_CHORDS = ("I", "ii", "iii", "IV", "V", "vi")
_MINOR_CHORDS = ("i", "III", "iv", "v", "V", "VI", "VII")
_FIFTH_DOWN, _STEP = 0.35, 0.15
_WINDOW_BARS = 16


def harmonize_melody(
    melody: tuple[Note, ...], key: Key, bars: int, conditioning: Conditioning, styles: StyleBlend, seed: int
) -> tuple[Chord, ...]:
    """Chords under a one-voiced melody over ``bars`` bars, in ticks from 0, ending at home."""
    grid = grid_of(*conditioning.meter)
    if not is_learned():
        return cover_melody(melody, key, bars, grid)
    chords: list[Chord] = []
    for first in range(0, bars, _WINDOW_BARS):
        count = min(_WINDOW_BARS, bars - first)
        start, end = first * grid.bar_ticks, (first + count) * grid.bar_ticks
        part = tuple(
            replace(note, start_ticks=note.start_ticks - start) for note in melody if start <= note.start_ticks < end
        )
        cadence: Cadence = "full" if first + count == bars else "open"
        request = learned_request(
            ThemeRequest("verse", count, key, conditioning.energy, cadence), conditioning, styles, seed + first
        )
        try:
            found = write_chords(request, _end_notes(part, end - start))
        except StudioError:
            return cover_melody(melody, key, bars, grid)
        chords += [replace(chord, start_ticks=chord.start_ticks + start) for chord in found]
    return merge_chords(chords)


def cover_melody(melody: tuple[Note, ...], key: Key, bars: int, grid: MeterGrid) -> tuple[Chord, ...]:
    """The best path of the key's chords, one a bar: notes covered, roots that fall by fifths, home at the end
    (Viterbi)."""
    numerals = _MINOR_CHORDS if is_minor(key) else _MAJOR_CHORDS
    choices = [chord_of(numeral, key) for numeral in numerals]
    fits = np.array([[_fit(chord, melody, bar, grid) for chord in choices] for bar in range(bars)])
    home = numerals.index(tonic_numeral(key))
    fits[0, home] += 0.5
    fits[-1, home] += 1.5
    moves = np.array([[_move(a, b) for b in choices] for a in choices])
    path = _best_path(fits, moves)
    spans = [
        replace(choices[c], start_ticks=bar * grid.bar_ticks, length_ticks=grid.bar_ticks) for bar, c in enumerate(path)
    ]
    return merge_chords(spans)


def key_of_melody(melody: tuple[Note, ...]) -> Key:
    """The major or minor key whose profile fits best (Krumhansl & Kessler 1982, by correlation; Krumhansl 1990, ch.
    4)."""
    weights = np.zeros(12)
    for note in melody:
        weights[note.pitch % 12] += note.length_ticks
    weights[melody[-1].pitch % 12] += 0.5 * weights.max()
    scores = {
        Key(tonic, mode): float(np.corrcoef(np.roll(profile, tonic), weights)[0, 1])
        for mode, profile in (("major", _MAJOR_PROFILE), ("minor", _MINOR_PROFILE))
        for tonic in range(12)
    }
    return max(scores, key=lambda key: (np.nan_to_num(scores[key]), -key.tonic))


def top_line(melody: tuple[Note, ...]) -> tuple[Note, ...]:
    """One voice: the highest of notes that begin together, each ending where the next begins."""
    highest: dict[int, Note] = {}
    for note in sorted(melody, key=lambda note: (note.start_ticks, note.pitch)):
        highest[note.start_ticks] = note
    line = [highest[start] for start in sorted(highest)]
    ends = [note.start_ticks for note in line[1:]] + [line[-1].start_ticks + line[-1].length_ticks] if line else []
    return tuple(
        replace(n, length_ticks=max(1, min(n.length_ticks, end - n.start_ticks)))
        for n, end in zip(line, ends, strict=True)
    )


def _end_notes(notes: tuple[Note, ...], end: int) -> tuple[Note, ...]:
    return tuple(replace(note, length_ticks=min(note.length_ticks, end - note.start_ticks)) for note in notes)


def _fit(chord: Chord, melody: tuple[Note, ...], bar: int, grid: MeterGrid) -> float:
    """Share of the bar's sounding time, strong places counting more, that belongs to the chord."""
    start, end = bar * grid.bar_ticks, (bar + 1) * grid.bar_ticks
    inside, total = 0.0, 1e-9
    for note in melody:
        length = min(end, note.start_ticks + note.length_ticks) - max(start, note.start_ticks)
        if length > 0:
            weight = length * (0.5 + grid.strength(max(0, note.start_ticks - start)))
            total += weight
            inside += weight * (note.pitch % 12 in tones(chord))
    return inside / total


def _move(before: Chord, after: Chord) -> float:
    step = (after.root - before.root) % 12
    return _FIFTH_DOWN if step == 5 else _STEP if step in (2, 7, 9) else -0.1 if step == 0 else 0.0


def _best_path(fits: NDArray[np.float64], moves: NDArray[np.float64]) -> list[int]:
    scores, back = fits[0].copy(), []
    for row in fits[1:]:
        options = scores[:, None] + moves
        back.append(options.argmax(axis=0))
        scores = options.max(axis=0) + 2.0 * row
    path = [int(scores.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]
