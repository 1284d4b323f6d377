# SPDX-License-Identifier: GPL-3.0-or-later
"""A melody cut where the singer breathes. A phrase is sung, remembered and re-sung on its own. Pure."""

import itertools
from collections.abc import Callable, Sequence

import msgspec

from ..text.model import SungNote
from ..text.phonemes import parts
from .drawn import Drawn, within_phrase

REST_S = 0.16
"""A gap at least this long between two notes ends a phrase."""
MAX_LENGTH_S = 8.0
"""Without rests a phrase ends, at the longest note of a word's end, before it gets longer than this."""
BREATH_S = 0.22
"""What a breath takes from the last note where the melody leaves no rest."""
_OPEN_VOWEL = ("ɑː",)


class TimedNote(msgspec.Struct, frozen=True):
    """A note in seconds from its phrase's first note. holds: it carries on the vowel before."""

    start_s: float
    end_s: float
    pitch: int
    velocity: int
    phonemes: tuple[str, ...]
    ends_word: bool

    @property
    def holds(self) -> bool:
        """Whether it carries on the vowel before."""
        return not self.phonemes


class Phrase(msgspec.Struct, frozen=True):
    """Notes sung on one breath. start_s: time of the first on the song's clock. rest_s: silence before it, at most 2
    s. drawn: by hand for it, in seconds from its first note.
    """

    start_s: float
    rest_s: float
    notes: tuple[TimedNote, ...]
    drawn: tuple[Drawn, ...] = ()

    @property
    def length_s(self) -> float:
        """From its first note to the end of its last."""
        return self.notes[-1].end_s


def split_phrases(
    notes: Sequence[SungNote], seconds_at: Callable[[int], float], drawn: Sequence[Drawn] = ()
) -> tuple[Phrase, ...]:
    """Phrases of a melody, in order. Overlapping notes are cut to one voice and notes without length are dropped.

    drawn: by hand, on the song's clock.
    """
    timed = _one_voice(notes, seconds_at)
    runs: list[list[TimedNote]] = []
    for note in timed:
        if not runs or note.start_s - runs[-1][-1].end_s >= REST_S:
            runs.append([])
        runs[-1].append(note)
    phrases: list[Phrase] = []
    last_vowel, last_end_s = _OPEN_VOWEL, -2.0
    for run in (piece for whole in runs for piece in _breathable(whole)):
        rest_s = min(2.0, max(0.0, run[0].start_s - last_end_s))
        phrase = _phrase(run, rest_s, last_vowel)
        phrases.append(msgspec.structs.replace(phrase, drawn=within_phrase(drawn, phrase.start_s, phrase.length_s)))
        last_end_s = run[-1].end_s
        last_vowel = next((parts(n.phonemes)[1:2] for n in reversed(run) if n.phonemes), last_vowel)
    return tuple(phrases)


def _one_voice(notes: Sequence[SungNote], seconds_at: Callable[[int], float]) -> list[TimedNote]:
    ordered = sorted((n for n in notes if n.length_ticks > 0), key=lambda n: (n.start_ticks, -n.pitch))
    if not ordered:
        return []
    kept = [n for i, n in enumerate(ordered) if i == 0 or n.start_ticks > ordered[i - 1].start_ticks]
    timed: list[TimedNote] = []
    for note, after in zip(kept, [*kept[1:], None], strict=True):
        end = min(note.end_ticks, after.start_ticks) if after else note.end_ticks
        timed.append(
            TimedNote(
                seconds_at(note.start_ticks),
                seconds_at(end),
                note.pitch,
                note.velocity,
                note.phonemes,
                not note.syllable.endswith("-"),
            )
        )
    return timed


def _breathable(run: list[TimedNote]) -> list[list[TimedNote]]:
    """Cut an overlong run after its longest word-ending note between a third and the end of `MAX_LENGTH_S`."""
    if run[-1].end_s - run[0].start_s <= MAX_LENGTH_S:
        return [run]
    limit_s = run[0].start_s + MAX_LENGTH_S
    open_spots = [
        i
        for i, (note, after) in enumerate(itertools.pairwise(run))
        if run[0].start_s + MAX_LENGTH_S / 3 < note.end_s <= limit_s and not after.holds
    ]
    if not open_spots:
        open_spots = [max(0, sum(note.end_s <= limit_s for note in run) - 1)]
    spot = max(open_spots, key=lambda i: (run[i].ends_word, run[i].end_s - run[i].start_s))
    if spot == len(run) - 1:
        return [run]
    return [_shorten_last(run[: spot + 1]), *_breathable(run[spot + 1 :])]


def _shorten_last(run: list[TimedNote]) -> list[TimedNote]:
    last = run[-1]
    end_s = max(last.end_s - BREATH_S, last.start_s + 0.6 * (last.end_s - last.start_s))
    return [*run[:-1], msgspec.structs.replace(last, end_s=end_s)]


def _phrase(run: list[TimedNote], rest_s: float, last_vowel: tuple[str, ...]) -> Phrase:
    """Times from the first note, rounded to 10 µs so that the same phrase elsewhere in the song is the same value."""
    start_s = run[0].start_s
    first = msgspec.structs.replace(run[0], phonemes=run[0].phonemes or last_vowel)
    notes = tuple(
        msgspec.structs.replace(n, start_s=round(n.start_s - start_s, 5), end_s=round(n.end_s - start_s, 5))
        for n in (first, *run[1:])
    )
    return Phrase(start_s, round(rest_s, 3), notes)
