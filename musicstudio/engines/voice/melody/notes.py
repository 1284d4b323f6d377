# SPDX-License-Identifier: GPL-3.0-or-later
"""Sung notes to the document's notes and back, so that a lyric lane can be edited by syllable and sung again. Pure."""

from collections.abc import Sequence

from musicstudio.project.model import Note

from ..text.model import BREAK, HOLD, SungNote, Syllable
from ..text.words import ENGLISH, syllabify

_OPEN = ("ɑː",)


def to_notes(sung: Sequence[SungNote]) -> tuple[Note, ...]:
    """Notes of a take, each with its syllable as lyric ("morn-", "ing", "_" to hold)."""
    return tuple(Note(n.start_ticks, n.length_ticks, n.pitch, n.velocity, n.syllable or HOLD) for n in sung)


def from_notes(notes: Sequence[Note], language: str = ENGLISH) -> tuple[SungNote, ...]:
    """Notes of a take as they are sung.

    Syllables are joined to their words ("Lan-" "tern" is said as "lantern"). A note without a lyric, "_" or "-"
    holds the vowel before; what cannot be said is sung on "ah".
    """
    ordered = sorted(notes, key=lambda note: note.start_ticks)
    sung: list[SungNote] = []
    for word in _words(ordered):
        sounds = iter(_pronounce([note.lyric for note in word if not is_hold(note.lyric)], language))
        for note in word:
            text, phonemes = (HOLD, ()) if is_hold(note.lyric) else (note.lyric, next(sounds))
            sung.append(SungNote(note.start_ticks, note.length_ticks, note.pitch, note.velocity, text, phonemes))
    return tuple(sung)


def is_hold(lyric: str) -> bool:
    """Whether a note's lyric says: hold the vowel before."""
    return lyric.strip() in ("", HOLD, BREAK)


def _words(notes: Sequence[Note]) -> list[list[Note]]:
    """Notes grouped by word, held notes with the word they hold."""
    words: list[list[Note]] = []
    goes_on = False
    for note in notes:
        if not words or not (goes_on or is_hold(note.lyric)):
            words.append([])
        words[-1].append(note)
        goes_on = note.lyric.endswith(BREAK) if not is_hold(note.lyric) else goes_on
    return words


def _pronounce(pieces: Sequence[str], language: str) -> list[tuple[str, ...]]:
    """Sounds of each piece of a word: as the whole word is said when the pieces fit its syllables, else one by one."""
    bare = [piece.strip().removesuffix(BREAK) for piece in pieces]
    whole = syllabify("".join(bare), language)
    if len(whole) == len(bare):
        return [syllable.phonemes for syllable in whole]
    return [_first(syllabify(piece, language)) for piece in bare]


def _first(syllables: Sequence[Syllable]) -> tuple[str, ...]:
    """Of several syllables crowded on one note only the first is sung."""
    return syllables[0].phonemes if syllables else _OPEN
