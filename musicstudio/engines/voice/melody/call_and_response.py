# SPDX-License-Identifier: GPL-3.0-or-later
"""Who sings which words of a line, and on which tune the backing singers answer. Pure.

Words in (parentheses) are theirs. An answer that repeats the lead's last words echoes the lead's tune in harmony; other
words get a tune of their own.
"""

import itertools
from collections.abc import Sequence

import msgspec
import numpy as np

from musicstudio.project.model import Chord, Key

from ..text.model import Line, SungNote
from ..text.prosody import texts
from .backing import harmonize
from .write_melody import Spot, write_melody

SYLLABLES_COMPARED = 12
"""An echo repeats at most this many syllables; what is longer is a line of its own."""


class Singers(msgspec.Struct, frozen=True):
    """Notes by who sings them, each in order of time; the two may overlap."""

    lead: tuple[SungNote, ...] = ()
    backing: tuple[SungNote, ...] = ()


def turns(line: Line) -> tuple[Line, ...]:
    """A line cut where the singers change: each turn is the lead's or (``turn.backing``) the backing singers'."""
    runs = itertools.groupby(line.words, key=lambda word: word.backing)
    return tuple(Line(line.number, tuple(words)) for _, words in runs)


def as_lead(line: Line) -> Line:
    """The line with all its words sung by the lead."""
    return msgspec.structs.replace(line, words=tuple(msgspec.structs.replace(w, backing=False) for w in line.words))


def for_one_singer(lines: Sequence[Line]) -> tuple[Line, ...]:
    """What a single singer sings of lines: the lead's words, or all of them where every word is in parentheses."""
    lead = [msgspec.structs.replace(each, words=tuple(w for w in each.words if not w.backing)) for each in lines]
    return tuple(line for line in lead if line.words) or tuple(as_lead(line) for line in lines)


def share_out(notes: Sequence[SungNote], lines: Sequence[Line]) -> Singers:
    """Notes that sing the words of lines in order, by who sings them; a held note goes with the syllable that it holds.

    Syllables that found no note may be missing.
    """
    owners = iter([(text, turn.backing) for line in lines for turn in turns(line) for text, _ in texts(turn)])
    lead, backing = list[SungNote](), list[SungNote]()
    sings = lead
    for note in notes:
        if not note.holds:
            is_backing = next((own for text, own in owners if text == note.syllable), False)
            sings = backing if is_backing else lead
        sings.append(note)
    return Singers(tuple(lead), tuple(backing))


def echo_notes(answer: Sequence[SungNote], lead: Sequence[SungNote]) -> tuple[SungNote, ...]:
    """The lead's notes that an answer repeats: those sung last before it, if their words are the same; else none."""
    if not answer or len(answer) > SYLLABLES_COMPARED:
        return ()
    before = [note for note in lead if note.start_ticks < answer[0].start_ticks][-len(answer) :]
    return tuple(before) if _words(before) == _words(answer) else ()


def answer_pitches(
    answer: Sequence[SungNote],
    spots: Sequence[Spot],
    lead: Sequence[SungNote],
    chords: Sequence[Chord],
    key: Key,
    voice_range: tuple[int, int],
    is_above: bool,
    rng: np.random.Generator,
    before: int | None = None,
) -> tuple[int, ...]:
    """Pitches for an answer within the backing voice's range: an echo in harmony with what it repeats, or a new tune.

    spots: weight and length of each note of the answer, for a new tune. before: the pitch this voice sang last.
    """
    said = echo_notes(answer, lead)
    if not said:
        return write_melody(spots, chords, key, *voice_range, True, rng, before)
    moved = [msgspec.structs.replace(old, start_ticks=now.start_ticks) for old, now in zip(said, answer, strict=True)]
    return tuple(note.pitch for note in harmonize(moved, chords, key, *voice_range, is_above))


def _words(notes: Sequence[SungNote]) -> list[str]:
    return [note.syllable.casefold().strip(" .,!?") for note in notes]
