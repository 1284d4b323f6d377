# SPDX-License-Identifier: GPL-3.0-or-later
"""Manners that are told by the notes themselves: sparse, soft, loud, dense."""

from musicstudio.project.model import Note

from .section_context import SectionContext

_MAX_STROKES = 4
_GAINS = {"soft": 0.74, "loud": 1.16}


def in_manner(context: SectionContext, notes: list[Note], manner: tuple[str, ...]) -> list[Note]:
    """The notes of a part as it was asked to play."""
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
