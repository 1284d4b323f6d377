# SPDX-License-Identifier: GPL-3.0-or-later
"""New chords and melody for sections of a song that exists, leading on from what stands before them."""

from msgspec.structs import replace

from musicstudio.core.seeds import derive_seed
from musicstudio.engines.composer.form.clock import bar_ticks_of
from musicstudio.engines.composer.harmony.progressions import dominant_of
from musicstudio.engines.composer.harmony.theme import Theme, cut_chords
from musicstudio.engines.composer.harmony.themes import ThemeWish, melody_over, write_theme
from musicstudio.engines.composer.plan import SectionPlan, SongPlan
from musicstudio.engines.composer.styles import StyleBlend
from musicstudio.project.model import Chord, Note

NEW_MELODY_FROM = 0.35
NEW_CHORDS_FROM = 0.7

Span = tuple[int, int]


def rewritten(
    plan: SongPlan, styles: StyleBlend, spans: dict[int, Span], seed: int, difference: float, keeps_chords: bool = False
) -> SongPlan:
    """The plan with a new melody (and, when quite different and allowed, new chords) in the spans of its sections."""
    sections = list(plan.sections)
    for index, span in spans.items():
        theme = _theme(sections[index], plan, styles, derive_seed(seed, "rewrite", index), difference, keeps_chords)
        sections[index] = _with_span(sections[index], theme, span)
    return replace(plan, sections=tuple(sections))


def _theme(
    section: SectionPlan, plan: SongPlan, styles: StyleBlend, seed: int, difference: float, keeps_chords: bool
) -> Theme:
    conditioning = replace(plan.conditioning, meter=section.meter)
    cadence = (
        "full" if section.is_last else "half" if section.section.kind in ("verse", "prechorus", "bridge") else "open"
    )
    wish = ThemeWish(section.section.kind, section.bars, section.key, section.section.energy, cadence, (), difference)
    if difference >= NEW_CHORDS_FROM and not keeps_chords:
        theme, _ = write_theme(wish, conditioning, styles, seed)
        return theme
    chords = section.chords or (replace(dominant_of(section.key), length_ticks=section.section.length_ticks),)
    melody = melody_over(chords, wish, conditioning, styles, seed)
    return Theme(section.key, section.bars, bar_ticks_of(section.meter), chords, melody)


def _with_span(section: SectionPlan, theme: Theme, span: Span) -> SectionPlan:
    """The theme inside the span, what was there outside."""
    start, end = span
    limit = section.section.length_ticks
    melody = sorted((*_outside(section.melody, span), *_inside(theme.melody, span)), key=lambda note: note.start_ticks)
    chords: list[Chord] = [
        *cut_chords(section.chords, 0, start),
        *cut_chords(theme.chords, start, min(end, limit)),
        *cut_chords(section.chords, end, limit),
    ]
    return replace(
        section, chords=tuple(chords), melody=tuple(melody), section=replace(section.section, melody=tuple(melody))
    )


def _inside(notes: tuple[Note, ...], span: Span) -> list[Note]:
    start, end = span
    return [
        replace(n, length_ticks=min(n.length_ticks, end - n.start_ticks)) for n in notes if start <= n.start_ticks < end
    ]


def _outside(notes: tuple[Note, ...], span: Span) -> list[Note]:
    start, end = span
    before = [
        replace(n, length_ticks=min(n.length_ticks, start - n.start_ticks)) for n in notes if n.start_ticks < start
    ]
    return [*before, *(note for note in notes if note.start_ticks >= end)]
