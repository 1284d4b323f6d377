# SPDX-License-Identifier: GPL-3.0-or-later
"""A new melody for sections of a song that exists. Its chords stay: takes are switched cell by cell, and each must
fit the others."""

from msgspec.structs import replace

from musicstudio.core.seeds import derive_seed
from musicstudio.engines.composer.melody_model.api import Cadence
from musicstudio.engines.composer.plan import SectionPlan, SongPlan
from musicstudio.engines.composer.styles import StyleBlend
from musicstudio.engines.composer.themes.progressions import tonic_of
from musicstudio.engines.composer.themes.themes import ThemeRequest, melody_over
from musicstudio.project.model import Note

NEW_MELODY_FROM = 0.35

Span = tuple[int, int]


def rewrite_melody(
    plan: SongPlan, styles: StyleBlend, spans: dict[int, Span], seed: int, difference: float
) -> SongPlan:
    """The plan with a new melody in the spans (ticks from the section's start) of its sections, over the same
    chords."""
    sections = list(plan.sections)
    for index, span in spans.items():
        section = sections[index]
        melody = _new_melody(section, plan, styles, derive_seed(seed, "rewrite", index), difference)
        mixed = tuple(
            sorted((*_outside(section.melody, span), *_inside(melody, span)), key=lambda note: note.start_ticks)
        )
        sections[index] = replace(section, melody=mixed, section=replace(section.section, melody=mixed))
    return replace(plan, sections=tuple(sections))


def _new_melody(
    section: SectionPlan, plan: SongPlan, styles: StyleBlend, seed: int, difference: float
) -> tuple[Note, ...]:
    conditioning = replace(plan.conditioning, meter=section.meter)
    kind = section.section.kind
    cadence: Cadence = "full" if section.is_last else "half" if kind in ("verse", "prechorus", "bridge") else "open"
    theme_request = ThemeRequest(kind, section.bars, section.key, section.section.energy, cadence, (), difference)
    chords = section.chords or (replace(tonic_of(section.key), length_ticks=section.section.length_ticks),)
    return melody_over(chords, theme_request, conditioning, styles, seed)


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
