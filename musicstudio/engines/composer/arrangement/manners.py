# SPDX-License-Identifier: GPL-3.0-or-later
"""Manners that are told by the notes themselves: sparse, soft, loud, dense."""

from itertools import pairwise

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Note

from ..styles.drum_map import KICKS
from .section_context import SectionContext

FOUR = "four-on-the-floor"
_UNPITCHED = ("drums", "percussion", "fx")
_MAX_STROKES = 4
_TOGETHER = 45
_EIGHTH, _HELD, _STACCATO = TICKS_PER_QUARTER // 2, 2 * TICKS_PER_QUARTER, TICKS_PER_QUARTER // 2
"""In ticks: notes nearer than the first sound together."""
_GAINS = {"soft": 0.74, "loud": 1.16}


def in_manner(context: SectionContext, notes: list[Note], manner: tuple[str, ...]) -> list[Note]:
    """The notes of a part as it was asked to play."""
    if FOUR in manner and context.part.role == "drums":
        notes = _four_on_floor(context, notes)
    if "sparse" in manner:
        notes = _sparse(context, notes)
    if context.part.role not in _UNPITCHED:
        end = context.bars[-1] + context.grid.bar_ticks if context.bars else 0
        notes = list(broken_chords(tuple(notes), end)) if "arpeggio" in manner else notes
        notes = list(held_notes(tuple(notes), end)) if "long" in manner else notes
        notes = [_cut(n) for n in notes] if "short" in manner else notes
        notes = _filled(notes) if "dense" in manner else notes
    factor = next((_GAINS[word] for word in manner if word in _GAINS), 1.0)
    return [Note(n.start_ticks, n.length_ticks, n.pitch, max(1, min(127, round(n.velocity * factor)))) for n in notes]


def broken_chords(notes: tuple[Note, ...], end: int) -> tuple[Note, ...]:
    """Chords one note after the other in eighths, up and down again until the next one; single notes stay."""
    groups: dict[int, list[Note]] = {}
    for note in sorted(notes, key=lambda n: (n.start_ticks, n.pitch)):
        start = next((s for s in groups if abs(s - note.start_ticks) <= _TOGETHER), note.start_ticks)
        groups.setdefault(start, []).append(note)
    starts = [*sorted(groups), max(end, max(groups, default=0) + TICKS_PER_QUARTER)]
    made: list[Note] = []
    for start, following in pairwise(starts):
        chord = sorted(groups[start], key=lambda n: n.pitch)
        if len(chord) == 1:
            made += chord
            continue
        until = min(following, start + max(n.length_ticks for n in chord))
        row = [*chord, *chord[-2:0:-1]]
        for step, at in enumerate(range(start, max(start + 1, until - 30), _EIGHTH)):
            note = row[step % len(row)]
            made.append(Note(at, min(_EIGHTH, max(60, until - at)), note.pitch, note.velocity))
    return tuple(made)


def held_notes(notes: tuple[Note, ...], end: int) -> tuple[Note, ...]:
    """Moments two beats apart at least, each held until the next."""
    moments: list[int] = []
    for tick in sorted({note.start_ticks for note in notes}):
        if not moments or tick - moments[-1] >= _HELD - _TOGETHER or tick - moments[-1] <= _TOGETHER:
            moments.append(tick)
    following = dict(pairwise([*moments, max(end, (moments or [0])[-1] + 60)]))
    kept = [note for note in notes if note.start_ticks in following]
    lasts = {n.start_ticks: _next_apart(n.start_ticks, moments, end) for n in kept}
    return tuple(
        Note(n.start_ticks, max(n.length_ticks, lasts[n.start_ticks] - n.start_ticks), n.pitch, n.velocity)
        for n in kept
    )


def _next_apart(tick: int, moments: list[int], end: int) -> int:
    return next((m for m in moments if m > tick + _TOGETHER), max(end, tick + 60))


def _cut(note: Note) -> Note:
    return Note(note.start_ticks, min(note.length_ticks, _STACCATO), note.pitch, note.velocity)


def _filled(notes: list[Note]) -> list[Note]:
    """Notes that lie a beat or more apart are struck again half-way."""
    ordered = sorted(notes, key=lambda n: n.start_ticks)
    starts = sorted({n.start_ticks for n in ordered})
    following = dict(pairwise(starts))
    made: list[Note] = []
    for note in ordered:
        gap = following.get(note.start_ticks, note.start_ticks) - note.start_ticks
        half = gap // 2
        if TICKS_PER_QUARTER * 0.9 <= gap <= 8 * TICKS_PER_QUARTER:
            steps = max(2, round(gap / _EIGHTH / 2) if gap > 2 * TICKS_PER_QUARTER else 2)
            half = gap // steps
            made.append(Note(note.start_ticks, min(note.length_ticks, half), note.pitch, note.velocity))
            made += [
                Note(
                    note.start_ticks + half * i,
                    min(half, max(60, note.length_ticks // steps)),
                    note.pitch,
                    max(1, round(note.velocity * 0.86)),
                )
                for i in range(1, steps)
            ]
        else:
            made.append(note)
    return made


def in_course(notes: list[Note], manner: tuple[str, ...], start: int, end: int) -> list[Note]:
    """The notes of a part that grows or fades from the song's first tick to its last. start: of its section."""
    if not {"growing", "fading"} & set(manner):
        return notes
    way = 1 if "growing" in manner else -1

    def factor(tick: int) -> float:
        return 1.0 + way * 0.45 * (2 * min(1.0, max(0.0, (start + tick) / max(1, end))) - 1.0)

    return [
        Note(n.start_ticks, n.length_ticks, n.pitch, max(1, min(127, round(n.velocity * factor(n.start_ticks)))))
        for n in notes
    ]


def _four_on_floor(context: SectionContext, notes: list[Note]) -> list[Note]:
    """The kick on every quarter and nowhere else, where the kit plays."""
    kicks = [n for n in notes if n.pitch in KICKS]
    others = [n for n in notes if n.pitch not in KICKS]
    pitch = kicks[0].pitch if kicks else min(KICKS)
    velocity = max((n.velocity for n in kicks), default=96)
    quarters = {
        start + beat
        for start in context.bars
        for beat in range(0, context.grid.bar_ticks, TICKS_PER_QUARTER)
        if any(start <= n.start_ticks < start + context.grid.bar_ticks for n in notes)
    }
    return sorted([*others, *(Note(tick, 240, pitch, velocity) for tick in quarters)], key=lambda n: n.start_ticks)


def _sparse(context: SectionContext, notes: list[Note]) -> list[Note]:
    """The strongest moments of each bar, four at most."""
    kept: list[Note] = []
    bar_ticks = context.grid.bar_ticks
    for start in context.bars:
        inside = [note for note in notes if start <= note.start_ticks < start + bar_ticks]
        moments = sorted({n.start_ticks for n in inside}, key=lambda tick: (-context.grid.strength(tick), tick))
        chosen = set(moments[:_MAX_STROKES])
        kept += [note for note in inside if note.start_ticks in chosen]
    return kept
