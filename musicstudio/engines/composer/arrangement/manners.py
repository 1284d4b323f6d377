# SPDX-License-Identifier: GPL-3.0-or-later
"""Manners that are told by the notes themselves: sparse, soft, loud, dense."""

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Note

from ..styles.drum_map import KICKS
from .section_context import SectionContext

FOUR = "four-on-the-floor"
_MAX_STROKES = 4
_GAINS = {"soft": 0.74, "loud": 1.16}


def in_manner(context: SectionContext, notes: list[Note], manner: tuple[str, ...]) -> list[Note]:
    """The notes of a part as it was asked to play."""
    if FOUR in manner and context.part.role == "drums":
        notes = _four_on_floor(context, notes)
    if "sparse" in manner:
        notes = _sparse(context, notes)
    factor = next((_GAINS[word] for word in manner if word in _GAINS), 1.0)
    return [Note(n.start_ticks, n.length_ticks, n.pitch, max(1, min(127, round(n.velocity * factor)))) for n in notes]


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
