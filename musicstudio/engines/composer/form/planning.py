# SPDX-License-Identifier: GPL-3.0-or-later
"""The form of a song: sections with names, times, energies, keys and the material they are made from."""

import numpy as np
from msgspec import Struct

from musicstudio.core.seeds import derive_seed
from musicstudio.engines.composer.plan import Conditioning
from musicstudio.engines.composer.styles import StyleBlend
from musicstudio.project.model import Key, Section, TempoMap

from .clock import Clock, bar_ticks_of, set_clock
from .curve import lay_out_curve
from .energy import section_energies
from .layout import Block, lay_out, loop_blocks

_ALWAYS_NUMBERED = ("verse", "chorus")
_TITLES = {"prechorus": "Pre-chorus", "other": "Section"}


class FormSection(Struct, frozen=True):
    """A section without its music. material: sections that share it share theme and groove; occurrence counts them
    from 0."""

    section: Section
    key: Key
    bars: int
    material: str
    occurrence: int


class Form(Struct, frozen=True):
    """The sections in order and the tempo map they lie on."""

    sections: tuple[FormSection, ...]
    tempo_map: TempoMap


def plan_form(
    conditioning: Conditioning, mixed: StyleBlend, seed: int, is_tempo_free: bool, blocks: tuple[Block, ...] = ()
) -> Form:
    """The form for a conditioning. ``blocks``: sections that are given (from lyrics); else asked kinds or the
    style's form."""
    rng = np.random.default_rng(derive_seed(seed, "form"))
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
    if bars is None:
        clock = _clock(conditioning, sum(block.bars for block in chosen), is_tempo_free)
    return Form(_sections(chosen, clock, conditioning, seed), clock.tempo_map)


def bars_in(conditioning: Conditioning, is_tempo_free: bool) -> int:
    """Whole bars of a piece whose length is given."""
    return _clock(conditioning, 1, is_tempo_free).bars


def name_sections(kinds: list[str]) -> list[str]:
    """``Intro``, ``Verse 1``, ``Chorus 1``...: verses and choruses always numbered, others when there are several."""
    counts: dict[str, int] = {}
    names = []
    for kind in kinds:
        counts[kind] = counts.get(kind, 0) + 1
        is_numbered = kind in _ALWAYS_NUMBERED or kinds.count(kind) > 1
        title = _TITLES.get(kind, kind.capitalize())
        names.append(f"{title} {counts[kind]}" if is_numbered else title)
    return names


def _clock(conditioning: Conditioning, bars: int, is_tempo_free: bool) -> Clock:
    return set_clock(
        conditioning.bpm,
        conditioning.meter,
        conditioning.duration_s,
        bars,
        is_tempo_free,
        conditioning.is_loop,
        conditioning.hits_s,
    )


def _sections(
    blocks: tuple[Block, ...], clock: Clock, conditioning: Conditioning, seed: int
) -> tuple[FormSection, ...]:
    bar_ticks = bar_ticks_of(conditioning.meter)
    starts = [sum(block.bars for block in blocks[:index]) * bar_ticks for index in range(len(blocks))]
    ends = [*starts[1:], clock.end_ticks]
    spans_s = [
        (clock.tempo_map.seconds_at(a), clock.tempo_map.seconds_at(b)) for a, b in zip(starts, ends, strict=True)
    ]
    energies = section_energies(blocks, spans_s, conditioning)
    names = name_sections([block.kind for block in blocks])
    lifted = _lifted(blocks, conditioning.key_change)
    seen: dict[str, int] = {}
    made = []
    for index, block in enumerate(blocks):
        occurrence = seen.get(block.kind, 0)
        seen[block.kind] = occurrence + 1
        identity = f"section-{derive_seed(seed, 'section', index, block.kind):08x}"
        section = Section(
            identity, names[index], block.kind, starts[index], ends[index] - starts[index], energies[index]
        )
        key = conditioning.key if index < lifted else _raised(conditioning.key, conditioning.key_change)
        made.append(FormSection(section, key, block.bars, block.kind, occurrence))
    return tuple(made)


def _lifted(blocks: tuple[Block, ...], key_change: int) -> int:
    """Index of the section from which the key is raised: the last of several choruses."""
    choruses = [index for index, block in enumerate(blocks) if block.kind in ("chorus", "drop")]
    return choruses[-1] if key_change and len(choruses) > 1 else len(blocks)


def _raised(key: Key, semitones: int) -> Key:
    return Key((key.tonic + semitones) % 12, key.mode)
