# SPDX-License-Identifier: GPL-3.0-or-later
"""Words laid on a melody that is already there: one syllable a note, melismas or shared notes where they differ.

Pure.
"""

import itertools
from collections.abc import Sequence

import msgspec
import numpy as np

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Meter, Note

from ..text.model import HOLD, Line, SungNote
from ..text.prosody import texts, weights
from .rhythm import strength

MIN_LENGTH_TICKS = TICKS_PER_QUARTER // 8
_REST_BONUS = 4.0


def lay_on_notes(
    lines: Sequence[Line], notes: Sequence[Note], meter: Meter, may_split: bool
) -> tuple[tuple[SungNote, ...], int]:
    """(sung notes, syllables that found no note). Notes keep their time and pitch.

    may_split: where a line has more syllables than notes, long notes are struck again; else the words run over into
    the next notes in order and the last ones may be left over. Never loses a note: those without a syllable hold
    the vowel before.
    """
    melody = sorted(notes, key=lambda note: note.start_ticks)
    wanted = [len(texts(line)) for line in lines]
    if not melody or not lines:
        return (), sum(wanted)
    if not may_split and sum(wanted) >= len(melody):
        return _in_order(lines, melody)
    groups = _shares(melody, wanted)
    sung: list[SungNote] = []
    left_over = 0
    for line, (first, last) in zip(lines, groups, strict=True):
        own = _split_long(melody[first:last], len(texts(line))) if may_split else melody[first:last]
        laid, missing = _lay_line(line, own, meter)
        sung += laid
        left_over += missing
    if left_over and not may_split:
        return _in_order(lines, melody)
    return tuple(sung), left_over


def _in_order(lines: Sequence[Line], melody: Sequence[Note]) -> tuple[tuple[SungNote, ...], int]:
    """One after the other, whatever the lines; notes beyond the last word hold it."""
    words = [text for line in lines for text in texts(line)]
    spare = [(HOLD, ())] * max(0, len(melody) - len(words))
    sung = tuple(_sung_note(note, *word) for note, word in zip(melody, [*words, *spare], strict=False))
    return sung, max(0, len(words) - len(melody))


def _sung_note(note: Note, text: str, phonemes: tuple[str, ...]) -> SungNote:
    return SungNote(note.start_ticks, note.length_ticks, note.pitch, note.velocity, text, phonemes)


def _shares(melody: Sequence[Note], wanted: Sequence[int]) -> list[tuple[int, int]]:
    """Which notes belong to which line: near each line's share of the syllables, cut at rests."""
    count, lines = len(melody), len(wanted)
    if count < lines:
        return [(min(i, count), min(i + 1, count)) for i in range(lines)]
    rests = [
        (b.start_ticks - a.start_ticks - a.length_ticks + a.length_ticks / 2) for a, b in itertools.pairwise(melody)
    ]
    bonus = np.array([0.0, *rests, 0.0]) / TICKS_PER_QUARTER
    aims = np.cumsum([0, *wanted]) * count / max(1, sum(wanted))
    best, back = np.full(count + 1, np.inf), []
    best[0] = 0.0
    for line in range(1, lines + 1):
        reach = np.minimum.accumulate(np.concatenate([[np.inf], best[:-1]]))
        source = np.array([int(np.argmin(best[:i])) if i else 0 for i in range(count + 1)])
        spread = max(1.0, wanted[line - 1] * 0.3)
        here = ((np.arange(count + 1) - aims[line]) / spread) ** 2 - _REST_BONUS * np.clip(bonus, 0, 2)
        best = reach + here
        back.append(source)
    cuts = [count]
    for source in reversed(back):
        cuts.append(int(source[cuts[-1]]))
    cuts.reverse()
    return [(cuts[i], cuts[i + 1]) for i in range(lines)]


def _split_long(notes: Sequence[Note], count: int) -> list[Note]:
    """Strike the longest note again until there are ``count`` notes or they get too short."""
    pieces = list(notes)
    while pieces and len(pieces) < count:
        spot = max(range(len(pieces)), key=lambda i: pieces[i].length_ticks)
        note = pieces[spot]
        half = note.length_ticks // 2
        if half < MIN_LENGTH_TICKS:
            break
        first = msgspec.structs.replace(note, length_ticks=half)
        second = msgspec.structs.replace(
            note, start_ticks=note.start_ticks + half, length_ticks=note.length_ticks - half
        )
        pieces[spot : spot + 1] = [first, second]
    return pieces


def _lay_line(line: Line, notes: Sequence[Note], meter: Meter) -> tuple[list[SungNote], int]:
    words = texts(line)
    if len(notes) <= len(words):
        return [_sung_note(note, *word) for note, word in zip(notes, words, strict=False)], len(words) - len(notes)
    starts = _best_starts(_note_weights(line), notes, meter)
    laid = [SungNote(n.start_ticks, n.length_ticks, n.pitch, n.velocity, HOLD, ()) for n in notes]
    for start, word in zip(starts, words, strict=True):
        laid[start] = _sung_note(notes[start], *word)
    return laid, 0


def _note_weights(line: Line) -> list[float]:
    """Weights of a line's notes: its syllables' and, for the melismas asked for, none."""
    spread: list[float] = []
    for weight, syllable in zip(weights(line), line.syllables, strict=True):
        spread += [weight] + [0.0] * (syllable.notes - 1)
    return spread


def _best_starts(syllable_weights: Sequence[float], notes: Sequence[Note], meter: Meter) -> list[int]:
    """On which notes syllables begin (the first on the first), heavy ones on strong and long notes."""
    count, size = len(syllable_weights), len(notes)
    values = np.array(
        [strength(n.start_ticks, meter) + min(1.0, n.length_ticks / (2 * TICKS_PER_QUARTER)) for n in notes]
    )
    best = np.full((count, size), -np.inf)
    best[0, 0] = 0.0
    back = np.zeros((count, size), np.int64)
    for i in range(1, count):
        for j in range(i, size - (count - 1 - i)):
            source = int(np.argmax(best[i - 1, :j]))
            best[i, j] = best[i - 1, source] + (0.3 + syllable_weights[i]) * values[j]
            back[i, j] = source
    spot = int(np.argmax(best[-1]))
    starts = [spot]
    for i in range(count - 1, 0, -1):
        spot = int(back[i, spot])
        starts.append(spot)
    return starts[::-1]
