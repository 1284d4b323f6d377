# SPDX-License-Identifier: GPL-3.0-or-later
"""The form of a song: sections with names, times, energies, keys and the material they are made from."""

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.seeds import derive_seed
from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.engines.composer.plan import Conditioning
from musicstudio.engines.composer.styles import StyleBlend
from musicstudio.engines.durations import MIN_LENGTH_S, check_duration
from musicstudio.project.model import Tempo, TempoMap

from .asked import sized_as_asked, with_asked_sections, with_lines
from .clock import Clock, bar_ticks_of, bent_to, set_clock
from .curve import lay_out_curve
from .layout import Block, allot, lay_out, loop_blocks, with_short_intro
from .sections import FormSection, filling, meters_of, sections_of, spans_in
from .tempi import mean_bpm, slowing_s, with_meters, with_tempo_events


class Form(Struct, frozen=True):
    """The sections in order and the tempo map they lie on."""

    sections: tuple[FormSection, ...]
    tempo_map: TempoMap


def plan_form(
    conditioning: Conditioning, mixed: StyleBlend, seed: int, is_tempo_free: bool, blocks: tuple[Block, ...] = ()
) -> Form:
    """The form for a conditioning. ``blocks``: sections that are given (from lyrics); else asked kinds or the
    style's form.

    Raises `InputError` where the bars that are asked of sections are longer than a piece can be.
    """
    rng = np.random.default_rng(derive_seed(seed, "form"))
    conditioning = _on_moments(conditioning, is_tempo_free)
    sheet = conditioning.sheet
    clock = _clock(conditioning, sum(block.bars for block in blocks), is_tempo_free)
    bars = clock.bars if conditioning.duration_s is not None else None
    if conditioning.energy_curve and conditioning.duration_s is not None and not conditioning.form and not blocks:
        chosen = lay_out_curve(conditioning.energy_curve, clock.bars, conditioning.duration_s / clock.bars)
    elif blocks:
        chosen = blocks
    elif conditioning.is_loop and not conditioning.form:
        chosen = loop_blocks(clock.bars, mixed)
    else:
        chosen = lay_out(conditioning.form, bars, mixed, rng)
    if not (blocks or conditioning.is_loop or conditioning.form or sheet.kinds.value or conditioning.energy_curve):
        bar_s = bar_ticks_of(conditioning.meter) / TICKS_PER_QUARTER * 60.0 / conditioning.bpm
        chosen = with_short_intro(chosen, bar_s)
    if not (blocks or conditioning.is_loop or sheet.kinds.value):
        asked = with_asked_sections(chosen, sheet)
        chosen = asked if bars is None or asked == tuple(chosen) else allot(list(asked), bars)
    if sheet.kinds.value and bars is None and not (blocks or conditioning.is_loop):
        chosen = sized_as_asked(chosen, sheet)
    if bars is None:
        clock = _clock(conditioning, sum(block.bars for block in chosen), is_tempo_free)
        if not blocks:
            check_duration(max(MIN_LENGTH_S, clock.tempo_map.seconds_at(clock.end_ticks)))
    if not (blocks or conditioning.is_loop):
        chosen = with_lines(chosen, sheet, clock.tempo_map, bar_ticks_of(conditioning.meter))
    return _laid_form(chosen, clock, conditioning, seed)


def _on_moments(conditioning: Conditioning, is_tempo_free: bool) -> Conditioning:
    """Where the tempo is free, one at which the first moment that the mood or the key changes is a bar line."""
    moments = [
        e.at.seconds for e in conditioning.sheet.events if e.kind in ("shift", "key", "section") and e.at.seconds
    ]
    if not moments or not is_tempo_free or conditioning.hits_s:
        return conditioning
    return replace(conditioning, bpm=bent_to(conditioning.bpm, conditioning.meter, moments[0]))


def bars_in(conditioning: Conditioning, is_tempo_free: bool) -> int:
    """Whole bars of a piece whose length is given."""
    return _clock(conditioning, 1, is_tempo_free).bars


def _clock(conditioning: Conditioning, bars: int, is_tempo_free: bool) -> Clock:
    sheet, duration_s = conditioning.sheet, conditioning.duration_s
    if duration_s is not None:
        duration_s = max(1.0, duration_s - slowing_s(conditioning.bpm, bar_ticks_of(conditioning.meter), sheet))
    clock = set_clock(
        mean_bpm(conditioning.bpm, sheet),
        conditioning.meter,
        duration_s,
        bars,
        is_tempo_free,
        conditioning.is_loop,
        conditioning.hits_s,
    )
    if any(event.kind == "tempo" for event in sheet.events):
        return replace(clock, tempo_map=TempoMap((Tempo(0, conditioning.bpm),), clock.tempo_map.meters))
    return clock


def _laid_form(blocks: tuple[Block, ...], clock: Clock, conditioning: Conditioning, seed: int) -> Form:
    """Sections in their keys and metres, on a tempo map that changes where it was asked to."""
    sheet = conditioning.sheet
    meters = meters_of(blocks, conditioning)
    if conditioning.duration_s is not None and not conditioning.is_loop:
        blocks = filling(blocks, meters, clock.end_ticks)
    tempo_map = with_meters(clock.tempo_map, blocks, meters)
    spans = spans_in(blocks, meters, clock.end_ticks)
    if not conditioning.is_loop:
        tempo_map = with_tempo_events(tempo_map, spans, sheet, conditioning.duration_s)
    return Form(sections_of(blocks, spans, meters, tempo_map, conditioning, seed), tempo_map)
