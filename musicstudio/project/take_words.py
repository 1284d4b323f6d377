# SPDX-License-Identifier: GPL-3.0-or-later
"""What sets a take apart from the first one, in a musician's words, measured on its notes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from statistics import fmean

from .model import Note, Take

FIRST = "first"
ALIKE = "nearly the same"
OTHERWISE = "other notes"
LESS = ("sparser", "lower", "softer", "shorter notes", "straighter")
MORE = ("busier", "higher", "stronger", "longer notes", "more syncopated")
LEADS = "{0} leads"
DRUMS = frozenset({"drums", "percussion"})
_NO_LEADERS = DRUMS | {"bass", "pad", "fx"}
_RATIO, _SEMITONES, _VELOCITY, _LENGTH_RATIO, _SYNCOPATION = 1.25, 1.5, 6.0, 1.4, 0.12
_BEAT_TICKS, _GRID_TICKS, _ALIKE, _AHEAD, _MOST = 960, 240, 0.8, 1.25, 3


def take_words(takes: Sequence[Take], number: int, role: str = "") -> tuple[str, ...]:
    """What differs in the take with a number (from 0) from the first; empty for sound without notes.

    role: of its track; drums are not higher or lower.
    """
    if number == 0:
        return (FIRST,) if len(takes) > 1 else ()
    return _differences(takes[0].notes, takes[number].notes, role in DRUMS)


def column_words(rows: Mapping[str, tuple[str, Sequence[Take]]], number: int) -> tuple[str, ...]:
    """The same for the takes with a number of several tracks that play together.

    rows: by the track's name, its role and its takes. Who leads is told where it is another than in the first takes.
    """
    rows = {name: row for name, row in rows.items() if number < len(row[1])}
    if number == 0 or not rows:
        return (FIRST,) if rows else ()
    pitched = [(role, takes) for role, takes in rows.values() if role not in DRUMS] or list(rows.values())
    notes = [tuple(note for _, takes in pitched for note in takes[at].notes) for at in (0, number)]
    words = _differences(*notes, pitched[0][0] in DRUMS)
    before, now = (_leader(rows, at) for at in (0, number))
    lead = (LEADS.format(now),) if now and now != before and len(rows) > 1 else ()
    plain = () if lead and set(words) <= {ALIKE, OTHERWISE} else words
    return (*plain[: _MOST - len(lead)], *lead)


@lru_cache(maxsize=512)
def _differences(first: tuple[Note, ...], notes: tuple[Note, ...], is_drums: bool) -> tuple[str, ...]:
    if not first or not notes:
        return ()
    strengths = [
        _beyond(len(notes) / len(first), _RATIO),
        0.0 if is_drums else (_pitch(notes) - _pitch(first)) / _SEMITONES,
        (fmean(n.velocity for n in notes) - fmean(n.velocity for n in first)) / _VELOCITY,
        0.0 if is_drums else _beyond(_length(notes) / max(1.0, _length(first)), _LENGTH_RATIO),
        (_syncopation(notes) - _syncopation(first)) / _SYNCOPATION,
    ]
    clear = [
        (strength, names)
        for strength, names in zip(strengths, zip(LESS, MORE, strict=True), strict=True)
        if abs(strength) >= 1.0
    ]
    clear.sort(key=lambda each: -abs(each[0]))
    words = tuple(more if strength > 0 else less for strength, (less, more) in clear[:_MOST])
    return words or ((ALIKE,) if _shared(first, notes) >= _ALIKE else (OTHERWISE,))


def _beyond(ratio: float, limit: float) -> float:
    """How far a ratio is beyond a limit, 1 at the limit; negative where it is below the limit's inverse."""
    return ratio / limit if ratio >= 1.0 else -1.0 / (max(ratio, 1e-3) * limit)


def _length(notes: Sequence[Note]) -> float:
    return fmean(note.length_ticks for note in notes)


def _pitch(notes: Sequence[Note]) -> float:
    return fmean(note.pitch for note in notes)


def _syncopation(notes: Sequence[Note]) -> float:
    """The share of notes that begin between the eighths."""
    off = [_BEAT_TICKS // 8 <= note.start_ticks % (_BEAT_TICKS // 2) <= _BEAT_TICKS * 3 // 8 for note in notes]
    return sum(off) / len(notes)


def _shared(first: Sequence[Note], notes: Sequence[Note]) -> float:
    """The share of notes that both have, at one pitch and one sixteenth."""
    a, b = (Counter((round(n.start_ticks / _GRID_TICKS), n.pitch) for n in each) for each in (first, notes))
    return (a & b).total() / max(a.total(), b.total())


def _leader(rows: Mapping[str, tuple[str, Sequence[Take]]], number: int) -> str:
    """Whose notes are on top most of the time, by strength; empty where nobody is clearly ahead."""
    loudest: dict[int, tuple[int, int, str]] = {}
    for name, (role, takes) in rows.items():
        for note in takes[number].notes if role not in _NO_LEADERS else ():
            for slot in range(
                note.start_ticks // _GRID_TICKS, -(-(note.start_ticks + note.length_ticks) // _GRID_TICKS)
            ):
                loudest[slot] = max(loudest.get(slot, (0, 0, "")), (note.pitch, note.velocity, name))
    shares = Counter[str]()
    for _, velocity, name in loudest.values():
        shares[name] += velocity
    ranked = shares.most_common(2)
    is_clear = len(ranked) == 1 or (len(ranked) == 2 and ranked[0][1] >= _AHEAD * ranked[1][1])
    return ranked[0][0] if ranked and is_clear else ""
